import { describe, expect, it } from 'vitest';
import type { ApiVersion } from '../../../src/api/versions.ts';
import { members } from '../../../src/lib/json/slices.ts';
import { buildRequest } from '../../../src/operations/request.ts';
import { catalogued } from '../../../src/project/model/catalogue.ts';
import { AnswerValues, readEntry } from '../../../src/project/model/entry.ts';
import type { KindName } from '../../../src/project/model/kind.ts';
import { kindNamed } from '../../../src/project/model/kinds.ts';
import {
  completed,
  createRequest,
  deleteRequest,
  type ResourceRequest,
  renameRequest,
  settingRequest,
  updateRequest,
} from '../../../src/project/model/parameters.ts';
import type { LiveResource } from '../../../src/project/model/state.ts';
import type { FieldValue } from '../../../src/project/model/value.ts';

const target = { projectId: 'shop', apiVersion: '1.5' } as const;

/** Returns the request as one line. */
function line({ operation, params }: ResourceRequest, version: ApiVersion = target.apiVersion): string {
  const { method, path, body } = buildRequest(catalogued(operation, version), params);
  return [method, path, ...(body?.kind === 'json' ? [body.text] : [])].join(' ');
}

function live(kind: KindName, parent: readonly string[], json: string): LiveResource {
  const answer = members(json);
  const { identity, variant, fields } = readEntry(kindNamed(kind), new AnswerValues(answer), 'answer');
  const values = new Map([...fields].map(([name, { value }]) => [name, value]));
  const path = [...parent, ...identity];
  return {
    kind,
    path,
    serverId: 'made',
    variant,
    isChildSide: false,
    fields: values,
    answer,
    updatedAt: undefined,
  };
}

const resource = (
  kind: KindName,
  path: string[],
  variant: string | undefined,
  fields: Record<string, FieldValue>,
) => ({
  kind,
  path,
  variant,
  fields: new Map(Object.entries(fields)),
});

describe('createRequest', () => {
  it.each([
    [
      resource('database', ['main'], undefined, { name: 'Main' }),
      'POST /databases {"databaseId":"main","name":"Main","enabled":true}',
    ],
    [
      resource('attribute', ['main', 'plants', 'serial'], 'integer', {
        required: true,
        max: 9007199254740993n,
      }),
      'POST /databases/main/collections/plants/attributes/integer {"key":"serial","min":-9223372036854775808,"max":9007199254740993,"required":true,"array":false}',
    ],
    [
      resource('attribute', ['main', 'plants', 'weight'], 'double', { min: 0.5, default: 1 }),
      'POST /databases/main/collections/plants/attributes/float {"key":"weight","min":0.5,"max":1.7976931348623157e+308,"required":false,"default":1,"array":false}',
    ],
    [
      resource('attribute', ['main', 'plants', 'grower'], 'relationship', {
        relatedCollection: 'growers',
        relationType: 'manyToOne',
      }),
      'POST /databases/main/collections/plants/attributes/relationship {"relatedCollectionId":"growers","type":"manyToOne","twoWay":false,"key":"grower","twoWayKey":"plants_grower","onDelete":"restrict"}',
    ],
    [
      resource('index', ['main', 'plants', 'by'], undefined, { type: 'key', attributes: ['a'] }),
      'POST /databases/main/collections/plants/indexes {"key":"by","type":"key","attributes":["a"],"orders":[]}',
    ],
    [
      resource('function', ['mailer'], undefined, {
        name: 'Mailer',
        runtime: 'node-18.0',
        scopes: ['users.read'],
      }),
      'POST /functions {"functionId":"mailer","name":"Mailer","runtime":"node-18.0","execute":[],"events":[],"schedule":"","timeout":15,"enabled":true,"logging":true,"entrypoint":"","commands":""}',
    ],
    [
      resource('variable', ['mailer', 'SENDER'], undefined, { value: 'x' }),
      'POST /functions/mailer/variables {"key":"SENDER","value":"x"}',
    ],
    [
      resource('provider', ['push'], 'fcm', { name: 'Push', serviceAccountJSON: '{"a":1.0}' }),
      'POST /messaging/providers/fcm {"providerId":"push","name":"Push","serviceAccountJSON":{"a":1.0},"enabled":false}',
    ],
    [
      resource('webhook', ['audit'], undefined, { url: 'https://example.com', events: ['users.*'] }),
      'POST /projects/shop/webhooks {"name":"audit","enabled":true,"events":["users.*"],"url":"https://example.com","security":true}',
    ],
  ])('sends the whole %o', (each, expected) => {
    expect(line(createRequest(each, target))).toBe(expected);
  });

  it('cuts the key of the other side to the length that the server takes', () => {
    const long = resource('attribute', ['main', 'c'.repeat(36), 'key'], 'relationship', {});
    expect(completed(long).get('twoWayKey')).toBe('c'.repeat(36));
  });
});

