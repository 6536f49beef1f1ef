import { createHmac, randomBytes } from 'node:crypto';

/** Time-based one-time passwords, RFC 6238 with its defaults: SHA-1, six digits, a new code every 30 seconds. */

const periodMs = 30_000;
const digits = 6;
const alphabet = 'ABCDEFGHIJKLMNOPQRSTUVWXYZ234567';

/** Returns a new secret in base32, the form that authenticator apps accept. */
export function newTotpSecret(): string {
  return encodeBase32(randomBytes(64));
}

/** @param time milliseconds since the Unix epoch */
export function totpCode(secret: string, time: number): string {
  const counter = Buffer.alloc(8);
  counter.writeBigUInt64BE(BigInt(Math.floor(time / periodMs)));
  const hash = createHmac('sha1', decodeBase32(secret)).update(counter).digest();
  const offset = hash[hash.length - 1]! & 15;
  const number = hash.readUInt32BE(offset) & 0x7fffffff;
  return `${number % 10 ** digits}`.padStart(digits, '0');
}

/** True for the code of the current, the previous or the next step: clocks differ. */
export function isTotpCode(secret: string, code: string, now: number): boolean {
  return [-1, 0, 1].some((step) => totpCode(secret, now + step * periodMs) === code);
}

/** Returns the content of the QR code for an authenticator app. */
export function totpUri(secret: string, issuer: string, label: string): string {
  const name = encodeURIComponent(`${issuer}:${label}`);
  return `otpauth://totp/${name}?issuer=${encodeURIComponent(issuer)}&secret=${secret}`;
}

function encodeBase32(bytes: Buffer): string {
  const bits = [...bytes].map((byte) => byte.toString(2).padStart(8, '0')).join('');
  return (bits.match(/.{1,5}/g) ?? [])
    .map((group) => alphabet[Number.parseInt(group.padEnd(5, '0'), 2)])
    .join('');
}

function decodeBase32(text: string): Buffer {
  const bits = [...text].map((digit) => alphabet.indexOf(digit).toString(2).padStart(5, '0')).join('');
  return Buffer.from((bits.match(/.{8}/g) ?? []).map((byte) => Number.parseInt(byte, 2)));
}
