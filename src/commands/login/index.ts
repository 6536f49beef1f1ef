import { defineCommand } from '../../core/spec.ts';
import { loginFlags } from './flags.ts';

/** A lazy-loading seam: help and completion need only this, so the implementation is imported by `run`. */
export const login = defineCommand({
  name: 'login',
  summary: 'Log in to an Appwrite server and save it as a profile',
  about:
    'It asks for everything that no flag gives: the endpoint, then either e-mail and password, with a second factor if one is set up, or a project and its API key. The credential is stored in the system keyring, or in a file that only you can read. Without a terminal, every answer must be a flag.',
  flags: loginFlags,
  examples: [
    'appwrite-cli login',
    'appwrite-cli login --endpoint https://host/v1 --project shop --api-key-stdin < key.txt',
    'appwrite-cli login --endpoint https://host/v1 --email ada@example.com --password-stdin --project shop < password.txt',
  ],
  run: async (values, services) => (await import('./login.ts')).login(values, services),
});
