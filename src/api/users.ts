import { summaries } from './groups.ts';
import { boolean, integer, list, newId, object, type Params, string } from './param-spec.ts';
import {
  identityQueries,
  logQueries,
  membershipQueries,
  queries,
  search,
  targetQueries,
  total,
} from './params.ts';
import { del, get, group, key, patch, post, put, respelt, section } from './vocabulary.ts';

const user = '/users/{userId}';
const recoveryCodes = `${user}/mfa/recovery-codes`;
const sessions = `${user}/sessions`;
const targets = `${user}/targets`;

const userId = newId('ID of the new user');
const name = string('Name of the user').max(128);
const email = string('E-mail address');
const userAttributes = [
  'name',
  'email',
  'phone',
  'status',
  'passwordUpdate',
  'registration',
  'emailVerification',
  'phoneVerification',
  'labels',
  'impersonator@1.9',
];
/**
 * Defines the operation that creates a user whose password is known only as a hash; `own` are the algorithm's
 * parameters.
 */
const createWithHash = (algorithm: string, title: string, own: Params = {}, aliases: string[] = []) =>
  post(
    `/users/${algorithm}`,
    `Create a user from ${title} hash`,
    {
      userId,
      email: email.required,
      password: string('Hash of the password').secret.required,
      ...own,
      name,
    },
    'user',
    { aliases },
  );

const shaVersions = [
  'sha1',
  'sha224',
  'sha256',
  'sha384',
  'sha512/224',
  'sha512/256',
  'sha512',
  'sha3-224',
  'sha3-256',
  'sha3-384',
  'sha3-512',
];

