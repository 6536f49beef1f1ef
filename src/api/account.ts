import { oauthProviders } from './choices/oauth-providers.ts';
import { summaries } from './groups.ts';
import { boolean, integer, list, newId, object, string } from './param-spec.ts';
import { identityQueries, logQueries, total } from './params.ts';
import { del, get, group, guest, patch, post, put, respelt, section, user } from './vocabulary.ts';

const authenticator = '/account/mfa/authenticators/{type}';
const recoveryCodes = '/account/mfa/recovery-codes';
/** Paths since 1.8. */
const verifications = { email: '/account/verifications/email', phone: '/account/verifications/phone' };
const challenges = '/account/mfa/challenges';
const session = '/account/sessions/{sessionId}';

/** Rate limit per hour. */
const hourly = (requests: number) => ({ limit: [requests, 3600] as const });
/** From 1.6 on one operation takes the tokens of all kinds. */
const sessionsByToken = { deprecated: '1.6', replacement: 'account.createSession' } as const;
/** A PUT that uses up a one-time secret, and so is not idempotent. */
const once = { repeatable: false };

const newUserId = newId('ID for the user if the server creates one');
const name = string('Name of the user').max(128);
const email = string('E-mail address').required;
const phone = string('Phone number, such as +4915112345678').required;
const currentPassword = string('Current password').min(8).secret;
const phrase = boolean('Return a security phrase that the e-mail repeats');
const landingPage = string('Page of your app that the link in the e-mail opens');
const oneTimePassword = string('Code from the authenticator app or the message').secret.required;
const authenticatorType = string('Kind of authenticator').oneOf(['totp']);
/** Parameters from a link or a message, which the client hands back. */
const proof = {
  userId: string('User ID from the link or the token').required,
  secret: string('Secret from the link or the message').secret.required,
};
const proofOfToken = { ...proof, userId: proof.userId.max(36) };

