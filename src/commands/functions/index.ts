import { functions } from '../../api/functions.ts';
import { operationOf } from '../../api/schema.ts';
import type { Flag } from '../../core/flags.ts';
import { type CommandSpec, extendCommand } from '../../core/spec.ts';
import { operationCommand } from '../../operations/operation.ts';
import { deploymentFlags } from '../deployments/flags.ts';

const createDeployment = operationCommand(operationOf(functions, 'create-deployment'));

const code = (flag: Flag): Flag =>
  flag.key === 'code'
    ? { ...flag, placeholder: 'DIR|FILE|-', help: 'Folder to pack, or a tar.gz archive to send as it is' }
    : flag;

/** `functions create-deployment`, which also packs folders. */
export const functionCommands: readonly CommandSpec[] = [
  extendCommand(
    { ...createDeployment, flags: createDeployment.flags.map(code) },
    {
      about:
        "A folder is packed as tar.gz; the same contents always give the same bytes. What its .gitignore files and those below it name is left out, and so are .git, node_modules, and everything whose name begins with .env, since secrets don't belong in code: use functions create-variable. --ignore leaves out more, and takes back what would be left out: --ignore '!.env.example'. --dry-run lists what would be packed. An archive is sent unchecked.",
      flags: deploymentFlags,
      examples: [
        'appwrite-cli functions create-deployment hello --code ./hello --entrypoint src/main.js --activate --wait',
        'appwrite-cli functions create-deployment hello --code . --activate --dry-run',
        'appwrite-cli functions create-deployment hello --code hello.tar.gz --no-activate',
      ],
      run: async (values, services) =>
        (await import('../deployments/create-deployment.ts')).createDeployment(values, services),
    },
  ),
];
