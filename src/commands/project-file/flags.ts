import type { FlagSet } from '../../core/flags.ts';

/** Flags of the commands about the project file that say which file and which environment. */
export const fileFlags = {
  config: {
    flag: '--config',
    arity: 'value',
    placeholder: 'PATH',
    help: 'Project file, instead of the appwrite.json of this folder or one above',
  },
  env: {
    flag: '--env',
    arity: 'value',
    placeholder: 'NAME',
    completes: 'environment',
    help: 'Environment of appwrite-cli.json, or of appwrite.NAME.json: its project, and what differs there',
  },
} as const satisfies FlagSet;
