import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { createSandbox } from '../../../src/sandbox/sandbox.ts';
import type { Transport, TransportRequest } from '../../../src/transport.ts';
import { runLine } from '../../kit/in-process.ts';
import { sandboxEndpoint, sandboxEnv, sandboxTransport } from '../../kit/sandbox-transport.ts';
import { type Files, projectFolder } from '../../project/file/project.ts';
import { projectEnv, projectServer, type ServerOptions } from '../../project/server.ts';

type Entry = Readonly<Record<string, unknown>>;

/** The project of a seeded sandbox, as far as the tests describe it. */
const products: Entry = {
  $id: 'products',
  databaseId: 'shop',
  name: 'Products',
  $permissions: ['create("users")', 'read("any")'],
  attributes: [
    { key: 'title', type: 'string', size: 128, required: true },
    { key: 'price', type: 'double', required: false, min: 0 },
    { key: 'stock', type: 'integer', required: false, min: 0 },
    {
      key: 'category',
      type: 'string',
      format: 'enum',
      elements: ['kitchen', 'living', 'office', 'garden'],
      required: false,
    },
    { key: 'active', type: 'boolean', required: false, default: true },
    { key: 'tags', type: 'string', size: 32, required: false, array: true },
  ],
};
const shop = (...attributes: Entry[]): Entry => ({
  databases: [{ $id: 'shop', name: 'Shop' }],
  collections: [{ ...products, attributes: attributes.length > 0 ? attributes : products.attributes }],
});
const changed = (key: string, change: Entry): Entry =>
  shop(...(products.attributes as Entry[]).map((each) => (each.key === key ? { ...each, ...change } : each)));
const without = (key: string): Entry =>
  shop(...(products.attributes as Entry[]).filter((each) => each.key !== key));

/** Runs lines in a folder with these files, against one sandbox. */
async function lines(files: Files) {
  const sandbox = await createSandbox({ seed: true });
  const inner = sandboxTransport(sandbox);
  const writes: string[] = [];
  const transport: Transport = {
    send(request: TransportRequest) {
      if (request.method !== 'GET') writes.push(`${request.method} ${request.url.pathname}`);
      return inner.send(request);
    },
    close: () => inner.close(),
  };
  const cwd = projectFolder(files);
  const env = { ...sandboxEnv(sandbox), LANG: 'C.UTF-8' };
  const servers = new Map([[sandboxEndpoint, transport]]);
  const run = async (...argv: string[]) => {
    const { code, stdout, stderr } = await runLine(argv, { env, cwd, servers });
    return { code, stdout, stderr };
  };
  return { run, writes, cwd };
}

const target = 'sandbox at http://127.0.0.1/v1 (APPWRITE_PROJECT_ID, address from APPWRITE_ENDPOINT)';

describe('plan', () => {
  it('says in one line that nothing is to do (story 11)', async () => {
    const { run } = await lines({ 'appwrite.json': shop() });
    const result = await run('plan', '--exit-code');
    expect(result).toEqual({ code: 0, stdout: `${target}\nthe project matches the file\n`, stderr: '' });
  });

  it('shows a changed default on one line, ends with 9, and sends no write (story 12)', async () => {
    const { run, writes } = await lines({ 'appwrite.json': changed('active', { default: false }) });
    const { code, stdout } = await run('plan', '--exit-code');
    expect(code).toBe(9);
    expect(stdout).toBe(
      `${target}\n~ attribute  shop/products/active  default true → false\n1 to change. Data loss: no\n`,
    );
    expect(writes).toEqual([]);
    expect((await run('plan')).code).toBe(0);
  });

  it('keeps what only the server has, unless --strict asks for it (story 15)', async () => {
    const { run } = await lines({ 'appwrite.json': without('tags') });
    const { code, stdout } = await run('plan', '--exit-code');
    expect(code).toBe(0);
    expect(stdout).toContain('kept: 1 attribute that the file does not mention (--prune deletes them)');
    expect((await run('plan', '--strict')).code).toBe(9);
    expect((await run('diff', '--exit-code')).code).toBe(9);
  });

  it('writes the same JSON twice, but for the time (story 14)', async () => {
    const { run } = await lines({ 'appwrite.json': without('price') });
    const bare = async () =>
      (await run('plan', '--prune', '--json')).stdout.replace(/"createdAt":"[^"]*"/, '');
    const first = await bare();
    expect(first).toContain('"documents":{"kind":"exactly","documents":8}');
    expect(await bare()).toBe(first);
  });

  it('refuses a faulty file before anything is sent', async () => {
    const { run, writes } = await lines({ 'appwrite.json': changed('title', { size: 0 }) });
    const { code, stderr } = await run('plan');
    expect(code).toBe(2);
    expect(stderr).toContain('attribute shop/products/title: "size" must be 1 to 1073741824');
    expect(writes).toEqual([]);
  });
});

