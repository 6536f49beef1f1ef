import { type Group, operationOf } from '../../api/schema.ts';
import type { Flag } from '../../core/flags.ts';
import { type CommandSpec, extendCommand } from '../../core/spec.ts';
import { operationCommand } from '../../operations/operation.ts';
import { buildWaitFlags, deploymentFlags } from './flags.ts';

/** Texts about `create-deployment` that differ between functions and sites. */
interface Texts {
  /** Advice where secrets belong, in place of the code. */
  readonly secretsGo: string;
  readonly examples: readonly string[];
}

/** Operations that start a build of code that the server gets elsewhere, in versions that have them. */
const builds = ['create-duplicate-deployment', 'create-template-deployment', 'create-vcs-deployment'];

const code = (flag: Flag): Flag =>
  flag.key === 'code'
    ? { ...flag, placeholder: 'DIR|FILE|-', help: 'Folder to pack, or a tar.gz archive to send as it is' }
    : flag;

/**
 * `create-deployment`, which also packs folders, and the other commands that start a build; all of them can follow it.
 * @param group functions or sites, as a version has them
 */
export function deploymentCommands(group: Group, { secretsGo, examples }: Texts): readonly CommandSpec[] {
  const create = operationOf(group, 'create-deployment');
  const look = operationOf(group, 'get-deployment');
  const upload = operationCommand(create);
  return [
    extendCommand(
      { ...upload, flags: upload.flags.map(code) },
      {
        about: `A folder is packed as tar.gz; the same contents always give the same bytes. Left out are .git, node_modules, the files that a .gitignore in the folder or below names, and every file whose name begins with .env, since secrets don't belong in code: ${secretsGo}. --ignore leaves out more files, and includes one again: --ignore '!.env.example'. --dry-run lists the files that would be packed. An archive is sent unchecked.`,
        flags: deploymentFlags,
        examples,
        run: async (values, services) =>
          (await import('./create-deployment.ts')).createDeployment({ create, look }, values, services),
      },
    ),
    ...group.operations
      .filter(({ command }) => builds.includes(command))
      .map((operation) =>
        extendCommand(operationCommand(operation), {
          flags: buildWaitFlags,
          run: async (values, services) =>
            (await import('./start-build.ts')).startBuild({ create: operation, look }, values, services),
        }),
      ),
  ];
}
