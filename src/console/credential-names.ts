import type { Credential } from '../http/types.ts';

/** What people call each kind of credential. */
export const credentialNames: Readonly<Record<Credential['kind'], string>> = {
  key: 'API key',
  jwt: 'JWT',
  session: 'session of a user',
  console: 'console session',
};
