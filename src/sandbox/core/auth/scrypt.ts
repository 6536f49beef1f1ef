import { type BinaryLike, createCipheriv, type ScryptOptions, scrypt } from 'node:crypto';
import type { JsonObject } from '../json.ts';

/** Parameters that need more memory are refused. */
const maxMemoryBytes = 256 * 1024 * 1024;

/**
 * @param options salt, costCpu, costMemory, costParallel and length
 * @throws Error if the parameters are invalid for scrypt, or need too much memory
 */
export async function scryptHash(plain: string, options: JsonObject): Promise<string> {
  const { salt, costCpu, costMemory, costParallel, length } = options;
  const key = await derive(plain, `${salt}`, Number(length), {
    N: Number(costCpu),
    r: Number(costMemory),
    p: Number(costParallel),
  });
  return key.toString('hex');
}

/**
 * Hashes a password with Firebase's scrypt: the derived key encrypts the project's signer key.
 * @param options salt, saltSeparator and signerKey, each in base64
 */
export async function firebaseHash(plain: string, options: JsonObject): Promise<string> {
  const bytes = (name: string) => Buffer.from(`${options[name]}`, 'base64');
  const salt = Buffer.concat([bytes('salt'), bytes('saltSeparator')]);
  const key = await derive(plain, salt, 64, { N: 2 ** 14, r: 8, p: 1 });
  const cipher = createCipheriv('aes-256-ctr', key.subarray(0, 32), Buffer.alloc(16));
  return Buffer.concat([cipher.update(bytes('signerKey')), cipher.final()]).toString('base64');
}

function derive(plain: string, salt: BinaryLike, length: number, costs: ScryptOptions): Promise<Buffer> {
  return new Promise((resolve, reject) => {
    scrypt(plain, salt, length, { ...costs, maxmem: maxMemoryBytes }, (error, key) =>
      error ? reject(error) : resolve(key),
    );
  });
}
