import { stripVTControlCharacters } from 'node:util';
import { describe, expect, it } from 'vitest';
import { runLine } from '../kit/in-process.ts';
import { typeLine } from '../kit/keyboard.ts';
import { sandboxEndpoint, seededSandbox } from '../kit/sandbox-transport.ts';
import { jsonResponse, memoryTransport } from '../kit/transport.ts';

const env = { APPWRITE_ENDPOINT: sandboxEndpoint, APPWRITE_PROJECT_ID: 'shop', APPWRITE_API_KEY: 'key' };
const enter = '\r';
const down = '\u001b[B';

const refused = { message: 'app.12@example missing scope', code: 401, type: 'general_unauthorized_scope' };
const unknownDatabase = { message: 'There is no such database', code: 404, type: 'database_not_found' };
/** Answers with a list that has more items than a page. */
const longList = (hit: { readonly url: string }) => {
  const text = decodeURIComponent(hit.url);
  const all = Array.from({ length: 150 }, (_, index) => ({ $id: `user${index}`, name: `Name ${index}` }));
  const search = /search=([^&]*)/.exec(text)?.[1];
  const begins = /"startsWith".*?"values":\["([^"]*)"\]/.exec(text)?.[1];
  const found = all.filter(
    ({ $id, name }) =>
      (search === undefined || name === search) && (begins === undefined || $id.startsWith(begins)),
  );
  return jsonResponse({ total: found.length, users: found.slice(0, 100) });
};