describe('updateRequest', () => {
  const collection =
    '{"$id":"plants","$createdAt":"","$permissions":["read(\\"any\\")"],"databaseId":"main","name":"Plants","enabled":false,"documentSecurity":true,"attributes":[],"indexes":[]}';
  const stock =
    '{"key":"stock","type":"integer","required":false,"array":false,"min":0,"max":10000,"default":0}';
  const latin = '{"key":"latin","type":"string","required":false,"array":false,"size":200,"default":""}';
  const mailer =
    '{"$id":"mailer","execute":["users"],"name":"Mailer","enabled":false,"logging":true,"runtime":"node-18.0","events":[],"schedule":"","timeout":30,"entrypoint":"a.js","commands":"","installationId":"git","providerRepositoryId":"repo","providerBranch":"main","providerRootDirectory":"","providerSilentMode":true}';
  const project =
    '{"$id":"shop","name":"Shop","description":"Flowers","logo":"","smtpEnabled":true,"smtpSenderName":"Shop","smtpHost":"mail.example.com","smtpPort":25,"smtpUsername":"","smtpPassword":"","smtpSecure":""}';

  it.each<[LiveResource, Record<string, FieldValue>, string]>([
    [
      live('collection', [], collection),
      { name: 'Pflanzen' },
      'PUT /databases/main/collections/plants {"name":"Pflanzen","permissions":["read(\\"any\\")"],"documentSecurity":true,"enabled":false}',
    ],
    [
      live('attribute', ['main', 'plants'], stock),
      { default: null, max: null },
      'PATCH /databases/main/collections/plants/attributes/integer/stock {"min":0,"max":9223372036854775807,"required":false,"default":null}',
    ],
    [
      live('attribute', ['main', 'plants'], latin),
      { required: true },
      'PATCH /databases/main/collections/plants/attributes/string/latin {"required":true,"default":""}',
    ],
    [
      live('function', [], mailer),
      { timeout: 60n, execute: [] },
      'PUT /functions/mailer {"name":"Mailer","runtime":"node-18.0","execute":[],"events":[],"timeout":60,"enabled":false,"logging":true,"entrypoint":"a.js","installationId":"git","providerRepositoryId":"repo","providerBranch":"main","providerSilentMode":true}',
    ],
    [
      live('variable', ['mailer'], '{"$id":"made","key":"SENDER","value":"x"}'),
      { value: 'y' },
      'PUT /functions/mailer/variables/made {"key":"SENDER","value":"y"}',
    ],
    [
      live('project', [], project),
      { name: 'Garden' },
      'PATCH /projects/shop {"name":"Garden","description":"Flowers"}',
    ],
    [
      live('smtp', [], project),
      { senderName: 'Garden' },
      'PATCH /projects/shop/smtp {"enabled":true,"senderName":"Garden","host":"mail.example.com","port":25}',
    ],
    [
      live('oauth', [], '{"key":"github","name":"GitHub","appId":"a","secret":"s","enabled":false}'),
      { enabled: true },
      'PATCH /projects/shop/oauth2 {"provider":"github","appId":"a","secret":"s","enabled":true}',
    ],
  ])('carries the whole of %o', (before, changed, expected) => {
    expect(line(updateRequest(before, new Map(Object.entries(changed)), target))).toBe(expected);
  });

  it('sends the size of a text to servers that can change it', () => {
    const { params } = updateRequest(
      live('attribute', ['main', 'plants'], latin),
      new Map([['size', 300n]]),
      {
        ...target,
        apiVersion: '1.6',
      },
    );
    expect(params.size).toMatchObject({ text: '300' });
  });
});

it('names secrets that an update carries unchanged, and no others', () => {
  const before = live(
    'webhook',
    [],
    '{"$id":"made","name":"audit","url":"https://example.com","events":[],"security":true,"httpUser":"","httpPass":"hunter2","enabled":true}',
  );
  const { params, secrets } = updateRequest(before, new Map([['enabled', false]]), target);
  expect(params.httpPass).toBe('hunter2');
  expect([...secrets]).toEqual([['httpPass', 'httpPass']]);
  const created = createRequest(
    resource('variable', ['mailer', 'SENDER'], undefined, { value: 'x' }),
    target,
  );
  expect([...created.secrets]).toEqual([['value', 'value']]);
  const plain = createRequest(resource('database', ['main'], undefined, { name: 'Main' }), target);
  expect(plain.secrets.size).toBe(0);
});

it('deletes by the ID that the server chose', () => {
  const webhook = live('webhook', [], '{"$id":"made","name":"audit"}');
  expect(line(deleteRequest(webhook, target))).toBe('DELETE /projects/shop/webhooks/made');
});

it.each<[KindName, string, FieldValue, string]>([
  ['security', 'sessionsLimit', 5n, 'PATCH /projects/shop/auth/max-sessions {"limit":5}'],
  ['services', 'functions', false, 'PATCH /projects/shop/service {"service":"functions","status":false}'],
  ['auth methods', 'magic-url', true, 'PATCH /projects/shop/auth/magic-url {"status":true}'],
])('sets one setting of %s by its own operation', (kind, field, value, expected) => {
  expect(line(settingRequest({ kind, field }, value, target))).toBe(expected);
});

