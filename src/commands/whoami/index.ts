import { defineCommand } from '../../core/spec.ts';

/** A lazy-loading seam: help and completion need only this, so the implementation is imported by `run`. */
export const whoami = defineCommand({
  name: 'whoami',
  summary: 'Show who is logged in, where, and where each value comes from',
  about: 'The server is asked, so a session that has ended or a key that is gone is noticed: exit 3.',
  examples: ['appwrite-cli whoami', 'appwrite-cli whoami --json --filter project.value'],
  run: async (_, services) => (await import('./whoami.ts')).showWhoIsLoggedIn(services),
});