describe('a line without its arguments, on a terminal', () => {
  it('asks for each of them from the list that the ones before decide, and shows the whole line', async () => {
    const line = typeLine(['databases', 'get-document', '--fields', 'title'], await seededSandbox());
    await line.type('❯ shop', enter);
    await line.type('❯ products', enter);
    await line.type('lamp', 'TEA');
    await line.type('❯ teapot', enter);
    const { code, stdout } = await line.ended;
    expect(code, line.screen()).toBe(0);
    expect(stdout).toContain('Teapot for four');
    expect(stripVTControlCharacters(line.screen())).toContain(
      'appwrite-cli databases get-document shop products teapot --fields title\n',
    );
  });

  it('keeps what is given, as an argument or a flag', async () => {
    const line = typeLine(
      ['databases', 'get-document', 'shop', '--collectionId=products'],
      await seededSandbox(),
    );
    await line.type('lamp', `${down}${enter}`);
    expect((await line.ended).code, line.screen()).toBe(0);
    expect(line.screen()).toContain('get-document shop products teapot');
  });

  it('offers the choices of an argument', async () => {
    const line = typeLine(['avatars', 'get-browser', '--out', '/nowhere/x.png'], await seededSandbox());
    await line.type('Browser code', 'fx');
    await line.type('No results', '\u007f\u007fop');
    await line.type('❯ op', enter);
    await line.ended;
    expect(line.screen()).toContain('avatars get-browser op --out /nowhere/x.png');
  });

  it.each([
    ['of which there may be several', 'users block --yes', ['ada'], 'users block ada --yes'],
    [
      'of a command written by hand',
      'databases export-documents',
      ['shop', 'products'],
      'export-documents shop products',
    ],
    [
      'of another group',
      '--api-version 1.8 tokens create-file-token',
      ['photos', 'mug'],
      'create-file-token photos mug',
    ],
    [
      'whose path has no list above it',
      'storage get-bucket-usage',
      ['photos'],
      'storage get-bucket-usage photos',
    ],
  ])('asks for an ID %s', async (_, words, ids, repeated) => {
    const line = typeLine(words.split(' '), await seededSandbox());
    for (const id of ids) await line.type(`❯ ${id}`, enter);
    await line.ended;
    expect(stripVTControlCharacters(line.screen())).toContain(repeated);
  });

  it('deletes only after the usual question', async () => {
    const options = await seededSandbox();
    const line = typeLine(['users', 'delete'], options);
    await line.type('Ada Lovelace', enter);
    await line.type('Continue?', `n${enter}`);
    expect((await line.ended).code).toBe(2);
    expect((await runLine(['users', 'get', 'ada'], options)).code).toBe(0);
  });

  it('asks the server for what the first page lacks', async () => {
    const transport = memoryTransport(longList);
    const line = typeLine(['users', 'get', '--json'], { env, transport });
    await line.type('the first 100', 'Name 123');
    await line.type('user123', enter);
    await line.ended;
    expect(transport.hits.at(-1)?.url).toBe('/v1/users/user123');
    expect(line.screen()).toContain('users get user123 --json');
  });

  it('asks for the ID as text if the credential may not read the list', async () => {
    const transport = memoryTransport(() => jsonResponse(refused, 401));
    const line = typeLine(['users', 'get'], { env, transport });
    await line.type('User ID:', `ada${enter}`);
    expect((await line.ended).code).toBe(3);
    expect(line.screen()).toContain("the list to choose from can't be read: app.12@example missing scope");
    expect(transport.hits.map(({ url }) => url).at(-1)).toBe('/v1/users/ada');
  });

  it.each([
    ['Ctrl-C', 'users get', '\u0003', 130, 'interrupted'],
    ['Ctrl-D', 'users get', '\u0004', 130, 'interrupted'],
  ])('sends nothing more after %s', async (_, words, key, exitCode, text) => {
    const transport = memoryTransport(longList);
    const line = typeLine(words.split(' '), { env, transport });
    await line.type('user0', key);
    expect((await line.ended).code).toBe(exitCode);
    expect(line.screen()).toContain(text);
    expect(transport.hits).toHaveLength(1);
  });

  it.each([
    ['an empty list', { total: 0, users: [] }, 200, 2, 'there are no users to choose from'],
    ['a list that is none', { users: 1 }, 200, 1, 'error:'],
    ['a list of something that is missing', unknownDatabase, 404, 4, 'There is no such database'],
  ])('ends with %s', async (_, body, status, exitCode, text) => {
    const transport = memoryTransport(() => jsonResponse(body, status));
    const line = typeLine(['users', 'get'], { env, transport });
    expect((await line.ended).code).toBe(exitCode);
    expect(line.screen()).toContain(text);
  });

  it('shows no secret, and no more of a long value than that there is one', async () => {
    const transport = memoryTransport((hit) =>
      hit.method === 'GET' ? longList(hit) : jsonResponse(refused, 401),
    );
    const line = typeLine(['users', 'update-password', '--password', 'canary-secret'], { env, transport });
    await line.type('user0', enter);
    await line.ended;
    expect(line.screen()).toContain('users update-password user0 --password …');
    expect(line.screen()).not.toContain('canary');
  });
});

describe('a line without its arguments asks nothing', () => {
  const asksNothing: [why: string, line: string, options: Parameters<typeof typeLine>[1]][] = [
    ['in a pipe', 'users get', { stdoutIsTerminal: false }],
    ['in CI', 'users get', { env: { ...env, CI: '1' } }],
    ['with --no-input', 'users get --no-input', {}],
    ['in a dry run', 'users get --dry-run', {}],
    ['if a flag is missing too', 'users update-email', {}],
    ['for text that is in no list', 'storage upload', {}],
    [
      'for the ID of something new',
      'databases upsert-document shop products --data a=b --api-version 1.8',
      {},
    ],
  ];
  it.each(asksNothing)('%s', async (_, words, options) => {
    const transport = memoryTransport(longList);
    const line = typeLine(words.split(' '), { env, transport, ...options });
    expect((await line.ended).code).toBe(2);
    expect(line.screen()).toMatch(/(is|are) missing/);
    expect(transport.hits).toEqual([]);
  });

  it('without settings for a server', async () => {
    const line = typeLine(['users', 'get'], { env: {}, home: '/nowhere' });
    expect((await line.ended).code).toBe(3);
    expect(line.screen()).toContain('<user-id> is missing, and there is no list to choose from: no endpoint');
  });
});
