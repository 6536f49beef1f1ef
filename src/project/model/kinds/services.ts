/** Buckets, teams, topics and messaging providers. */
import { defineKind, type FieldSpec, field, fields, operations, type Variant } from '../kind.ts';

export const bucket = defineKind('bucket', {
  plural: 'buckets',
  selector: 'buckets',
  phase: 'storage and teams',
  pathParams: ['bucketId'],
  sections: ['buckets'],
  fields: fields({
    name: field('text'),
    permissions: field('permissions', { inFile: '$permissions', initial: [] }),
    fileSecurity: field('boolean', { initial: false }),
    enabled: field('boolean', { initial: true }),
    maximumFileSize: field('integer'),
    allowedFileExtensions: field('set', { initial: [] }),
    compression: field('text', { initial: 'none' }),
    encryption: field('boolean', { initial: true }),
    antivirus: field('boolean', { initial: true }),
    transformations: field('boolean', { initial: true, since: '1.8' }),
  }),
  operations: operations('storage', {
    list: 'list-buckets',
    create: 'create-bucket',
    update: 'update-bucket',
    delete: 'delete-bucket',
  }),
  noise: ['$createdAt', '$updatedAt', 'totalSize'],
  contents: 'files',
});

export const team = defineKind('team', {
  plural: 'teams',
  selector: 'teams',
  phase: 'storage and teams',
  pathParams: ['teamId'],
  sections: ['teams'],
  fields: fields({ name: field('text') }),
  operations: operations('teams', {
    list: 'list',
    create: 'create',
    update: 'update-name',
    delete: 'delete',
  }),
  noise: ['$createdAt', '$updatedAt', 'total', 'prefs'],
  contents: 'members',
});

export const topic = defineKind('topic', {
  plural: 'topics',
  selector: 'topics',
  phase: 'messaging',
  pathParams: ['topicId'],
  sections: ['topics'],
  fields: fields({
    name: field('text'),
    subscribe: field('set', { initial: ['users'] }),
  }),
  operations: operations('messaging', {
    list: 'list-topics',
    create: 'create-topic',
    update: 'update-topic',
    delete: 'delete-topic',
  }),
  noise: ['$createdAt', '$updatedAt', 'emailTotal', 'smsTotal', 'pushTotal'],
  contents: 'subscribers',
});

/** The fields of a type of provider are the parameters of the operation that creates it, which a test compares. */
const providerVariant = (command: string, own: Readonly<Record<string, FieldSpec>>): Variant => ({
  command,
  since: '1.5',
  fields: fields({ name: text, ...own, enabled: field('boolean', { initial: false }) }),
});

const text = field('text');
const secret = field('text', { secret: true });
const sender = { fromName: text, fromEmail: text, replyToName: text, replyToEmail: text };

const providerFields: Readonly<Record<string, Readonly<Record<string, FieldSpec>>>> = {
  apns: { authKey: secret, authKeyId: text, teamId: text, bundleId: text, sandbox: field('boolean') },
  fcm: { serviceAccountJSON: field('json', { secret: true }) },
  mailgun: { apiKey: secret, domain: text, isEuRegion: field('boolean'), ...sender },
  msg91: { templateId: text, senderId: text, authKey: secret },
  sendgrid: { apiKey: secret, ...sender },
  smtp: {
    host: text,
    port: field('integer'),
    username: text,
    password: secret,
    // The server stores no encryption as an empty text, which it does not take.
    encryption: field('text', { initial: 'none', emptyMeans: 'none' }),
    autoTLS: field('boolean'),
    mailer: text,
    ...sender,
  },
  telesign: { from: text, customerId: text, apiKey: secret },
  textmagic: { from: text, username: text, apiKey: secret },
  twilio: { from: text, accountSid: text, authToken: secret },
  vonage: { from: text, apiKey: secret, apiSecret: secret },
};

export const provider = defineKind('provider', {
  plural: 'providers',
  selector: 'providers',
  phase: 'messaging',
  pathParams: ['providerId'],
  sections: ['providers'],
  variants: Object.fromEntries(
    Object.entries(providerFields).map(([type, own]) => [type, providerVariant(type, own)]),
  ),
  variantOf: (member) => member('provider') ?? member('type'),
  flattened: ['credentials', 'options'],
  noise: ['$createdAt', '$updatedAt', 'provider', 'type'],
  operations: operations('messaging', {
    list: 'list-providers',
    create: 'create-{variant}-provider',
    update: 'update-{variant}-provider',
    delete: 'delete-provider',
  }),
});
