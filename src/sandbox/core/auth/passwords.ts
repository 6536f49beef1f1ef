import { createHash, randomBytes, timingSafeEqual } from 'node:crypto';
import type { HashKind, StoredPassword } from '../records/users.ts';
import type { Argon2Options } from '../types.ts';
import { phpassHash } from './phpass.ts';
import { firebaseHash, scryptHash } from './scrypt.ts';

/** The costs of a real server. */
export const argon2Options: Argon2Options = { type: 'argon2', memoryCost: 2048, timeCost: 4, threads: 3 };

export async function hashPassword(plain: string, hashOptions: Argon2Options): Promise<StoredPassword> {
  const { argon2id } = await import('hash-wasm');
  const password = await argon2id({
    password: plain,
    salt: randomBytes(16),
    memorySize: hashOptions.memoryCost,
    iterations: hashOptions.timeCost,
    parallelism: hashOptions.threads,
    hashLength: 32,
    outputType: 'encoded',
  });
  return { hash: 'argon2', hashOptions: { ...hashOptions }, password };
}

/** True if the password matches. A malformed hash, or one that would take minutes to compute, never matches. */
export async function verifyPassword(plain: string, stored: StoredPassword): Promise<boolean> {
  if (plain === '') return false;
  try {
    return await verifiers[stored.hash](plain, stored);
  } catch {
    return false;
  }
}

type Verifier = (plain: string, stored: StoredPassword) => boolean | Promise<boolean>;

const verifiers: Record<HashKind, Verifier> = {
  argon2: async (plain, { password }) => {
    const memory = Number(/[$,]m=(\d+)/.exec(password)?.[1]);
    if (!(memory <= maxMemoryKib)) return false;
    const { argon2Verify } = await import('hash-wasm');
    return argon2Verify({ password: plain, hash: password });
  },
  bcrypt: (plain, { password }) => verifyBcrypt(plain, password),
  md5: (plain, { password }) => same(digest('md5', plain), password),
  phpass: (plain, { password }) => {
    const hashed = phpassHash(plain, password);
    return hashed === undefined ? verifyBcrypt(plain, password) : same(hashed, password);
  },
  scrypt: async (plain, { password, hashOptions }) => same(await scryptHash(plain, hashOptions), password),
  scryptMod: async (plain, { password, hashOptions }) =>
    same(await firebaseHash(plain, hashOptions), password),
  sha: (plain, { password, hashOptions }) => {
    const version = `${hashOptions.version ?? 'sha3-512'}`;
    return same(digest(version.replace('/', '-'), plain), password);
  },
};

const maxMemoryKib = 1024 * 1024;
/** Power of two. */
const maxBcryptRounds = 15;
/** bcrypt ignores the rest of a password. */
const bcryptBytes = 72;

async function verifyBcrypt(plain: string, hash: string): Promise<boolean> {
  const rounds = Number(/^\$2[abxy]\$(\d\d)\$/.exec(hash)?.[1]);
  if (!(rounds <= maxBcryptRounds)) return false;
  const { bcryptVerify } = await import('hash-wasm');
  return bcryptVerify({ password: Buffer.from(plain).subarray(0, bcryptBytes), hash });
}

const digest = (algorithm: string, text: string) => createHash(algorithm).update(text).digest('hex');

function same(computed: string, known: string): boolean {
  const [a, b] = [Buffer.from(computed), Buffer.from(known)];
  return a.length === b.length && timingSafeEqual(a, b);
}
