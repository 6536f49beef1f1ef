import { type HashKind, hashKinds } from './flags.ts';

/** A parameter of a hash: its name in a request, and the name of the same in `hashOptions` of a response. */
export interface HashOption {
  readonly param: string;
  readonly option: string;
}

interface Hash {
  /** Operation that creates a user whose password is hashed this way. */
  readonly command: string;
  readonly options: readonly HashOption[];
}

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

/** Returns the hash of a name, spelt as the server does or as the names of commands do. */
export function hashKind(name: string): HashKind | undefined {
  if (name === 'scrypt-modified') return 'scryptMod';
  return hashKinds.find((kind) => kind === name);
}
