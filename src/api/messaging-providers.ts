/** The section of messaging for the services that deliver messages. */

import type { Extras } from './operation-spec.ts';
import { boolean, integer, newId, object, type Params, string } from './param-spec.ts';
import { logQueries, queries, search, total } from './params.ts';
import { del, get, key, patch, post, respelt, section } from './vocabulary.ts';

const providers = '/messaging/providers';
const provider = `${providers}/{providerId}`;
const enabled = boolean('Send messages through this provider');

/** Defines the operation that creates a provider of a type; `own` are the parameters of this type only. */
const createProvider = (type: string, title: string, own: Params, extras: Extras = {}) =>
  post(
    `${providers}/${type}`,
    `Set up ${title}`,
    {
      providerId: newId('ID of the new provider'),
      name: string('Name of the provider').required,
      ...own,
      enabled,
    },
    'provider',
    extras,
  );

/** Defines the operation that changes a provider of a type; omitted parameters stay unchanged. */
const updateProvider = (type: string, title: string, own: Params, extras: Extras = {}) =>
  patch(
    `${providers}/${type}/{providerId}`,
    `Change the settings of ${title}`,
    { name: string('Name of the provider'), ...own, enabled },
    'provider',
    extras,
  );

const apiKey = string('API key').secret;
/** Sender of text messages. */
const from = string('Phone number or name of the sender');
/** Sender of mails. */
const sender = {
  fromName: string('Name of the sender'),
  fromEmail: string('E-mail address of the sender'),
  replyToName: string('Reply-to name; the sender by default'),
  replyToEmail: string('Reply-to address; the sender by default'),
};

const apns = {
  authKey: string('Authentication key, the text of the .p8 file').secret,
  authKeyId: string('ID of the authentication key'),
  teamId: string('Apple team ID'),
  bundleId: string('Bundle ID of the app'),
  sandbox: boolean("Use Apple's sandbox"),
};
const fcm = { serviceAccountJSON: object('Service account, as Firebase exports it').secret };
const mailgun = {
  apiKey,
  domain: string('Domain to send from'),
  isEuRegion: boolean('Use the EU region'),
  ...sender,
};
const msg91 = {
  templateId: string('ID of the text template'),
  senderId: string('Sender ID'),
  authKey: string('Authentication key').secret,
};
const sendgrid = { apiKey, ...sender };
const resend = { apiKey, ...sender };
const smtp = {
  host: string('Host of the server, such as mail.example.com, or several with ports'),
  port: integer('Port of the server'),
  username: string('User name'),
  password: string('Password').secret,
  encryption: string('Encryption of the connection').oneOf(['none', 'ssl', 'tls']),
  autoTLS: boolean('Use TLS if the server offers it'),
  mailer: string('Value of the X-Mailer header'),
  ...sender,
};
const telesign = { from, customerId: string('Customer ID'), apiKey };
const textmagic = { from, username: string('User name'), apiKey };
const twilio = { from, accountSid: string('Account SID'), authToken: string('Auth token').secret };
const vonage = { from, apiKey, apiSecret: string('API secret').secret };

export const providerSection = section(
  'Providers',
  { scope: 'providers.*', auth: key },
  {
    listProviders: get(
      providers,
      'List providers',
      { queries: queries('name', 'provider', 'type', 'enabled'), search, total },
      'providerList',
    ),
    getProvider: get(provider, 'Show one provider', {}, 'provider'),
    deleteProvider: del(provider, 'Delete a provider'),
    listProviderLogs: get(
      `${provider}/logs`,
      'List the log entries of a provider',
      { queries: logQueries, total },
      'logList',
    ),

    createApnsProvider: createProvider(
      'apns',
      'APNs for push messages',
      apns,
      respelt('1.8', 'messaging.createAPNSProvider'),
    ),
    updateApnsProvider: updateProvider('apns', 'APNs', apns, respelt('1.8', 'messaging.updateAPNSProvider')),
    createFcmProvider: createProvider(
      'fcm',
      'FCM for push messages',
      fcm,
      respelt('1.8', 'messaging.createFCMProvider'),
    ),
    updateFcmProvider: updateProvider('fcm', 'FCM', fcm, respelt('1.8', 'messaging.updateFCMProvider')),
    createMailgunProvider: createProvider('mailgun', 'Mailgun for e-mail', mailgun),
    updateMailgunProvider: updateProvider('mailgun', 'Mailgun', mailgun),
    createMsg91Provider: createProvider('msg91', 'MSG91 for text messages', msg91, {
      aliases: ['create-msg-91-provider'],
    }),
    updateMsg91Provider: updateProvider('msg91', 'MSG91', msg91, {
      aliases: ['update-msg-91-provider'],
    }),
    createResendProvider: createProvider('resend', 'Resend for e-mail', resend, { since: '1.8' }),
    updateResendProvider: updateProvider('resend', 'Resend', resend, { since: '1.8' }),
    createSendgridProvider: createProvider('sendgrid', 'SendGrid for e-mail', sendgrid),
    updateSendgridProvider: updateProvider('sendgrid', 'SendGrid', sendgrid),
    createSmtpProvider: createProvider(
      'smtp',
      'an SMTP server for e-mail',
      { ...smtp, host: smtp.host.required },
      respelt('1.8', 'messaging.createSMTPProvider'),
    ),
    updateSmtpProvider: updateProvider(
      'smtp',
      'an SMTP server',
      smtp,
      respelt('1.8', 'messaging.updateSMTPProvider'),
    ),
    createTelesignProvider: createProvider('telesign', 'Telesign for text messages', telesign),
    updateTelesignProvider: updateProvider('telesign', 'Telesign', telesign),
    createTextmagicProvider: createProvider('textmagic', 'Textmagic for text messages', textmagic),
    updateTextmagicProvider: updateProvider('textmagic', 'Textmagic', textmagic),
    createTwilioProvider: createProvider('twilio', 'Twilio for text messages', twilio),
    updateTwilioProvider: updateProvider('twilio', 'Twilio', twilio),
    createVonageProvider: createProvider('vonage', 'Vonage for text messages', vonage),
    updateVonageProvider: updateProvider('vonage', 'Vonage', vonage),
  },
);
