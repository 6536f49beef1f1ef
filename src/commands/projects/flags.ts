import { type KeyPresetName, keyPresets } from '../../console/key-presets.ts';
import { projectFlags } from '../../console/project-flags.ts';
import { type FlagSet, pickFlags } from '../../core/flags.ts';

/** The presets; the first is the one that help shows. */
export const presetNames = Object.keys(keyPresets) as [KeyPresetName, ...KeyPresetName[]];

/** The flag of `projects create` that its operation does not have. */
export const createFlags = pickFlags(projectFlags, 'newOrganization');

/** The flag of `projects create-key` that its operation does not have. */
export const keyFlags = {
  preset: {
    flag: '--preset',
    arity: 'value',
    placeholder: 'PRESET',
    choices: presetNames,
    help: 'Scopes for a purpose, instead of --scopes',
  },
} as const satisfies FlagSet;
