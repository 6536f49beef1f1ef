import { defineCommand } from '../../core/spec.ts';
import { initFlags } from './flags.ts';

/** A lazy-loading seam: help and completion need only this, so the implementation is imported by `run`. */
export const init = defineCommand({
  name: 'init',
  summary: 'Set this folder up for a project',
  about:
    "It selects or creates the project and writes its ID, name and endpoint to appwrite.json; the rest of that file stays as it is, and secrets are never written to it. With --pull, or if you agree, it also writes the project's resources, as pull does. A new API key is printed once, on stdout. It shows its steps first, and running it again repeats none of them.",
  flags: initFlags,
  examples: [
    'appwrite-cli init',
    'appwrite-cli init --project shop',
    'appwrite-cli init --project shop --new-key ci-deploy --key-name github > key.txt',
  ],
  run: async (values, services) => (await import('./init.ts')).init(values, services),
});
