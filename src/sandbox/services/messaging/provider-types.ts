import type { Json } from '../../core/json.ts';
import type { Channel } from '../../core/records/messaging.ts';

/** A type of provider; credentials and options are named like the parameters. */
export interface ProviderType {
  readonly type: Channel;
  readonly credentials: readonly string[];
  readonly options: readonly string[];
  /** Required to enable the provider. */
  readonly required: readonly string[];
  /** Values of a new provider for omitted parameters. */
  readonly defaults: Readonly<Record<string, Json>>;
}

const sender = ['fromName', 'fromEmail', 'replyToName', 'replyToEmail'];
const noSender = { fromName: '', fromEmail: '', replyToName: '', replyToEmail: '' };

/** Returns a type that sends text messages, which requires all its parameters. */
function texts(credentials: readonly string[], options: readonly string[] = ['from']): ProviderType {
  return { type: 'sms', credentials, options, required: [...credentials, ...options], defaults: {} };
}

/** All types, by their name in paths. */
export const providerTypes: Readonly<Record<string, ProviderType>> = {
  mailgun: {
    type: 'email',
    credentials: ['isEuRegion', 'apiKey', 'domain'],
    options: sender,
    required: ['isEuRegion', 'apiKey', 'domain', 'fromEmail'],
    defaults: noSender,
  },
  sendgrid: {
    type: 'email',
    credentials: ['apiKey'],
    options: sender,
    required: ['apiKey', 'fromEmail'],
    defaults: noSender,
  },
  smtp: {
    type: 'email',
    credentials: ['port', 'username', 'password', 'host'],
    options: [...sender, 'encryption', 'autoTLS', 'mailer'],
    required: ['host', 'fromEmail'],
    defaults: {
      port: 587,
      username: '',
      password: '',
      ...noSender,
      encryption: '',
      autoTLS: true,
      mailer: '',
    },
  },
  msg91: {
    ...texts(['templateId', 'senderId', 'authKey'], []),
    required: ['senderId', 'authKey'],
  },
  telesign: texts(['customerId', 'apiKey']),
  textmagic: texts(['username', 'apiKey']),
  twilio: texts(['accountSid', 'authToken']),
  vonage: texts(['apiKey', 'apiSecret']),
  fcm: {
    type: 'push',
    credentials: ['serviceAccountJSON'],
    options: [],
    required: ['serviceAccountJSON'],
    defaults: {},
  },
  apns: {
    type: 'push',
    credentials: ['authKey', 'authKeyId', 'teamId', 'bundleId'],
    options: ['sandbox'],
    required: ['authKey', 'authKeyId', 'teamId', 'bundleId'],
    defaults: { sandbox: false },
  },
};
