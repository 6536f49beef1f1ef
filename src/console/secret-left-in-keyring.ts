import type { Output } from '../output/types.ts';

/** Says that a secret which was to be forgotten may still lie in the system keyring. */
export function warnSecretLeftInKeyring(output: Output, profile: string): void {
  output.warn(`the system keyring did not answer and may still hold the earlier secret of ${profile}`);
}
