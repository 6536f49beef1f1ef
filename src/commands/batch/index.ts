import { type CommandSpec, defineCommand } from '../../core/spec.ts';
import { batchFlags } from './flags.ts';

export const batch: CommandSpec = defineCommand({
  name: 'batch',
  summary: 'Run many commands in one process, a line each',
  about: `A line is what would follow appwrite-cli, with the quotes of a shell, and without its variables, pipes and other means; # begins a comment. All lines are checked before the first one runs. They share the flags of this command, such as --profile and --yes, and connections to the server, so that a thousand lines take seconds. Each gives one line of JSON on stdout, in the order of the file: {"line":1,"exitCode":0,"result":…} or {"line":2,"exitCode":4,"error":…}, with --var also the line of the row. Exit 8 means that some lines failed. A batch that was stopped goes on when it is run again: what was done is marked "earlier". If it was killed in a line that creates or changes something, that may have happened; such lines are reported, and --unsure decides about them. Commands that need a terminal or change settings are refused: login, logout, init, profile, completion, sandbox, batch.`,
  arguments: {
    file: {
      name: 'file',
      help: 'File of lines; - or none is stdin',
      required: false,
      completes: 'file',
    },
  },
  flags: batchFlags,
  examples: [
    'appwrite-cli batch changes.txt',
    'appwrite-cli batch < changes.txt',
    "echo 'users block {{$id}}' | appwrite-cli batch --var leavers.csv --concurrency 8 --keep-going",
  ],
  run: async (values, services) => (await import('./run.ts')).runBatch(values, services),
});
