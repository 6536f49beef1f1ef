import { type HashKind, hashKinds } from './flags.ts';

/** What a hash was made with: as its parameter in a request, and as the server names it in `hashOptions`. */
export interface HashOption {
  readonly param: string;
  readonly option: string;
}

interface Hash {
  /** The operation that creates a user with it. */
  readonly command: string;
  readonly options: readonly HashOption[];
}

/** How a user with each kind of hash is created. */
export const hashes: Readonly<Record<HashKind, Hash>> = {
  argon2: { command: 'create-argon2-user', options: [] },
  bcrypt: { command: 'create-bcrypt-user', options: [] },
  md5: { command: 'create-md5-user', options: [] },
  phpass: { command: 'create-phpass-user', options: [] },
  scrypt: {
    command: 'create-scrypt-user',
    options: [
      { param: 'passwordSalt', option: 'salt' },
      { param: 'passwordCpu', option: 'costCpu' },
      { param: 'passwordMemory', option: 'costMemory' },
      { param: 'passwordParallel', option: 'costParallel' },
      { param: 'passwordLength', option: 'length' },
    ],
  },
  scryptMod: {
    command: 'create-scrypt-modified-user',
    options: [
      { param: 'passwordSalt', option: 'salt' },
      { param: 'passwordSaltSeparator', option: 'saltSeparator' },
      { param: 'passwordSignerKey', option: 'signerKey' },
    ],
  },
  sha: { command: 'create-sha-user', options: [{ param: 'passwordVersion', option: 'version' }] },
};

/** The kind of hash that a word names: as the server spells it, or as the command does. */
export function hashKind(name: string): HashKind | undefined {
  if (name === 'scrypt-modified') return 'scryptMod';
  return hashKinds.find((kind) => kind === name);
}
