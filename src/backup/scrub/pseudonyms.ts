/**
 * Values in place of personal ones. The same value gets the same replacement, in whatever collection it is, so that joins
 * still work; without the seed, no replacement can be computed for a guess.
 */
import { createHmac } from 'node:crypto';
import { familyNames, givenNames, maxNameCharacters } from './names.ts';

/** Hex digits of a hash. */
export const hashCharacters = 32;
/** Fewest digits of a hash that was cut to the size of its field: of a field with a unique index, and of another. */
export const minHashCharacters = { unique: 16, other: 8 } as const;

const emailDigits = 20;
const emailDomain = 'example.com';
export const maxEmailCharacters = 'user-@'.length + emailDigits + emailDomain.length;
export { maxNameCharacters };
export const maxPhoneCharacters = 16;

/**
 * No area code of North America begins with 0 or 1, so that these numbers belong to nobody. Servers from 1.7 on refuse
 * numbers without a known country code.
 */
const phonePrefixes = { number: '+10', text: '+11' } as const;
const phoneDigits = 13;

export class Pseudonyms {
  readonly #seed: string;

  /** @param seed secret */
  constructor(seed: string) {
    this.#seed = seed;
  }

  /** Returns hex digits. */
  hash(text: string): string {
    return this.#digest('hash', text).toString('hex').slice(0, hashCharacters);
  }

  /** Returns a number between two others, both included. @param json the number as JSON text */
  integer(json: string, min: bigint, max: bigint): bigint {
    return min + (integerOf(this.#digest('integer', json)) % (max - min + 1n));
  }

  /** Returns an address of a domain that is reserved for examples. Servers ignore the case of addresses. */
  email(address: string): string {
    const digits = this.#digest('email', address.toLowerCase()).toString('hex').slice(0, emailDigits);
    return `user-${digits}@${emailDomain}`;
  }

  /** Returns one of some thousand names. */
  name(name: string): string {
    const digest = this.#digest('name', name);
    const of = (names: readonly string[], at: number) => names[digest.readUInt32BE(at) % names.length];
    return `${of(givenNames, 0)} ${of(familyNames, 4)}`;
  }

  /** Returns a number that nobody has. Different numbers of up to 13 digits get different ones. */
  phone(phone: string): string {
    const [, digits] = /^\+([1-9]\d{0,12})$/.exec(phone) ?? [];
    const limit = 10n ** BigInt(phoneDigits);
    const number =
      digits === undefined ? integerOf(this.#digest('phone', phone)) % limit : this.#permuted(BigInt(digits));
    const prefix = digits === undefined ? phonePrefixes.text : phonePrefixes.number;
    return `${prefix}${String(number).padStart(phoneDigits, '0')}`;
  }

  /** Permutes the numbers of up to 13 digits: a Feistel network, whose halves have 6 and 7 digits. */
  #permuted(number: bigint): bigint {
    const sizes = [10n ** 6n, 10n ** 7n] as const;
    let [left, right] = [number / sizes[1], number % sizes[1]];
    for (let round = 0; round < 8; round++) {
      const size = sizes[round % 2]!;
      const mask = integerOf(this.#digest(`phone ${round}`, String(right)));
      [left, right] = [right, (left + mask) % size];
    }
    return left * sizes[1] + right;
  }

  #digest(purpose: string, text: string): Buffer {
    return createHmac('sha256', this.#seed).update(`${purpose}\n${text}`).digest();
  }
}

const integerOf = (digest: Buffer): bigint => digest.readBigUInt64BE(0);
