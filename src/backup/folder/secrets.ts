/** The file with the values of variables, plain or encrypted with a passphrase. */
import { createCipheriv, createDecipheriv, randomBytes, type ScryptOptions, scrypt } from 'node:crypto';
import { promisify } from 'node:util';
import { CliError, ExitCode, usageError } from '../../errors.ts';
import type { Secrets } from '../snapshot.ts';
import { encryptedSecretsName, secretsName } from './manifest.ts';

const deriveKey = promisify<string, Buffer, number, ScryptOptions, Buffer>(scrypt);

const formatName = 'appwrite-cli secrets';
const cipherName = 'aes-256-gcm';
const keyBytes = 32;
const nonceBytes = 12;
/** OWASP's recommendation for scrypt: 128 MiB of memory for each guess. */
const defaultCost = { N: 2 ** 17, r: 8, p: 1 };
/** Upper bound of a file's parameters: a damaged file must not take all memory. */
const maxMemoryBytes = 1024 ** 3;

/** Returns the text of `secrets.json`. */
export function secretsText({ variables }: Secrets): string {
  const sorted = [...variables]
    .toSorted(byName)
    .map(([id, values]) => [id, Object.fromEntries([...values].toSorted(byName))] as const);
  const body = {
    functions: Object.fromEntries(sorted.filter(([id]) => id !== '')),
    project: sorted.find(([id]) => id === '')?.[1] ?? {},
  };
  return `${JSON.stringify(body, undefined, 2)}\n`;
}

const byName = ([a]: readonly [string, unknown], [b]: readonly [string, unknown]) => (a < b ? -1 : 1);

/** @throws CliError exit 1 if the text is not that of secrets */
export function readSecrets(text: string): Secrets {
  const body = objectOf(text, secretsName);
  const functions = Object.entries(objectIn(body.functions, secretsName));
  const variables = new Map(functions.map(([id, values]) => [id, valuesOf(values)]));
  const ofProject = valuesOf(body.project);
  if (ofProject.size > 0) variables.set('', ofProject);
  return { variables };
}

function valuesOf(value: unknown): Map<string, string> {
  const entries = Object.entries(objectIn(value, secretsName));
  return new Map(
    entries.map(([name, text]) => {
      if (typeof text !== 'string') throw damaged(secretsName);
      return [name, text];
    }),
  );
}

/** Returns the text of `secrets.json.enc`: everything but the passphrase that decrypting needs is in it. */
export async function encryptSecrets(text: string, passphrase: string, cost = defaultCost): Promise<string> {
  const salt = randomBytes(16);
  const nonce = randomBytes(nonceBytes);
  const cipher = createCipheriv(cipherName, await keyOf(passphrase, { ...cost, salt }), nonce);
  cipher.setAAD(Buffer.from(formatName));
  const data = Buffer.concat([cipher.update(text, 'utf8'), cipher.final()]);
  const body = {
    format: formatName,
    formatVersion: 1,
    kdf: { name: 'scrypt', ...cost, salt: salt.toString('base64') },
    cipher: cipherName,
    nonce: nonce.toString('base64'),
    tag: cipher.getAuthTag().toString('base64'),
    data: data.toString('base64'),
  };
  return `${JSON.stringify(body, undefined, 2)}\n`;
}

/**
 * Decrypts `secrets.json.enc`.
 * @throws CliError exit 2 for a wrong passphrase, exit 1 for a damaged file
 */
export async function decryptSecrets(text: string, passphrase: string): Promise<string> {
  const body = objectOf(text, encryptedSecretsName);
  const kdf = objectIn(body.kdf, encryptedSecretsName);
  if (body.format !== formatName || body.cipher !== cipherName || kdf.name !== 'scrypt')
    throw damaged(encryptedSecretsName);
  const [N, r, p] = [numberIn(kdf.N), numberIn(kdf.r), numberIn(kdf.p)];
  const isPowerOfTwo = 2 ** Math.round(Math.log2(N)) === N;
  if (!isPowerOfTwo || 128 * N * r > maxMemoryBytes || p > 16) throw damaged(encryptedSecretsName);
  const nonce = bytesIn(body.nonce);
  const tag = bytesIn(body.tag);
  if (nonce.length !== nonceBytes || tag.length !== 16) throw damaged(encryptedSecretsName);
  const decipher = createDecipheriv(
    cipherName,
    await keyOf(passphrase, { N, r, p, salt: bytesIn(kdf.salt) }),
    nonce,
    { authTagLength: 16 },
  );
  decipher.setAAD(Buffer.from(formatName));
  decipher.setAuthTag(tag);
  try {
    return Buffer.concat([decipher.update(bytesIn(body.data)), decipher.final()]).toString('utf8');
  } catch {
    throw usageError(
      `the passphrase does not decrypt ${encryptedSecretsName}`,
      'give it in APPWRITE_BACKUP_PASSPHRASE or with --passphrase-file',
    );
  }
}

const keyOf = (
  passphrase: string,
  { N, r, p, salt }: { readonly N: number; readonly r: number; readonly p: number; readonly salt: Buffer },
): Promise<Buffer> =>
  deriveKey(passphrase.normalize('NFC'), salt, keyBytes, { N, r, p, maxmem: 129 * N * r + 1024 * p * r });

type Members = Readonly<Record<string, unknown>>;

function objectOf(text: string, name: string): Members {
  let value: unknown;
  try {
    value = JSON.parse(text);
  } catch {
    // The message of the parser quotes the text.
  }
  return objectIn(value, name);
}

function objectIn(value: unknown, name: string): Members {
  if (typeof value === 'object' && value !== null && !Array.isArray(value)) return value as Members;
  throw damaged(name);
}

function numberIn(value: unknown): number {
  if (Number.isSafeInteger(value) && (value as number) > 0) return value as number;
  throw damaged(encryptedSecretsName);
}

function bytesIn(value: unknown): Buffer {
  if (typeof value === 'string') return Buffer.from(value, 'base64');
  throw damaged(encryptedSecretsName);
}

const damaged = (name: string) => new CliError(ExitCode.failure, `${name} is damaged`);
