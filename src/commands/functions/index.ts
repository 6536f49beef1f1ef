import { functions } from '../../api/functions.ts';
import { operationOf } from '../../api/schema.ts';
import type { CommandSpec, Flag } from '../../core/spec.ts';
import { operationCommand } from '../../operations/operation.ts';
import { waitFlags } from '../../operations/wait-flags.ts';
import { defaultBuildSeconds } from './build-time.ts';

const createDeployment = operationCommand(operationOf(functions, 'create-deployment'));

const code = (flag: Flag): Flag =>
  flag.key === 'code'
    ? { ...flag, placeholder: 'DIR|FILE|-', help: 'Folder to pack, or a tar.gz archive to send as it is' }
    : flag;

/** Deployments from a folder. */
export const functionCommands: readonly CommandSpec[] = [
  {
    ...createDeployment,
    about:
      "A folder is packed as tar.gz; the same contents always give the same bytes. What its .gitignore files and those below it name is left out, and so are .git, node_modules, and everything whose name begins with .env, since secrets don't belong in code: use functions create-variable. --ignore leaves out more, and takes back what would be left out: --ignore '!.env.example'. --dry-run lists what would be packed. An archive is sent unchecked.",
    flags: [
      ...createDeployment.flags.map(code),
      {
        key: 'ignore',
        flag: '--ignore',
        takes: 'many',
        placeholder: 'PATTERN…',
        help: 'What to leave out of the folder, written as in .gitignore',
      },
      ...waitFlags('Wait until it is built; exit 1 if that fails', defaultBuildSeconds),
    ],
    examples: [
      'appwrite-cli functions create-deployment hello --code ./hello --entrypoint src/main.js --activate --wait',
      'appwrite-cli functions create-deployment hello --code . --activate --dry-run',
      'appwrite-cli functions create-deployment hello --code hello.tar.gz --no-activate',
    ],
    run: async (input, services) =>
      (await import('./create-deployment.ts')).createDeployment(input, services),
  },
];
