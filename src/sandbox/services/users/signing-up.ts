import { hashPassword } from '../../core/auth/passwords.ts';
import type { Call } from '../../core/call.ts';
import { invalidArgument } from '../../core/errors.ts';
import { checkEmail, checkPhone } from '../../core/formats.ts';
import type { JsonObject } from '../../core/json.ts';
import type { Handler } from '../../core/module.ts';
import { type HashKind, userView } from '../../core/records/users.ts';
import { createUser } from './create.ts';
import { checkPersonalData, passwordParam } from './password-rules.ts';

const minHashLength = 8;

/**
 * Returns a handler that creates a user whose password is known only as a hash.
 * @param options parameters of the hash
 */
const createWithHash =
  (hash: HashKind, options: (call: Call) => JsonObject = () => ({})): Handler =>
  (call) => {
    const { params } = call;
    const password = params.string('password');
    if (password.length < minHashLength) {
      throw invalidArgument('password', `a hash is at least ${minHashLength} characters long.`);
    }
    const user = createUser(call, {
      id: params.string('userId'),
      name: params.string('name', ''),
      email: checkEmail(params.string('email')),
      phone: null,
      password: { hash, hashOptions: { ...options(call), type: hash }, password },
      accessedAt: null,
    });
    return userView(call.store, user);
  };

/** `users create…`: from a plain password, or from one of seven kinds of hashes. */
export const signingUpHandlers: Record<string, Handler> = {
  'users.create': async (call) => {
    const { params } = call;
    const email = params.optionalString('email');
    const phone = params.optionalString('phone');
    const user = {
      id: params.string('userId'),
      name: params.string('name', ''),
      email: email ? checkEmail(email) : null,
      phone: phone ? checkPhone(phone) : null,
      accessedAt: null,
    };
    const plain = params.has('password') ? passwordParam(call) : undefined;
    if (plain !== undefined) checkPersonalData(call, plain, { ...user, $id: user.id });
    const password = plain === undefined ? null : await hashPassword(plain, call.kernel.passwordHashing);
    return userView(call.store, createUser(call, { ...user, password }));
  },

  'users.createArgon2User': createWithHash('argon2'),
  'users.createBcryptUser': createWithHash('bcrypt'),
  'users.createMd5User': createWithHash('md5'),
  'users.createPhpassUser': createWithHash('phpass'),
  'users.createScryptUser': createWithHash('scrypt', ({ params }) => ({
    salt: params.string('passwordSalt'),
    costCpu: params.number('passwordCpu'),
    costMemory: params.number('passwordMemory'),
    costParallel: params.number('passwordParallel'),
    length: params.number('passwordLength'),
  })),
  'users.createScryptModifiedUser': createWithHash('scryptMod', ({ params }) => ({
    signerKey: params.string('passwordSignerKey'),
    saltSeparator: params.string('passwordSaltSeparator'),
    salt: params.string('passwordSalt'),
  })),
  'users.createShaUser': createWithHash('sha', ({ params }) => {
    const version = params.optionalString('passwordVersion');
    return version ? { version } : {};
  }),
};
