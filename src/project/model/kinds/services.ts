/** Buckets, teams, topics and messaging providers. */
import { messaging } from '../../../api/messaging.ts';
import { operationOf, type Param } from '../../../api/schema.ts';
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

const providerTypes = [
  'apns',
  'fcm',
  'mailgun',
  'msg91',
  'sendgrid',
  'smtp',
  'telesign',
  'textmagic',
  'twilio',
  'vonage',
];

/** The fields of a type of provider are the parameters of the operation that creates it. */
function providerVariant(type: string): Variant {
  const { params } = operationOf(messaging, `create-${type}-provider`);
  const own = params.filter(({ name }) => name !== 'providerId');
  return {
    command: type,
    since: '1.5',
    fields: fields(Object.fromEntries(own.map((param) => [param.name, providerField(param)]))),
  };
}

const paramFieldTypes = { string: 'text', integer: 'integer', boolean: 'boolean', object: 'json' } as const;

function providerField({ name, type, secret }: Param): FieldSpec {
  return field(paramFieldTypes[type as keyof typeof paramFieldTypes], {
    secret: secret !== undefined,
    ...(name === 'enabled' && { initial: false }),
    // The server stores no encryption as an empty text, which it does not take.
    ...(name === 'encryption' && { initial: 'none', emptyMeans: 'none' }),
  });
}

export const provider = defineKind('provider', {
  plural: 'providers',
  selector: 'providers',
  phase: 'messaging',
  pathParams: ['providerId'],
  sections: ['providers'],
  variants: Object.fromEntries(providerTypes.map((type) => [type, providerVariant(type)])),
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
