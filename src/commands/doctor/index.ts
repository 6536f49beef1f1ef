import { defineCommand } from '../../core/spec.ts';

/** A lazy-loading seam: help and completion need only this, so the implementation is imported by `run`. */
export const doctor = defineCommand({
  name: 'doctor',
  summary: 'Check the installation, the connection and the credential',
  about:
    'Prints a line for each check, with a fix if it fails: Node, config file, endpoint, proxy, TLS, version and clock of the server, credential, scopes, completion; the languages that functions run can run here, and those that functions of the project file need; and the scopes that an API key lacks to push the project file. It changes nothing, but stores the version of the server in the profile. It ends with exit code 1 if a check fails; a warning does not count.',
  examples: ['appwrite-cli doctor', "appwrite-cli doctor --json --filter 'checks[?status==`fail`]'"],
  run: async (_, services) => (await import('./doctor.ts')).runDoctor(services),
});
