import { requireMethod } from '../../core/auth/access.ts';
import { isPrivileged } from '../../core/auth/actor.ts';
import { hashPassword } from '../../core/auth/passwords.ts';
import type { Call } from '../../core/call.ts';
import { ApiError, notImplemented } from '../../core/errors.ts';
import { checkEmail } from '../../core/formats.ts';
import { newId } from '../../core/ids.ts';
import type { JsonObject } from '../../core/json.ts';
import type { Handler } from '../../core/module.ts';
import { projectDetails } from '../../core/records/project-details.ts';
import { consoleId } from '../../core/records/projects.ts';
import { accountView, changeUser, type TokenKind, type User, users } from '../../core/records/users.ts';
import { checkRedirect } from '../../core/redirects.ts';
import { timestamp } from '../../core/time.ts';
import { userBlocked } from '../users/authentication.ts';
import { knowsPassword } from '../users/change.ts';
import { createUser } from '../users/create.ts';
import { checkPersonalData, passwordParam } from '../users/password-rules.ts';
import { openSession, sessionView } from '../users/sessions.ts';
import { useToken } from '../users/tokens.ts';
import { storeSession } from './cookies.ts';
import { requireUserLimit } from './current-user.ts';

/** `account`: registration and sign-in. */
export const signingInHandlers: Record<string, Handler> = {
  'account.create': async (call) => {
    requireMethod(call, 'authEmailPassword');
    const email = checkEmail(call.params.string('email'));
    const plain = passwordParam(call);
    const given = {
      id: call.params.string('userId'),
      name: call.params.string('name', ''),
      email,
      phone: null,
    };
    requireUserLimit(call);
    checkPersonalData(call, plain, { ...given, $id: given.id });
    const password = await hashPassword(plain, call.kernel.passwordHashing);
    // Another request may have created the last user during the hashing.
    requireUserLimit(call);
    const user = createUser(call, { ...given, password, accessedAt: timestamp(call.now) });
    return accountView(call.store, user);
  },

  'account.createEmailPasswordSession': async (call) => {
    requireMethod(call, 'authEmailPassword');
    const email = checkEmail(call.params.string('email'));
    const plain = call.params.string('password');
    const known = users(call.store).find((each) => each.email === email);
    if (!known?.passwordUpdate || !(await knowsPassword(known, plain))) throw invalidCredentials();
    const rehashed =
      known.hash === 'argon2' ? undefined : await hashPassword(plain, call.kernel.passwordHashing);
    const user = users(call.store).get(known.$id);
    // Another request may have changed or deleted the user during the hashing.
    if (user?.password !== known.password) throw invalidCredentials();
    if (!user.status) throw userBlocked();
    if (rehashed) changeUser(call, user, rehashed);
    return signIn(call, user, { provider: 'email', providerUid: email, factor: 'password' });
  },

  'account.createAnonymousSession': (call) => {
    requireMethod(call, 'authAnonymous');
    if (call.project.$id === consoleId) {
      throw new ApiError(401, 'user_anonymous_console_prohibited', 'The console has no anonymous users.');
    }
    if (call.actor.signedIn) {
      throw new ApiError(401, 'user_session_already_exists', 'You are signed in already.');
    }
    requireUserLimit(call);
    const user = createUser(call, {
      id: newId(call.now),
      name: '',
      email: null,
      phone: null,
      password: null,
      accessedAt: timestamp(call.now),
    });
    return signIn(call, user, { provider: 'anonymous', factor: 'anonymous' });
  },

  'account.createSession': signInWithToken,
  'account.updateMagicUrlSession': signInWithToken,
  'account.updatePhoneSession': signInWithToken,

  'account.createOauth2Token': refuseProvider,
  'account.createOauth2Session': refuseProvider,
};

export function invalidCredentials(): ApiError {
  return new ApiError(401, 'user_invalid_credentials', 'The e-mail address or the password is wrong.');
}

/** Sessions that tokens lead to: the provider and the factor that they name, and what using the token verifies. */
const signIns: Readonly<Record<SignInKind, { provider: string; factor: string; verifies?: Partial<User> }>> =
  {
    token: { provider: 'token', factor: 'token' },
    'magic-url': { provider: 'magic-url', factor: 'email', verifies: { emailVerification: true } },
    email: { provider: 'token', factor: 'email' },
    phone: { provider: 'phone', factor: 'phone', verifies: { phoneVerification: true } },
  };
type SignInKind = Exclude<TokenKind, 'verification' | 'recovery'>;
const signInKinds = Object.keys(signIns) as SignInKind[];

/** @throws ApiError 401 user_invalid_token */
function signInWithToken(call: Call): JsonObject {
  const user = users(call.store).get(call.params.string('userId'));
  const token = user && useToken(call, user.$id, signInKinds, call.params.string('secret'));
  if (!token) throw invalidToken();
  const { provider, factor, verifies = {} } = signIns[(token.kind ?? 'token') as SignInKind];
  return signIn(call, changeUser(call, user, verifies), { provider, factor });
}

export function invalidToken(): ApiError {
  return new ApiError(401, 'user_invalid_token', 'The token or code is wrong, or has expired.');
}

/** Opens a session, and makes the client store it; a server with an API key gets the secret in the answer. */
export function signIn(call: Call, user: User, how: Parameters<typeof openSession>[2]): JsonObject {
  const { session, secret } = openSession(call, user, how);
  storeSession(call, secret, session.expire);
  return sessionView(session, { current: true, secret: isPrivileged(call.actor) ? secret : '' });
}

/**
 * Refuses to send a user to another provider, which is out of the sandbox's reach.
 * @throws ApiError 412 project_provider_disabled unless the project has set it up, and 501 then
 */
function refuseProvider(call: Call): never {
  for (const page of ['success', 'failure']) checkRedirect(call, page);
  const provider = call.params.string('provider');
  const known = projectDetails(call.project).oAuthProviders[provider];
  if (known?.enabled && known.appId !== '' && known.secret !== '') {
    throw notImplemented(
      `The sandbox makes no request to other hosts, so users can't sign in with ${provider} here.`,
    );
  }
  const message = `The provider ${provider} is disabled in this project.`;
  throw new ApiError(412, 'project_provider_disabled', message);
}