describe('what a plan leaves out', () => {
  const facts = {
    databases: { databases: [{ $id: 'main', name: 'Main', enabled: true }] },
    collections: { main: { collections: [] } },
    functions: { functions: [] },
  };
  const file = {
    databases: [{ $id: 'main', name: 'New' }],
    functions: [{ $id: 'f', name: 'F', runtime: 'node-18.0', enabled: false }],
    settings: { services: { account: false } },
  };
  const run = async (words: string, options: ServerOptions = {}, content: Entry = file) => {
    const transport = projectServer(facts, options);
    const cwd = projectFolder({ 'appwrite.json': content });
    return runLine(words.split(' '), { env: projectEnv, cwd, transport });
  };
  const lacking = { lacking: { '/functions': 'functions.read' } };

  it('is named if the key lacks a scope, and the rest is planned (story 18)', async () => {
    const { code, stdout } = await run('plan', lacking);
    expect(code).toBe(0);
    expect(stdout).toContain('~ database  main  name "Main" -> "New"');
    expect(stdout).toContain('not compared: functions (needs the scope functions.read)');
    expect(stdout).not.toContain('function  f');
  });

  it('is an error if the line names it (story 18)', async () => {
    const { code, stderr } = await run('plan functions', lacking);
    expect(code).toBe(3);
    expect(stderr).toContain("functions can't be read: needs the scope functions.read");
  });

  it('is named without a session of the console (story 19)', async () => {
    const { code, stdout } = await run('plan');
    expect(code).toBe(0);
    expect(stdout).toContain('not compared: settings (needs a console session: appwrite-cli login)');
    expect(stdout).toContain('+ function  f');
    expect((await run('plan settings')).code).toBe(3);
  });

  it('is not missed if the file does not describe it', async () => {
    const { stdout } = await run('plan', lacking, { databases: file.databases });
    expect(stdout).not.toContain('not compared');
  });

  it.each([
    ['plan --only databases', 'database'],
    ['plan --except databases', 'function'],
    ['plan databases', 'database'],
    ['plan functions/f', 'function'],
  ])('follows from the words of the line: %s', async (words, kind) => {
    const { stdout } = await run(`${words} --json`);
    expect(
      JSON.parse(stdout).actions.map((each: { resource: { kind: string } }) => each.resource.kind),
    ).toEqual([kind]);
  });

  it.each([
    ['plan functons', 'the argument "functons" is not a kind of resource', 'did you mean functions?'],
    ['plan --only', '--only needs a kind', 'kinds: databases'],
    ['plan --except all', '--except all leaves nothing', ''],
    ['plan --prune tems', '--prune "tems" is not a kind of resource', 'did you mean teams?'],
    [
      'plan --rename main/posts=a',
      '--rename takes an attribute and its new key',
      '--rename main/posts/title=headline',
    ],
    ['plan --code sometimes', '--code takes always, changed, never', ''],
    ['plan --env nowhere', '--env: there is no environment "nowhere"', ''],
  ])('is not guessed: %s', async (words, message, hint) => {
    const { code, stderr } = await run(words);
    expect(code).toBe(2);
    expect(stderr).toContain(message);
    expect(stderr).toContain(hint);
  });
});

