import { defineCommand } from '../../core/spec.ts';

/** A lazy-loading seam: help and completion need only this, so the implementation is imported by `run`. */
export const doctor = defineCommand({
  name: 'doctor',
  summary: 'Check this installation, the connection and the credential',
  about:
    'One line for each check, and below it what to do where it fails: Node, config file, endpoint, proxy, TLS, version and clock of the server, credential, scopes, completion; and which scopes an API key lacks to push what the project file lists. Nothing is changed, but a profile learns the version of its server. It ends with exit code 1 if a check fails; anything merely odd is a warning.',
  examples: ['appwrite-cli doctor', "appwrite-cli doctor --json --filter 'checks[?status==`fail`]'"],
  run: async (_, services) => (await import('./doctor.ts')).runDoctor(services),
});
