/** The sections of projects for their settings. */

import { apis, mailTypes, services, signInMethods, smsTypes, templateLocales } from '../choices/console.ts';
import { oauthProviders } from '../choices/oauth-providers.ts';
import { boolean, integer, list, string } from '../param-spec.ts';
import { del, get, ofConsole, patch, post, section } from '../vocabulary.ts';

export const project = '/projects/{projectId}';
const auth = `${project}/auth`;
const shared = { scope: 'projects.*', ...ofConsole };

/** Published under another spelling from 1.8 on; the command is the same. */
const respelt = (name: string) => ({ deprecated: '1.8', replacement: `projects.${name}` }) as const;

const status = boolean('On (true) or off (false)').required;
const enabled = boolean('On (true) or off (false)').required;

export const settingSections = [
  section('Services and APIs', shared, {
    updateServiceStatus: patch(
      `${project}/service`,
      'Switch a service on or off for users',
      { service: string('Service: a group of the API').oneOfSome(services).required, status },
      'project',
    ),
    updateServiceStatusAll: patch(
      `${project}/service/all`,
      'Switch all services on or off',
      { status },
      'project',
    ),
    updateApiStatus: patch(
      `${project}/api`,
      'Switch an API on or off for users',
      { api: string('Kind of API').oneOf(apis).required, status },
      'project',
      respelt('updateAPIStatus'),
    ),
    updateApiStatusAll: patch(
      `${project}/api/all`,
      'Switch all APIs on or off',
      { status },
      'project',
      respelt('updateAPIStatusAll'),
    ),
  }),

  section('Authentication', shared, {
    updateAuthStatus: patch(
      `${auth}/{method}`,
      'Switch a way to sign in on or off',
      { method: string('Way to sign in').oneOf(signInMethods), status },
      'project',
    ),
    updateOauth2: patch(
      `${project}/oauth2`,
      'Set up a sign-in with another provider',
      {
        provider: string('Provider to sign in with').oneOfSome(oauthProviders).required,
        appId: string('Client ID that the provider gave').max(256),
        secret: string('Client secret that the provider gave').max(512).secret,
        enabled: boolean('On (true) or off (false)'),
      },
      'project',
      { aliases: ['updateOAuth2', 'update-o-auth-2'] },
    ),
    updateAuthDuration: patch(
      `${auth}/duration`,
      'Set the lifetime of sessions',
      // The published API gives the maximum as a length.
      { duration: integer('Lifetime in seconds').seconds.range(0, 31_536_000).max(31_536_000).required },
      'project',
    ),
    updateAuthLimit: patch(
      `${auth}/limit`,
      'Limit the number of users',
      { limit: integer('Maximum number of users; 0 for no limit').range(0, 10_000).required },
      'project',
    ),
    updateAuthSessionsLimit: patch(
      `${auth}/max-sessions`,
      'Limit the sessions of each user',
      { limit: integer('Maximum number of sessions').range(1, 100).required },
      'project',
    ),
    updateAuthPasswordDictionary: patch(
      `${auth}/password-dictionary`,
      'Refuse common passwords, or allow them',
      { enabled },
      'project',
    ),
    updateAuthPasswordHistory: patch(
      `${auth}/password-history`,
      'Refuse earlier passwords of a user',
      { limit: integer('Number of earlier passwords; 0 for none').range(0, 20).required },
      'project',
    ),
    updatePersonalDataCheck: patch(
      `${auth}/personal-data`,
      'Refuse passwords with personal data',
      { enabled },
      'project',
    ),
    updateMembershipsPrivacy: patch(
      `${auth}/memberships-privacy`,
      'Set what members of a team see of others',
      {
        userName: boolean('Show names').required,
        userEmail: boolean('Show e-mail addresses').required,
        mfa: boolean('Show if second factors are on').required,
      },
      'project',
      { since: '1.6' },
    ),
    updateMockNumbers: patch(
      `${auth}/mock-numbers`,
      'Set phone numbers with fixed codes, for tests',
      {
        numbers: list('Numbers such as {"phone":"+49123","otp":"123456"}; [] removes all')
          .of('object')
          .items(10).required,
      },
      'project',
      { since: '1.6' },
    ),
    updateSessionAlerts: patch(
      `${auth}/session-alerts`,
      'Turn e-mails about new sessions on or off',
      { alerts: boolean('On (true) or off (false)').required },
      'project',
      { since: '1.6' },
    ),
    updateSessionInvalidation: patch(
      `${auth}/session-invalidation`,
      'End sessions on a password change, or not',
      { enabled },
      'project',
      { since: '1.8' },
    ),
  }),
];

