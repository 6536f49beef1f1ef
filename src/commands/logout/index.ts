import { defineCommand } from '../../core/spec.ts';

/** A lazy-loading seam: help and completion need only this, so the implementation is imported by `run`. */
export const logout = defineCommand({
  name: 'logout',
  summary: 'End the session on the server and delete the stored credential',
  about:
    'The profile stays, without its credential. An API key is deleted here and stays valid on the server. --profile names a profile other than the current one.',
  flags: { all: { flag: '--all', arity: 'none', help: 'Log out of every profile' } },
  examples: ['appwrite-cli logout', 'appwrite-cli logout --profile staging', 'appwrite-cli logout --all'],
  run: async (values, services) => (await import('./logout.ts')).logout(values, services),
});
