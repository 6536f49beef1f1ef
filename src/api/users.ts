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
const name = string('Name').max(128);
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
    `Create a user from a hash by ${title}`,
    {
      userId,
      email: email.required,
      password: string(`Hash of the password by ${title}`).secret.required,
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
        { labels: list('All labels; those left out are dropped').items(1000).required },
        'user',
      ),
      updateEmailVerification: patch(
        `${user}/verification`,
        'Mark an e-mail address as verified or not',
        { emailVerification: boolean('Whether it is verified').required },
        'user',
      ),
      updatePhoneVerification: patch(
        `${user}/verification/phone`,
        'Mark a phone number as verified or not',
        { phoneVerification: boolean('Whether it is verified').required },
        'user',
      ),
      updateImpersonator: patch(
        `${user}/impersonator`,
        'Let a user act as other users, or not',
        { impersonator: boolean('Whether the user may act as others').required },
        'user',
        { since: '1.9' },
      ),
      getPrefs: get(`${user}/prefs`, 'Show the preferences of a user', {}, 'preferences'),
      updatePrefs: patch(
        `${user}/prefs`,
        'Replace the preferences of a user',
        { prefs: object('All preferences; those left out are dropped').required },
        'preferences',
      ),
      listLogs: get(`${user}/logs`, 'List what a user did lately', { queries: logQueries, total }, 'logList'),
      listMemberships: get(
        `${user}/memberships`,
        'List the teams of a user',
        { queries: membershipQueries.since('1.7'), search: search.since('1.7'), total },
        'membershipList',
      ),
      listIdentities: get(
        '/users/identities',
        'List identities at other sign-in providers',
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
      createArgon2User: createWithHash('argon2', 'Argon2', {}, ['create-argon-2-user']),
      createBcryptUser: createWithHash('bcrypt', 'bcrypt'),
      createMd5User: createWithHash('md5', 'MD5', {}, ['createMD5User', 'create-md-5-user']),
      createPhpassUser: createWithHash('phpass', 'PHPass', {}, ['createPHPassUser', 'create-ph-pass-user']),
      createScryptUser: createWithHash('scrypt', 'scrypt', {
        passwordSalt: string('Salt the hash was made with').required,
        passwordCpu: integer('CPU cost the hash was made with').required,
        passwordMemory: integer('Memory cost the hash was made with').required,
        passwordParallel: integer('Parallelization the hash was made with').required,
        passwordLength: integer('Length of the hash').required,
      }),
      createScryptModifiedUser: createWithHash('scrypt-modified', "Firebase's scrypt", {
        passwordSalt: string('Salt the hash was made with').required,
        passwordSaltSeparator: string('Salt separator the hash was made with').required,
        passwordSignerKey: string('Signer key the hash was made with').secret.required,
      }),
      createShaUser: createWithHash(
        'sha',
        'SHA',
        { passwordVersion: string('Which SHA made the hash').oneOf(shaVersions) },
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
        'Create a token with which a user can sign in',
        {
          length: integer('How many characters its secret has'),
          expire: integer('Seconds until it expires'),
        },
        'token',
      ),
      createJwt: post(
        `${user}/jwts`,
        'Make a JWT that acts as a user',
        {
          sessionId: string('ID of the session it stands for; the latest by default'),
          duration: integer('Lifetime in seconds: 900 by default, at most 3600'),
        },
        'jwt',
        {
          since: '1.6',
          aliases: ['createJWT'],
          about:
            'The server does not check the session: it makes a JWT for an ID that does not exist too, and for a user without sessions, if no ID is given, it answers 500.',
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
        { mfa: boolean('Whether signing in takes a second factor').required },
        'user',
        respelt('1.8', 'users.updateMFA'),
      ),
      listMfaFactors: get(
        `${user}/mfa/factors`,
        'List the factors a user can use',
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
      createMfaRecoveryCodes: patch(recoveryCodes, 'Make recovery codes for a user', {}, 'mfaRecoveryCodes', {
        status: 201,
        ...respelt('1.8', 'users.createMFARecoveryCodes'),
      }),
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
        'List where messages can reach a user',
        { queries: targetQueries, total },
        'targetList',
      ),
      createTarget: post(
        targets,
        'Add an address, a number or a device of a user',
        {
          targetId: newId('ID of the new target'),
          providerType: string('Kind of message it takes').oneOf(['email', 'sms', 'push']).required,
          identifier: string('E-mail address, phone number or device token').required,
          providerId: string('ID of the messaging provider to use'),
          name: string('Name, such as that of the device').max(128),
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
          name: string('Name, such as that of the device').max(128),
        },
        'target',
      ),
      deleteTarget: del(`${targets}/{targetId}`, 'Delete a target of a user'),
    },
  ),
);
