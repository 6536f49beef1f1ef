import type { CommandSpec } from '../../core/spec.ts';

export const logout: CommandSpec = {
  name: 'logout',
  summary: 'End the session on the server and forget the credential',
  about:
    'The profile stays, without its credential. An API key is forgotten here and stays valid on the server. --profile names a profile other than the current one.',
  arguments: [],
  flags: [{ key: 'all', flag: '--all', takes: 'none', help: 'Log out of every profile' }],
  examples: ['appwrite-cli logout', 'appwrite-cli logout --profile staging', 'appwrite-cli logout --all'],
  run: async (input, services) => (await import('./logout.ts')).logout(input, services),
};
