import { createHash } from 'node:crypto';

const alphabet = './0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz';
/** Powers of two. The format allows up to 30, which would take minutes. */
const minRounds = 7;
const maxRounds = 20;

/**
 * Hashes a password with the portable hash of PHPass, which WordPress and phpBB use.
 * @param setting a hash, whose kind, number of rounds and salt are used
 * @returns undefined if the setting is of another kind
 */
export function phpassHash(plain: string, setting: string): string | undefined {
  const [, roundsDigit = '', salt = ''] = /^\$[PH]\$(.)(.{8})/.exec(setting) ?? [];
  const rounds = roundsDigit === '' ? -1 : alphabet.indexOf(roundsDigit);
  if (rounds < minRounds || rounds > maxRounds) return undefined;
  const password = Buffer.from(plain);
  let hash = md5(Buffer.from(salt, 'latin1'), password);
  for (let round = 0; round < 2 ** rounds; round++) hash = md5(hash, password);
  return setting.slice(0, 12) + encode(hash);
}

const md5 = (...parts: readonly Buffer[]) => createHash('md5').update(Buffer.concat(parts)).digest();

/** Encodes three bytes as four characters, lowest bits first. */
function encode(bytes: Buffer): string {
  let text = '';
  for (let at = 0; at < bytes.length; at += 3) {
    const group = bytes.subarray(at, at + 3);
    const value = group.reduce((sum, byte, index) => sum + byte * 256 ** index, 0);
    for (let digit = 0; digit <= group.length; digit++)
      text += alphabet[Math.floor(value / 64 ** digit) % 64];
  }
  return text;
}
