import { defineCommand } from '../../core/spec.ts';
import { initFlags } from './flags.ts';

/** A lazy-loading seam: help and completion need only this, so the implementation is imported by `run`. */
export const init = defineCommand({
  name: 'init',
  summary: 'Set this folder up for a project',
  about:
    'It picks or creates the project and writes its ID, name and endpoint to appwrite.json; the rest of that file stays as it is, and no secret is ever put there. With --pull, or if you agree, what the project has is written into it too, as pull does. A new API key is printed once, on stdout. What is going to happen is shown first, and nothing is done twice when it runs again.',
  flags: initFlags,
  examples: [
    'appwrite-cli init',
    'appwrite-cli init --project shop',
    'appwrite-cli init --project shop --new-key ci-deploy --key-name github > key.txt',
  ],
  run: async (values, services) => (await import('./init.ts')).init(values, services),
});