const smtp = {
  replyTo: string('Reply-to address').clearable,
  port: integer('Port of the mail server, 587 by default'),
  username: string('User of the mail server').clearable,
  password: string('Password of the mail server').secret.clearable,
};
const senderName = string('Name of the sender');
const senderEmail = string('E-mail address of the sender');
const host = string('Host of the mail server');

export const mailSection = section('Mail server', shared, {
  updateSmtp: patch(
    `${project}/smtp`,
    'Set the mail server, or use the default',
    {
      enabled: boolean("On, or off to use the server's own").required,
      senderName,
      senderEmail,
      host,
      ...smtp,
      secure: string('Encryption of the connection').oneOf(['tls', 'ssl']),
    },
    'project',
    {
      carryOver: {
        from: 'get',
        only: ['senderName', 'senderEmail', 'replyTo', 'host', 'port', 'username', 'password', 'secure'],
        prefix: 'smtp',
      },
      ...respelt('updateSMTP'),
      about: 'The server tests the settings at once, and deletes them when they are switched off.',
    },
  ),
  createSmtpTest: post(
    `${project}/smtp/tests`,
    'Send a test e-mail with the given settings',
    {
      emails: list('Addresses to send it to').items(10).required,
      senderName: senderName.required,
      senderEmail: senderEmail.required,
      host: host.required,
      ...smtp,
      secure: string('Encryption of the connection').oneOf(['tls', 'ssl@1.6']),
    },
    null,
    { status: 204, ...respelt('createSMTPTest') },
  ),
});

const locale = string('Language of the text').oneOf(templateLocales);
const email = `${project}/templates/email/{type}/{locale}`;
const sms = `${project}/templates/sms/{type}/{locale}`;
const ofMail = { type: string('Kind of e-mail').oneOf(mailTypes), locale };
const ofSms = { type: string('Kind of text message').oneOf(smsTypes), locale };

/** The published API gives changes and resets of mails the model of the project; 1.5.7 answers with the template. */
export const templateSection = section(
  'Templates',
  { ...shared, scope: 'projects.write' },
  {
    getEmailTemplate: get(email, 'Show the text of an e-mail', ofMail, 'emailTemplate'),
    updateEmailTemplate: patch(
      email,
      'Change the text of an e-mail',
      {
        ...ofMail,
        subject: string('Subject of the e-mail').required,
        message: string('Body, with placeholders such as {{user}}').readsFile.required,
        senderName: senderName.clearable,
        senderEmail: senderEmail.clearable,
        replyTo: smtp.replyTo,
      },
      'emailTemplate',
      { carryOver: { from: 'getEmailTemplate' } },
    ),
    deleteEmailTemplate: del(email, 'Reset the text of an e-mail', ofMail, 'emailTemplate', { status: 200 }),
    getSmsTemplate: get(
      sms,
      'Show the text of a text message',
      ofSms,
      'smsTemplate',
      respelt('getSMSTemplate'),
    ),
    updateSmsTemplate: patch(
      sms,
      'Change the text of a text message',
      { ...ofSms, message: string('Text, with placeholders such as {{secret}}').required },
      'smsTemplate',
      respelt('updateSMSTemplate'),
    ),
    deleteSmsTemplate: del(sms, 'Reset the text of a text message', ofSms, 'smsTemplate', {
      status: 200,
      ...respelt('deleteSMSTemplate'),
    }),
  },
);
