import type { Services } from '../core/services.ts';
import type { CommandResult } from '../core/spec.ts';

/** Prints only the secret of a new API key on stdout, so that it can be redirected to a file. */
export function newKeyResult(secret: string, { output }: Services): CommandResult {
  output.note('The API key, shown only once; store it where only you can read it:');
  return { result: { kind: 'text', text: secret, isPrivate: true } };
}
