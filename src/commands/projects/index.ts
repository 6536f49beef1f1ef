import { projects } from '../../api/console/projects.ts';
import { operationOf } from '../../api/schema.ts';
import type { ApiVersion } from '../../api/versions.ts';
import { keyPresets } from '../../console/key-presets.ts';
import type { Flag } from '../../core/flags.ts';
import { type CommandSpec, extendCommand } from '../../core/spec.ts';
import { operationCommand } from '../../operations/operation.ts';
import { createFlags, keyFlags } from './flags.ts';

/** Asked for on a terminal, or given by another flag. */
const optional =
  (...keys: readonly string[]) =>
  (flag: Flag): Flag =>
    keys.includes(flag.key) ? { ...flag, required: false } : flag;

const presetLines = Object.entries(keyPresets).map(([name, { help }]) => `${name} is ${help}.`);

/** `projects create`, which asks for what is missing, and `projects create-key`, which knows presets. */
export function projectsCommands(version: ApiVersion): readonly CommandSpec[] {
  const [create, createKey] = ['create', 'create-key'].map((name) =>
    operationCommand(operationOf(projects.at(version), name)),
  ) as [CommandSpec, CommandSpec];
  return [
    extendCommand(
      { ...create, flags: create.flags.map(optional('name', 'teamId')) },
      {
        about:
          'On a terminal, it asks for a missing name and organisation. Otherwise it needs --name, and --team-id or --new-organization.',
        flags: createFlags,
        examples: [
          'appwrite-cli projects create --name Shop --team-id acme --project-id shop',
          'appwrite-cli projects create --name Shop --new-organization Sales',
        ],
        run: async (values, services) => (await import('./create.ts')).createProject(values, services),
      },
    ),
    extendCommand(
      { ...createKey, flags: createKey.flags.map(optional('scopes')) },
      {
        about: `The secret of the key is printed once, alone on stdout; machine formats print the whole key. Presets: ${presetLines.join(' ')}`,
        flags: keyFlags,
        examples: [
          'appwrite-cli projects create-key --name github --preset ci --out key.txt',
          'appwrite-cli projects create-key --name guest --scopes users.read --expire 2030-01-01T00:00:00.000Z',
          'appwrite-cli projects create-key sandbox --name reports --scopes databases.read documents.read --json',
        ],
        run: async (values, services) => (await import('./create-key.ts')).createKey(values, services),
      },
    ),
  ];
}