describe('secrets', () => {
  const canary = 'hunter2-canary-value';
  const facts = {
    functions: {
      functions: [
        {
          $id: 'f',
          name: 'F',
          runtime: 'node-18.0',
          vars: [{ $id: 'v', key: 'A', value: `old-${canary}` }],
        },
      ],
    },
  };
  const files = {
    'appwrite.json': { functions: [{ $id: 'f', name: 'F', runtime: 'node-18.0' }] },
    'appwrite-cli.json': { variables: { f: { A: { env: 'MAIL_PASSWORD' }, B: { env: 'MAIL_PASSWORD' } } } },
  };

  it.each(['table', 'json', 'ndjson', 'yaml', 'csv', 'markdown'])(
    'show in no plan, difference or trace with -f %s (story 63)',
    async (format) => {
      for (const command of ['plan', 'diff']) {
        const { code, stdout, stderr } = await runLine([command, '-f', format, '-v', '-v'], {
          env: { ...projectEnv, MAIL_PASSWORD: canary },
          cwd: projectFolder(files),
          transport: projectServer(facts),
        });
        expect(code).toBe(0);
        expect(stdout + stderr).not.toContain(canary);
        expect(stdout).toMatch(/MAIL_PASSWORD|value (set|changed)|f\/A|"A"/);
      }
    },
  );

  it('that are not set are all named before anything is sent, if they matter (story 64)', async () => {
    const transport = projectServer(facts);
    const run = (...words: string[]) =>
      runLine(words, {
        env: projectEnv,
        cwd: projectFolder({
          ...files,
          'appwrite-cli.json': { variables: { f: { A: { env: 'FIRST' }, B: { env: 'SECOND' } } } },
        }),
        transport,
      });
    const { code, stderr } = await run('plan');
    expect(code).toBe(2);
    expect(stderr).toContain('the environment variable FIRST is not set');
    expect(stderr).toContain('the environment variable SECOND is not set');
    expect(transport.hits).toEqual([]);
    expect((await run('plan', '--except', 'variables')).code).toBe(0);
  });
});

describe('plan --rehearse', () => {
  const long = {
    $id: 'long',
    databaseId: 'shop',
    name: 'Long',
    attributes: [{ key: 'text', type: 'string', size: 800, required: false }],
  };
  const bare = { $id: 'long', databaseId: 'shop', name: 'Long' };
  const index = (...attributes: string[]) => ({ indexes: [{ key: 'k', type: 'key', attributes }] });

  it('finds an index that is too long before the project sees a request (story 75)', async () => {
    const first = shop();
    const { run, writes, cwd } = await lines({
      'appwrite.json': { ...first, collections: [...(first.collections as Entry[]), long] },
    });
    expect((await run('push', '--yes')).code).toBe(0);
    writes.length = 0;
    // The file says nothing about attributes, so that check can't know their lengths.
    const files = (more: Entry) => ({ databases: first.databases, collections: [{ ...bare, ...more }] });
    writeFileSync(join(cwd, 'appwrite.json'), JSON.stringify(files(index('text'))));
    const { code, stdout, stderr } = await run('plan', '--rehearse');
    expect(code).toBe(5);
    expect(stdout).toContain('+ index  shop/long/k');
    expect(stderr).toContain('the rehearsal was refused: create index shop/long/k: ');
    expect(writes).toEqual([]);
    writeFileSync(join(cwd, 'appwrite.json'), JSON.stringify(files({ name: 'Longer' })));
    const fine = await run('plan', '--rehearse');
    expect(fine).toMatchObject({ code: 0, stderr: expect.stringContaining('accepts the plan') });
    expect(writes).toEqual([]);
  });

  it('is for servers of the version of the sandbox', async () => {
    const { run } = await lines({ 'appwrite.json': shop() });
    const { code, stderr } = await run('plan', '--rehearse', '--api-version', '1.8');
    expect(code).toBe(2);
    expect(stderr).toContain('--rehearse works for Appwrite 1.5.7');
  });
});
