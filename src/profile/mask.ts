/** A secret shorter than this shows none of its characters. */
const longEnough = 12;

/**
 * How a secret is shown: enough to tell two keys apart, too little to use either.
 * @returns `••••1a2b`, or dots alone for a short secret
 */
export function maskSecret(secret: string): string {
  return secret.length < longEnough ? '••••' : `••••${secret.slice(-4)}`;
}
