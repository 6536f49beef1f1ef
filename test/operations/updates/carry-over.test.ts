import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { Transport } from '../../../src/transport.ts';
import { envFor } from '../../kit/env.ts';
import { runLine } from '../../kit/in-process.ts';
import { sandboxEnv, sandboxTransport } from '../../kit/sandbox-transport.ts';
import { memoryTransport } from '../../kit/transport.ts';
import { type TestSandbox, testSandbox } from '../../sandbox/client.ts';

interface Sent {
  readonly method: string;
  readonly path: string;
  readonly format: string | undefined;
  /** JSON text. */
  readonly body: string | undefined;
}

type Reply = readonly [status: number, json: string];

/** A server that answers with these replies, one after the other, and records what it was sent. */
function scripted(...replies: readonly Reply[]): { readonly sent: readonly Sent[]; transport: Transport } {
  const sent: Sent[] = [];
  const transport = memoryTransport(({ method, url, headers, body }) => {
    const format = headers['x-appwrite-response-format'] as string | undefined;
    sent.push({ method, path: url, format, body: body.length > 0 ? body.toString() : undefined });
    const [status, json] = replies[sent.length - 1]!;
    return { status, headers: { 'content-type': 'application/json' }, body: json };
  });
  return { sent, transport };
}

const env = envFor('http://127.0.0.1:9/v1');
const run = (transport: Transport, ...argv: readonly string[]) =>
  runLine([...argv, '--json'], { env, transport });

/** A function as Appwrite 1.8 answers it without a response format. */
const newFunction = `{"$id":"fn","execute":["any"],"name":"Old","enabled":false,"live":true,"logging":false,
 "runtime":"node-22","deploymentId":"d1","scopes":["users.read"],"vars":[],"events":[],"schedule":"",
 "timeout":9007199254740993,"entrypoint":"a.js","commands":"","installationId":"","providerSilentMode":true,
 "providerBranch":null,"specification":"s-1vcpu-512mb"}`;

describe('an update on a newer server', () => {
  it('reads and writes without a response format, and carries over what only that server knows', async () => {
    const { sent, transport } = scripted([200, newFunction], [200, '{"$id":"fn"}']);
    const ran = await run(transport, 'functions', 'update', 'fn', '--name', 'New');
    expect(ran).toMatchObject({ code: 0, stdout: '{"$id":"fn"}\n', stderr: '' });
    expect(sent.map(({ method, path, format }) => [method, path, format])).toEqual([
      ['GET', '/v1/functions/fn', undefined],
      ['PUT', '/v1/functions/fn', undefined],
    ]);
    // Numbers keep their digits; null and empty texts, which the server would set itself, are left out.
    expect(sent[1]?.body).toBe(
      '{"name":"New","runtime":"node-22","execute":["any"],"events":[],"timeout":9007199254740993,' +
        '"enabled":false,"logging":false,"entrypoint":"a.js","providerSilentMode":true,' +
        '"scopes":["users.read"],"specification":"s-1vcpu-512mb"}',
    );
  });

  it('carries over what a site needs to be built', async () => {
    const site =
      '{"$id":"web","name":"Web","enabled":true,"framework":"other","timeout":30,"installCommand":"",' +
      '"outputDirectory":"./","specification":"s-1vcpu-512mb","buildRuntime":"static-1",' +
      '"adapter":"static","fallbackFile":"index.html","deploymentRetention":3}';
    const { sent, transport } = scripted([200, site], [200, '{"$id":"web"}']);
    await run(transport, 'sites', 'update', 'web', '--timeout', '20', '--api-version', '1.8');
    expect(sent[1]?.body).toBe(
      '{"name":"Web","framework":"other","enabled":true,"timeout":20,"outputDirectory":"./",' +
        '"buildRuntime":"static-1","adapter":"static","fallbackFile":"index.html",' +
        '"specification":"s-1vcpu-512mb","deploymentRetention":3}',
    );
  });

  it('updates a secret variable without a response format, and reads nothing if --key is given', async () => {
    const { sent, transport } = scripted([200, '{"$id":"v"}']);
    await run(transport, 'functions', 'update-variable', 'fn', 'v', '--key', 'A', '--value', 'x');
    expect(sent).toEqual([
      {
        method: 'PUT',
        path: '/v1/functions/fn/variables/v',
        format: undefined,
        body: '{"key":"A","value":"x"}',
      },
    ]);
  });

  it('does not send the hidden value of a secret variable', async () => {
    const { sent, transport } = scripted(
      [200, '{"$id":"v","key":"A","value":"","secret":true}'],
      [200, '{}'],
    );
    await run(transport, 'functions', 'update-variable', 'fn', 'v', '--value', 'x');
    expect(sent.map(({ body }) => body)).toEqual([undefined, '{"key":"A","value":"x"}']);
  });
});