export const account = group(
  'account',
  summaries.account,
  { identityId: 'Identity ID', sessionId: 'Session ID, or current' },

  section(
    'Account',
    { scope: 'account', auth: user },
    {
      get: get('/account', 'Show who is signed in', {}, 'user'),
      create: post(
        '/account',
        'Register a new user',
        {
          userId: newId('ID of the new user'),
          email,
          password: string('Password').min(8).max(256).secret.required,
          name,
        },
        'user',
        { scope: 'sessions.write', auth: guest, ...hourly(10) },
      ),
      updateName: patch('/account/name', 'Change the name', { name: name.required }, 'user'),
      updateEmail: patch(
        '/account/email',
        'Change the e-mail address',
        { email, password: currentPassword.required },
        'user',
      ),
      updatePhone: patch(
        '/account/phone',
        'Change the phone number',
        { phone, password: currentPassword.required },
        'user',
      ),
      updatePassword: patch(
        '/account/password',
        'Change the password',
        {
          password: string('New password').min(8).secret.required,
          oldPassword: currentPassword,
        },
        'user',
        hourly(10),
      ),
      updateStatus: patch('/account/status', 'Block the account; only an admin can undo it', {}, 'user'),
      getPrefs: get('/account/prefs', 'Show the preferences', {}, 'preferences'),
      updatePrefs: patch(
        '/account/prefs',
        'Replace the preferences',
        { prefs: object('All preferences; those not given are removed').required },
        'user',
      ),
      listLogs: get(
        '/account/logs',
        'List the recent activity of the account',
        { queries: logQueries, total },
        'logList',
      ),
      listIdentities: get(
        '/account/identities',
        'List identities from sign-in providers',
        { queries: identityQueries, total },
        'identityList',
      ),
      deleteIdentity: del('/account/identities/{identityId}', 'Delete an identity'),
      createJwt: post(
        '/account/jwt',
        'Create a JWT that acts as this user',
        { duration: integer('Lifetime in seconds: 900 by default, at most 3600').seconds.since('1.9') },
        'jwt',
        {
          auth: guest,
          aliases: ['createJWT'],
          ...hourly(100),
          changes: { '1.6': { path: '/account/jwts' }, '1.9': { limit: [120, 60] } },
        },
      ),
    },
  ),

  section(
    'Signing in',
    { scope: 'sessions.write', auth: guest },
    {
      createEmailPasswordSession: post(
        '/account/sessions/email',
        'Sign in with e-mail address and password',
        { email, password: string('Password').min(8).secret.required },
        'session',
        hourly(10),
      ),
      createAnonymousSession: post(
        '/account/sessions/anonymous',
        'Sign in anonymously',
        {},
        'session',
        hourly(50),
      ),
      createEmailToken: post(
        '/account/tokens/email',
        'Send a sign-in code by e-mail',
        { userId: newUserId, email, phrase },
        'token',
        hourly(10),
      ),
      createMagicUrlToken: post(
        '/account/tokens/magic-url',
        'Send a sign-in link by e-mail',
        { userId: newUserId, email, url: landingPage, phrase },
        'token',
        { aliases: ['createMagicURLToken'], ...hourly(60) },
      ),
      createPhoneToken: post(
        '/account/tokens/phone',
        'Send a sign-in code by text message',
        { userId: newUserId, phone },
        'token',
        hourly(10),
      ),
      createOauth2Token: get(
        '/account/tokens/oauth2/{provider}',
        'Start a sign-in with another provider',
        {
          provider: string('Sign-in provider').oneOfSome(oauthProviders),
          success: string('Page to open after signing in').url,
          failure: string('Page to open if signing in fails').url,
          scopes: list('Scopes to request from the provider').commaSeparated.items(100, 4096),
        },
        null,
        {
          kind: 'webAuth',
          status: 301,
          aliases: ['createOAuth2Token', 'create-o-auth-2-token'],
          ...hourly(50),
        },
      ),
      createSession: post(
        '/account/sessions/token',
        'Sign in with a token',
        proofOfToken,
        'session',
        hourly(10),
      ),
      updateMagicUrlSession: put(
        '/account/sessions/magic-url',
        'Sign in with a sign-in link',
        proofOfToken,
        'session',
        { status: 201, aliases: ['updateMagicURLSession'], ...once, ...hourly(10), ...sessionsByToken },
      ),
      updatePhoneSession: put(
        '/account/sessions/phone',
        'Sign in with the code of a text message',
        proofOfToken,
        'session',
        { status: 201, ...once, ...hourly(10), ...sessionsByToken },
      ),
    },
  ),

  section(
    'Sessions',
    { scope: 'account', auth: user },
    {
      listSessions: get('/account/sessions', 'List the sessions', {}, 'sessionList'),
      getSession: get(session, 'Show one session', {}, 'session'),
      updateSession: patch(session, 'Extend a session', {}, 'session', {
        ...hourly(10),
        changes: {
          '1.9': {
            about:
              'The server accepts only sessions from another sign-in provider; for others it answers 400.',
          },
        },
      }),
      deleteSession: del(session, 'Sign out of one session', {}, null, hourly(100)),
      deleteSessions: del('/account/sessions', 'Sign out everywhere', {}, null, hourly(100)),
    },
  ),

  section(
    'Recovery and verification',
    { scope: 'account', auth: user },
    {
      createRecovery: post(
        '/account/recovery',
        'Send a link to set a new password',
        { email, url: landingPage.required },
        'token',
        { scope: 'sessions.write', ...hourly(10) },
      ),
      updateRecovery: put(
        '/account/recovery',
        'Set a new password with that link',
        { ...proof, password: string('New password').min(8).max(256).secret.required },
        'token',
        { scope: 'sessions.write', ...once, ...hourly(10) },
      ),
      createVerification: post(
        '/account/verification',
        'Send a link to verify the e-mail address',
        { url: landingPage.required },
        'token',
        { ...hourly(10), changes: { '1.8': { name: 'createEmailVerification', path: verifications.email } } },
      ),
      updateVerification: put(
        '/account/verification',
        'Verify the e-mail address with that link',
        proof,
        'token',
        {
          scope: 'public',
          ...once,
          ...hourly(10),
          changes: { '1.8': { name: 'updateEmailVerification', path: verifications.email } },
        },
      ),
      createPhoneVerification: post(
        '/account/verification/phone',
        'Send a code to verify the phone number',
        {},
        'token',
        { ...hourly(10), changes: { '1.8': { path: verifications.phone } } },
      ),
      updatePhoneVerification: put(
        '/account/verification/phone',
        'Verify the phone number with the code',
        proof,
        'token',
        { scope: 'public', ...once, ...hourly(10), changes: { '1.8': { path: verifications.phone } } },
      ),
    },
  ),

  section(
    'Multi-factor',
    { scope: 'account', auth: user },
    {
      updateMfa: patch(
        '/account/mfa',
        'Turn the second factor on or off',
        { mfa: boolean('Require a second factor to sign in').required },
        'user',
        { aliases: ['updateMFA'] },
      ),
      listMfaFactors: get(
        '/account/mfa/factors',
        'List the available factors',
        {},
        'mfaFactors',
        respelt('1.8', 'account.listMFAFactors'),
      ),
      createMfaAuthenticator: post(
        authenticator,
        'Add an authenticator app',
        { type: authenticatorType },
        'mfaType',
        { status: 200, ...respelt('1.8', 'account.createMFAAuthenticator') },
      ),
      updateMfaAuthenticator: put(
        authenticator,
        'Confirm an authenticator app with its code',
        { type: authenticatorType, otp: oneTimePassword },
        'user',
        { ...once, ...respelt('1.8', 'account.updateMFAAuthenticator') },
      ),
      deleteMfaAuthenticator: del(
        authenticator,
        'Remove an authenticator app',
        { type: authenticatorType, otp: oneTimePassword.until('1.6') },
        null,
        respelt('1.8', 'account.deleteMFAAuthenticator'),
      ),
      createMfaChallenge: post(
        '/account/mfa/challenge',
        'Start a challenge for a second factor',
        {
          factor: string('Factor to ask for').oneOf([
            'email',
            'phone',
            'totp',
            'recoverycode',
            'recoveryCode',
          ]).required,
        },
        'mfaChallenge',
        {
          auth: guest,
          ...hourly(10),
          ...respelt('1.8', 'account.createMFAChallenge'),
          changes: { '1.9': { path: challenges } },
        },
      ),
      updateMfaChallenge: put(
        '/account/mfa/challenge',
        'Complete a challenge with its code',
        { challengeId: string('Challenge ID').required, otp: oneTimePassword },
        'session',
        {
          status: 204,
          ...once,
          ...hourly(10),
          ...respelt('1.8', 'account.updateMFAChallenge'),
          changes: { '1.6': { status: 200 }, '1.9': { path: challenges } },
        },
      ),
      getMfaRecoveryCodes: get(
        recoveryCodes,
        'Show the recovery codes',
        {},
        'mfaRecoveryCodes',
        respelt('1.8', 'account.getMFARecoveryCodes'),
      ),
      createMfaRecoveryCodes: post(
        recoveryCodes,
        'Create recovery codes',
        {},
        'mfaRecoveryCodes',
        respelt('1.8', 'account.createMFARecoveryCodes'),
      ),
      updateMfaRecoveryCodes: patch(
        recoveryCodes,
        'Replace the recovery codes with new ones',
        {},
        'mfaRecoveryCodes',
        respelt('1.8', 'account.updateMFARecoveryCodes'),
      ),
    },
  ),
);
