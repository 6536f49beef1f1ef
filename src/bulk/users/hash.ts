import { type HashKind, type PasswordKind, passwordKinds } from './flags.ts';

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

/** Returns the kind of a name, spelt as the server does or as the names of commands do. */
export function passwordKind(name: string): PasswordKind | undefined {
  if (name === 'scrypt-modified') return 'scryptMod';
  return passwordKinds.find((kind) => kind === name);
}

/** Forms of hashes, with the values of `--hash` that they may need; none if the server has no such hash. */
const hashForms: readonly (readonly [form: RegExp, kinds: readonly HashKind[]])[] = [
  [/^\$2[abxy]?\$/, ['bcrypt']],
  [/^\$argon2(id|i|d)\$/, ['argon2']],
  [/^\$[PH]\$/, ['phpass']],
  [/^[0-9a-f]{32}$/i, ['md5']],
  [/^([0-9a-f]{40}|[0-9a-f]{56}|[0-9a-f]{64}|[0-9a-f]{96})$/i, ['sha']],
  [/^[0-9a-f]{128}$/i, ['sha', 'scrypt']],
  // 64 bytes in base64, as Firebase exports them.
  [/^[A-Za-z0-9+/_-]{86}(==)?$/, ['scryptMod']],
  // crypt(3), Django, LDAP.
  [/^\$(1|5|6|7|y|gy|apr1|scrypt|pbkdf2[\w-]*)\$/, []],
  [/^(pbkdf2|bcrypt|argon2|scrypt|sha1|md5)\w*\$/, []],
  [/^\{S?SHA\d*\}/, []],
];

/** Hashes that say in their text what they are. */
const selfDescribing: readonly PasswordKind[] = ['argon2', 'bcrypt', 'phpass'];

/**
 * Returns why a password can't be of a kind, or undefined if it can. A hash taken for a password would be hashed again:
 * its user could not sign in, and anyone who has the file could. The password itself is not in the text.
 * @param kind undefined if nothing says so: then it is plain, unless it looks like a hash
 * @param option field of the row that only a hashed password has
 */
export function passwordProblem(
  password: string,
  kind: PasswordKind | undefined,
  option?: string,
): string | undefined {
  if (kind === 'plain') return undefined;
  const known = hashForms.find(([form]) => form.test(password))?.[1];
  if (kind !== undefined) {
    const isOther = selfDescribing.includes(kind) && !known?.some((named) => named === kind);
    return isOther ? `password is not a hash by ${kind}` : undefined;
  }
  const asPassword = 'or --hash plain if it is a password';
  if (known?.length === 0)
    return `password looks like a hash of an algorithm that the server does not support; --hash plain takes it as a password`;
  if (known)
    return `password looks like a hash: add ${known.map((name) => `--hash ${name}`).join(' or ')}, ${asPassword}`;
  return option && `${option} belongs to a hashed password: name the hash with --hash, ${asPassword}`;
}