export const users = group(
  'users',
  summaries.users,
  {
    userId: 'User ID',
    identityId: 'Identity ID',
    sessionId: 'Session ID',
    targetId: 'Target ID',
  },

  section(
    'Users',
    { scope: 'users.*', auth: key },
    {
      list: get('/users', 'List users', { queries: queries(...userAttributes), search, total }, 'userList'),
      create: post(
        '/users',
        'Create a user',
        {
          userId,
          email,
          phone: string('Phone number, such as +4915112345678'),
          password: string('Password in plain text').min(8).secret,
          name,
        },
        'user',
      ),
      get: get(user, 'Show one user', {}, 'user'),
      delete: del(user, 'Delete a user'),
      updateName: patch(`${user}/name`, 'Change the name of a user', { name: name.required }, 'user'),
      updateEmail: patch(
        `${user}/email`,
        'Change the e-mail address of a user',
        { email: email.required },
        'user',
      ),
      updatePhone: patch(
        `${user}/phone`,
        'Change the phone number of a user',
        { number: string('Phone number, such as +4915112345678').required },
        'user',
      ),
      updatePassword: patch(
        `${user}/password`,
        'Change the password of a user',
        { password: string('New password').min(8).secret.required },
        'user',
      ),
      updateStatus: patch(
        `${user}/status`,
        'Block or unblock a user',
        { status: boolean('true to unblock, false to block').required },
        'user',
        { about: 'users block and users unblock do this for several users.' },
      ),
      updateLabels: put(
        `${user}/labels`,
        'Replace the labels of a user',
        { labels: list('All labels; those not given are removed').commaSeparated.items(1000).required },
        'user',
      ),
      updateEmailVerification: patch(
        `${user}/verification`,
        'Mark an e-mail address as verified or not',
        { emailVerification: boolean('Verified (true) or not (false)').required },
        'user',
      ),
      updatePhoneVerification: patch(
        `${user}/verification/phone`,
        'Mark a phone number as verified or not',
        { phoneVerification: boolean('Verified (true) or not (false)').required },
        'user',
      ),
      updateImpersonator: patch(
        `${user}/impersonator`,
        'Allow or forbid a user to act as other users',
        { impersonator: boolean('Allow the user to act as others').required },
        'user',
        { since: '1.9' },
      ),
      getPrefs: get(`${user}/prefs`, 'Show the preferences of a user', {}, 'preferences'),
      updatePrefs: patch(
        `${user}/prefs`,
        'Replace the preferences of a user',
        { prefs: object('All preferences; those not given are removed').required },
        'preferences',
      ),
      listLogs: get(
        `${user}/logs`,
        'List the recent activity of a user',
        { queries: logQueries, total },
        'logList',
      ),
      listMemberships: get(
        `${user}/memberships`,
        'List the teams of a user',
        { queries: membershipQueries.since('1.7'), search: search.since('1.7'), total },
        'membershipList',
      ),
      listIdentities: get(
        '/users/identities',
        'List identities from sign-in providers',
        { queries: identityQueries, search, total },
        'identityList',
      ),
      deleteIdentity: del('/users/identities/{identityId}', 'Delete an identity'),
    },
  ),

  section(
    'Password hashes',
    { scope: 'users.*', auth: key },
    {
      createArgon2User: createWithHash('argon2', 'an Argon2', {}, ['create-argon-2-user']),
      createBcryptUser: createWithHash('bcrypt', 'a bcrypt'),
      createMd5User: createWithHash('md5', 'an MD5', {}, ['createMD5User', 'create-md-5-user']),
      createPhpassUser: createWithHash('phpass', 'a PHPass', {}, ['createPHPassUser', 'create-ph-pass-user']),
      createScryptUser: createWithHash('scrypt', 'an scrypt', {
        passwordSalt: string('Salt of the hash').required,
        passwordCpu: integer('CPU cost of the hash').required,
        passwordMemory: integer('Memory cost of the hash').required,
        passwordParallel: integer('Parallelisation of the hash').required,
        passwordLength: integer('Length of the hash').required,
      }),
      createScryptModifiedUser: createWithHash('scrypt-modified', 'a Firebase scrypt', {
        passwordSalt: string('Salt of the hash').required,
        passwordSaltSeparator: string('Salt separator of the hash').required,
        passwordSignerKey: string('Signer key of the hash').secret.required,
      }),
      createShaUser: createWithHash(
        'sha',
        'a SHA',
        { passwordVersion: string('SHA version of the hash').oneOf(shaVersions) },
        ['createSHAUser'],
      ),
    },
  ),

  section(
    'Sessions and tokens',
    { scope: 'users.*', auth: key },
    {
      listSessions: get(sessions, 'List the sessions of a user', { total }, 'sessionList'),
      createSession: post(
        sessions,
        'Create a session for a user',
        { userId: string('User ID').max(36) },
        'session',
      ),
      deleteSession: del(`${sessions}/{sessionId}`, 'End one session of a user'),
      deleteSessions: del(sessions, 'End all sessions of a user'),
      createToken: post(
        `${user}/tokens`,
        'Create a sign-in token for a user',
        {
          length: integer('Length of the secret in characters'),
          expire: integer('Lifetime in seconds').seconds,
        },
        'token',
      ),
      createJwt: post(
        `${user}/jwts`,
        'Create a JWT that acts as a user',
        {
          sessionId: string('ID of the session the JWT is for; the latest by default'),
          duration: integer('Lifetime in seconds: 900 by default, at most 3600').seconds,
        },
        'jwt',
        {
          since: '1.6',
          aliases: ['createJWT'],
          about:
            'The server does not check the session: it also creates a JWT for a session that does not exist. Without an ID, it answers 500 for a user who has no sessions.',
        },
      ),
    },
  ),

  section(
    'Multi-factor',
    { scope: 'users.*', auth: key },
    {
      updateMfa: patch(
        `${user}/mfa`,
        'Turn the second factor of a user on or off',
        { mfa: boolean('Require a second factor to sign in').required },
        'user',
        respelt('1.8', 'users.updateMFA'),
      ),
      listMfaFactors: get(
        `${user}/mfa/factors`,
        'List the factors available to a user',
        {},
        'mfaFactors',
        respelt('1.8', 'users.listMFAFactors'),
      ),
      deleteMfaAuthenticator: del(
        `${user}/mfa/authenticators/{type}`,
        'Remove the authenticator app of a user',
        { type: string('Kind of authenticator').oneOf(['totp']) },
        'user',
        {
          status: 200,
          ...respelt('1.8', 'users.deleteMFAAuthenticator'),
          changes: { '1.6': { status: 204, response: null } },
        },
      ),
      getMfaRecoveryCodes: get(
        recoveryCodes,
        'Show the recovery codes of a user',
        {},
        'mfaRecoveryCodes',
        respelt('1.8', 'users.getMFARecoveryCodes'),
      ),
      createMfaRecoveryCodes: patch(
        recoveryCodes,
        'Create recovery codes for a user',
        {},
        'mfaRecoveryCodes',
        {
          status: 201,
          ...respelt('1.8', 'users.createMFARecoveryCodes'),
        },
      ),
      updateMfaRecoveryCodes: put(
        recoveryCodes,
        'Replace the recovery codes of a user',
        {},
        'mfaRecoveryCodes',
        respelt('1.8', 'users.updateMFARecoveryCodes'),
      ),
    },
  ),

  section(
    'Targets',
    { scope: 'targets.*', auth: key },
    {
      listTargets: get(
        targets,
        'List the messaging targets of a user',
        { queries: targetQueries, total },
        'targetList',
      ),
      createTarget: post(
        targets,
        'Add a messaging target to a user',
        {
          targetId: newId('ID of the new target'),
          providerType: string('Kind of messages for this target').oneOf(['email', 'sms', 'push']).required,
          identifier: string('E-mail address, phone number or device token').required,
          providerId: string('ID of the messaging provider to use'),
          name: string('Name of the target').max(128),
        },
        'target',
      ),
      getTarget: get(`${targets}/{targetId}`, 'Show one target of a user', {}, 'target'),
      updateTarget: patch(
        `${targets}/{targetId}`,
        'Change a target of a user',
        {
          identifier: string('E-mail address, phone number or device token'),
          providerId: string('ID of the messaging provider to use'),
          name: string('Name of the target').max(128),
        },
        'target',
      ),
      deleteTarget: del(`${targets}/{targetId}`, 'Delete a target of a user'),
    },
  ),
);
