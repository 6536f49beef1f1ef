import type { AuthScheme } from '../api/schema.ts';

/** For commands that work with whatever credential is at hand. */
export const anyCredential: readonly AuthScheme[] = ['JWT', 'Key', 'Session'];