describe('an update that cannot read first', () => {
  const rename = ['databases', 'update-collection', 'shop', 'items', '--name', 'New'] as const;

  it.each([
    [
      'names the missing scope, and --replace',
      [
        401,
        '{"message":"app.p@service (role: applications) missing scope (collections.read)","code":401,"type":"general_unauthorized_scope"}',
      ],
      3,
      /nothing was changed.*give the API key the scope collections\.read too, or use --replace/,
    ],
    [
      'says that the object is not there',
      [404, '{"message":"No such collection.","code":404,"type":"collection_not_found"}'],
      4,
      /nothing was changed: the current collection can't be read: No such collection/,
    ],
    [
      'refuses the answer of a gateway',
      [200, '{"loginRequired":true}'],
      1,
      /nothing was changed: the current collection can't be read: the server's response is not as expected/,
    ],
    ['refuses a list', [200, '[]'], 1, /nothing was changed/],
    [
      'refuses a value of another type',
      [200, '{"$id":"items","name":"Old","enabled":"yes"}'],
      1,
      /nothing was changed: .*enabled.*give --enabled/,
    ],
  ] as const)('%s, and sends nothing', async (_, reply, code, message) => {
    const { sent, transport } = scripted(reply);
    const ran = await run(transport, ...rename);
    expect(ran).toMatchObject({ code, stdout: '' });
    expect(ran.stderr).toMatch(message);
    expect(sent).toHaveLength(1);
  });

  it('requires a name from the line if the answer has none', async () => {
    const { sent, transport } = scripted([200, '{"$id":"items"}']);
    const ran = await run(transport, 'databases', 'update-collection', 'shop', 'items', '--enabled');
    expect(ran).toMatchObject({ code: 1, stderr: expect.stringContaining('give --name') });
    expect(sent).toHaveLength(1);
  });
});

it('reads nothing if the line names everything', async () => {
  const { sent, transport } = scripted([200, '{"$id":"shop"}']);
  await run(transport, 'databases', 'update', 'shop', '--name', 'A', '--enabled');
  expect(sent.map(({ method }) => method)).toEqual(['PUT']);
});

it('says how to send the line alone if the server refuses what was carried over', async () => {
  const refusal = '{"message":"Invalid compression","code":400,"type":"general_argument_invalid"}';
  const { transport } = scripted([200, '{"$id":"b","name":"B","compression":"odd"}'], [400, refusal]);
  const ran = await run(transport, 'storage', 'update-bucket', 'b', '--name', 'C');
  expect(ran).toMatchObject({ code: 5, stderr: expect.stringContaining('--replace sends only those given') });
});

it('sends nothing in a dry run, and says that more would be sent', async () => {
  const { sent, transport } = scripted();
  const ran = await runLine(['databases', 'update-collection', 'shop', 'items', '--enabled', '--dry-run'], {
    env,
    transport,
  });
  expect(ran.code).toBe(0);
  expect(ran.stdout).toContain(`--data-raw '{"enabled":true}'`);
  expect(ran.stderr).toContain('GET /databases/shop/collections/items is sent first');
  const bare = [...'databases update-collection shop items --name X --replace --dry-run'.split(' ')];
  expect((await runLine(bare, { env, transport })).stderr).toBe('');
  expect(sent).toEqual([]);
});

it.each([
  ['names nothing', ['databases', 'update', 'shop'], 'there is nothing to change'],
  [
    'has --replace and no name',
    ['databases', 'update', 'shop', '--enabled', '--replace'],
    '--name is missing',
  ],
])('refuses a line that %s, and sends nothing', async (_, argv, message) => {
  const { sent, transport } = scripted();
  expect(await run(transport, ...argv)).toMatchObject({ code: 2, stderr: expect.stringContaining(message) });
  expect(sent).toEqual([]);
});

describe('--replace', () => {
  let at: TestSandbox;
  beforeAll(async () => {
    at = await testSandbox();
    const bucket = { bucketId: 'pics', name: 'Pics', permissions: ['read("any")'], fileSecurity: true };
    await at.request('POST', '/storage/buckets', { body: { ...bucket, compression: 'zstd' } });
  });
  afterAll(() => at.sandbox.close());

  it('sends only the line, and the server resets the rest', async () => {
    const ran = await runLine(['storage', 'update-bucket', 'pics', '--name', 'New', '--replace', '--json'], {
      env: sandboxEnv(at.sandbox),
      transport: sandboxTransport(at.sandbox),
    });
    expect(JSON.parse(ran.stdout)).toMatchObject({
      $permissions: ['read("any")'],
      fileSecurity: false,
      compression: 'none',
    });
  });
});