describe('servers from 1.6 on', () => {
  const at = (apiVersion: ApiVersion) => ({ ...target, apiVersion });
  const title =
    '{"key":"title","type":"string","required":true,"array":false,"size":120,"default":null,"encrypt":false}';
  const live18 = live('attribute', ['shop', 'items'], title);

  it.each<[ApiVersion, Parameters<typeof createRequest>[0], string]>([
    [
      '1.8',
      resource('bucket', ['pics'], undefined, { name: 'Pics', maximumFileSize: 30n }),
      'POST /storage/buckets {"bucketId":"pics","name":"Pics","permissions":[],"fileSecurity":false,"enabled":true,"maximumFileSize":30,"allowedFileExtensions":[],"compression":"none","encryption":true,"antivirus":true,"transformations":true}',
    ],
    [
      '1.8',
      resource('index', ['shop', 'items', 'by'], undefined, {
        type: 'key',
        attributes: ['title'],
        lengths: '[32]',
      }),
      'POST /databases/shop/collections/items/indexes {"key":"by","type":"key","attributes":["title"],"orders":[],"lengths":[32]}',
    ],
    [
      '1.8',
      resource('variable', ['mailer', 'SENDER'], undefined, { value: 'x' }),
      'POST /functions/mailer/variables {"key":"SENDER","value":"x","secret":false}',
    ],
    [
      '1.8',
      resource('attribute', ['shop', 'items', 'route'], 'linestring', { default: '[[0,0],[1,1]]' }),
      'POST /databases/shop/collections/items/attributes/line {"key":"route","required":false,"default":[[0,0],[1,1]]}',
    ],
    [
      '1.9',
      resource('attribute', ['shop', 'items', 'note'], 'longtext', {}),
      'POST /databases/shop/collections/items/attributes/longtext {"key":"note","required":false,"array":false,"encrypt":false}',
    ],
    [
      '1.9',
      resource('project variable', ['SENDER'], undefined, { value: 'x' }),
      'POST /project/variables {"variableId":"unique()","key":"SENDER","value":"x","secret":false}',
    ],
    [
      '1.9',
      resource('webhook', ['audit'], undefined, { url: 'https://example.com', events: ['users.*'] }),
      'POST /webhooks {"webhookId":"unique()","url":"https://example.com","name":"audit","events":["users.*"],"enabled":true,"security":true}',
    ],
  ])('create in %s %o', (version, each, expected) => {
    expect(line(createRequest(each, at(version)), version)).toBe(expected);
  });

  it('keep a variable secret, and its value', () => {
    const secret = live('variable', ['mailer'], '{"$id":"made","key":"A","value":"","secret":true}');
    const keeps = updateRequest(secret, new Map(), at('1.8'));
    expect(line(keeps, '1.8')).toBe('PUT /functions/mailer/variables/made {"key":"A","secret":true}');
  });

  it('change and delete a webhook where 1.9 has it', () => {
    const webhook = live(
      'webhook',
      [],
      '{"$id":"made","name":"audit","url":"https://example.com","events":["users.*"],"security":true,"httpUser":"","httpPass":"","enabled":true}',
    );
    const update = updateRequest(webhook, new Map([['enabled', false]]), at('1.9'));
    expect(line(update, '1.9')).toBe(
      'PUT /webhooks/made {"name":"audit","url":"https://example.com","events":["users.*"],"enabled":false,"security":true}',
    );
    expect(line(deleteRequest(webhook, at('1.9')), '1.9')).toBe('DELETE /webhooks/made');
  });

  it('rename an attribute and change it in one request', () => {
    const renamed = renameRequest(live18, 'headline', new Map([['size', 200n]]), at('1.8'));
    expect(line(renamed, '1.8')).toBe(
      'PATCH /databases/shop/collections/items/attributes/string/title {"required":true,"default":null,"size":200,"newKey":"headline"}',
    );
    const relationship = live(
      'attribute',
      ['shop', 'items'],
      '{"key":"notes","type":"relationship","relatedCollection":"notes","relationType":"oneToMany","twoWay":true,"twoWayKey":"item","onDelete":"cascade","side":"parent"}',
    );
    expect(line(renameRequest(relationship, 'remarks', new Map(), at('1.6')), '1.6')).toBe(
      'PATCH /databases/shop/collections/items/attributes/notes/relationship {"onDelete":"cascade","newKey":"remarks"}',
    );
    expect(() => renameRequest(live18, 'headline', new Map(), at('1.5'))).toThrow("1.5 can't rename");
  });

  it('set alerts of sessions', () => {
    const request = settingRequest({ kind: 'security', field: 'sessionAlerts' }, true, at('1.6'));
    expect(line(request, '1.6')).toBe('PATCH /projects/shop/auth/session-alerts {"alerts":true}');
  });
});
