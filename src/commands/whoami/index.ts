import { defineCommand } from '../../core/spec.ts';

/** A lazy-loading seam: help and completion need only this, so the implementation is imported by `run`. */
export const whoami = defineCommand({
  name: 'whoami',
  summary: 'Show the user, the server and the project in use, with their sources',
  about:
    'Each value is shown with its source and with what other sources say. The server checks the credential: one that it no longer accepts ends with exit 3. appwrite-cli help profiles shows which source wins.',
  examples: ['appwrite-cli whoami', 'appwrite-cli whoami --json --filter project.value'],
  run: async (_, services) => (await import('./whoami.ts')).showWhoIsLoggedIn(services),
});
