import { defineCommand } from '../../../core/spec.ts';

/** `functions init`: a small working function, its entry in the project file, and a test. */
export const initCommand = defineCommand({
  name: 'init',
  summary: 'Begin a function: its code, its entry in the project file, and a test',
  about:
    'The function answers requests and takes an event. Nothing is sent to a server. The ID is the name in lower case, with hyphens for other characters. The project file is edited in place, and is made if there is none. Secrets belong in the .env of the folder, which git ignores and no deployment has. The test calls the function by functions trigger, so that it runs in CI without a server.',
  section: 'On this machine',
  arguments: {
    name: { name: 'name', help: 'Name of the function, such as hello', required: true },
  },
  flags: {
    runtime: {
      flag: '--runtime',
      arity: 'value',
      placeholder: 'ID',
      help: 'Language and version, such as node-18.0; asked for on a terminal',
    },
    path: {
      flag: '--path',
      arity: 'value',
      placeholder: 'DIR',
      completes: 'folder',
      help: 'New folder for the code (functions/ID beside the project file)',
    },
    config: {
      flag: '--config',
      arity: 'value',
      placeholder: 'PATH',
      completes: 'file',
      help: 'Project file, instead of appwrite.json here or above',
    },
  },
  examples: [
    'appwrite-cli functions init welcome --runtime node-18.0',
    'appwrite-cli functions init "Send mail" --runtime python-3.11 --path mail --dry-run',
  ],
  run: async (values, services) => (await import('./init.ts')).initFunction(values, services),
});
