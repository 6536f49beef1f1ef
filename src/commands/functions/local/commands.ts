import { type CommandSpec, defineCommand } from '../../../core/spec.ts';
import { runFlags, triggerFlags } from './flags.ts';

const section = 'On this machine';

/** Said of every command that runs code. */
const notIsolated =
  'It is your code with the rights of your user: nothing isolates it from your files and your network.';

/** The commands that run functions on this machine. */
export const localCommands: readonly CommandSpec[] = [
  defineCommand({
    name: 'run',
    summary: 'Run functions on this machine, behind a web server',
    about: `It runs functions of the project file, all of them or those that you name, without Docker: each in a process of the interpreter of its language, with the protocol of Appwrite 1.5. One function answers at http://127.0.0.1:3000/, several at /ID/, and each at http://ID.localhost:3000/. Headers are those of a function's domain on a server. ${notIsolated} The process gets PATH, HOME, language and temporary folder of your environment, and none of your APPWRITE_ variables. Variables come from, later ones first: --set, .env in the folder of the function, the project file, and with --with-variables the server. Builds are in .appwrite beside the project file, which Git ignores. Changed code takes over without a lost request, and so do settings and variables that change in the project file; a change of a file of dependencies, such as package.json, builds again. With --set or --as it starts a sandbox with what the project file describes, unless --live names the project of the profile. --inspect lets a debugger attach to 127.0.0.1:9229. With --json the only line on stdout holds the port and the addresses. Ctrl-C ends it.`,
    section,
    arguments: {
      functionIds: {
        name: 'function-id',
        help: 'IDs of functions of the project file; without any, all whose code it names',
        required: false,
        variadic: true,
        completes: 'function',
      },
    },
    flags: runFlags,
    examples: [
      'appwrite-cli functions run',
      'appwrite-cli functions run hello --port 8080 --inspect',
      'appwrite-cli functions run hello --set ENDPOINT=endpoint --set PROJECT=project --set API_KEY=key',
    ],
    run: async (values, services) => (await import('../run.ts')).runFunctions(values, services),
  }),
  defineCommand({
    name: 'trigger',
    summary: 'Call a function on this machine once, by a request, an event or its schedule',
    about: `It calls a function of the project file with the headers and the body that a 1.5 server gives it for that trigger: where functions run has it, or in a process of its own that ends afterwards. With a flag that is about the process, such as --env-file, it is always one of its own. The body of the answer goes to stdout, status and logs to stderr; with --json, one object has them all. It ends with 0 if the function answers below 400, with 5 for 4xx, and with 1 for 5xx or if the function throws. In an event, * stands for the ID of the payload, or for one that is made up. --from-server reads the payload from the project in use: for users.ada.update, that is the user ada. ${notIsolated}`,
    section,
    arguments: {
      functionId: {
        name: 'function-id',
        help: 'ID of a function of the project file',
        required: true,
        asFlag: true,
        completes: 'function',
      },
    },
    flags: triggerFlags,
    examples: [
      "appwrite-cli functions trigger hello --http '/items?page=2'",
      'appwrite-cli functions trigger hello --event users.ada.create --payload name=Ada',
      'appwrite-cli functions trigger hello --schedule --json',
    ],
    run: async (values, services) => (await import('../trigger.ts')).triggerFunction(values, services),
  }),
];
