import { describe, expect, it } from 'vitest';
import { altered, disturbed, isCreation, refusal } from '../../kit/disturbed.ts';
import { type Workplace, workplace } from './pushing.ts';

const text = (key: string, facts: object = {}) => ({
  key,
  type: 'string',
  size: 50,
  required: false,
  ...facts,
});
const posts = (facts: object = {}) => ({
  $id: 'posts',
  databaseId: 'main',
  name: 'Posts',
  $permissions: ['read("any")'],
  documentSecurity: true,
  enabled: false,
  attributes: [text('title')],
  indexes: [],
  ...facts,
});
const project = (facts: object = {}) => ({
  projectId: 'sandbox',
  databases: [{ $id: 'main', name: 'Main', enabled: false }],
  collections: [posts()],
  ...facts,
});

/** A project that has been pushed once, from this file. */
async function pushed(file: object = project(), files: object = {}): Promise<Workplace> {
  const place = await workplace({ 'appwrite.json': file, ...files });
  const first = await place.run('push --yes --json');
  expect(first.code === 0 || first).toBe(true);
  return place;
}

const path = '/databases/main/collections/posts';

describe('push', () => {
  it('makes the project, verifies it, and sends nothing the second time', async () => {
    const place = await workplace({ 'appwrite.json': project() });
    const { code, stdout, stderr } = await place.run('push --yes');
    expect({ code, stdout }).toEqual({
      code: 0,
      stdout: 'Applied 3 actions.\nThe project matches the file.\n',
    });
    expect(stderr).toContain(
      'created database main\ncreated collection main/posts\ncreated attribute main/posts/title\n',
    );
    const second = await place.run('push --yes');
    expect(second).toMatchObject({ code: 0, stdout: 'The project matches the file.\n', writes: [] });
  });

  it.each<[string, object, (place: Workplace) => Promise<object>, object]>([
    [
      'the name of a collection, whose documentSecurity and enabled stay (story 25)',
      project({ collections: [{ $id: 'posts', databaseId: 'main', name: 'Articles' }] }),
      (place) => place.send('GET', path),
      { name: 'Articles', documentSecurity: true, enabled: false, $permissions: ['read("any")'] },
    ],
    [
      'the name of a database, which stays disabled (story 26)',
      project({ databases: [{ $id: 'main', name: 'Other' }] }),
      (place) => place.send('GET', '/databases/main'),
      { name: 'Other', enabled: false },
    ],
    [
      'permissions alone (story 27)',
      project({ collections: [posts({ $permissions: ['write("users")'] })] }),
      (place) => place.send('GET', path),
      {
        $permissions: ['create("users")', 'update("users")', 'delete("users")'],
        documentSecurity: true,
        enabled: false,
      },
    ],
  ])('changes %s', async (_, file, read, expected) => {
    const place = await pushed();
    place.write('appwrite.json', file);
    const { code, report } = await place.run('push --yes --json');
    expect({ code, remaining: report?.remaining }).toEqual({ code: 0, remaining: [] });
    expect(await read(place)).toMatchObject(expected);
    expect((await place.run('push --yes')).writes).toEqual([]);
  });

  it('changes default and bounds with one request, and the delete rule of a relationship (stories 28, 31)', async () => {
    const number = (facts: object) => ({ key: 'stars', type: 'integer', required: false, min: 0, ...facts });
    const relation = (onDelete: string) => ({
      key: 'author',
      type: 'relationship',
      required: false,
      relatedCollection: 'people',
      relationType: 'manyToOne',
      twoWay: false,
      onDelete,
    });
    const file = (facts: object, onDelete: string) =>
      project({
        collections: [
          posts({ attributes: [number(facts), relation(onDelete)] }),
          posts({ $id: 'people', name: 'People' }),
        ],
      });
    const place = await pushed(file({ max: 10, default: 3 }, 'restrict'));
    place.write('appwrite.json', file({ max: 20, default: 4 }, 'cascade'));
    const { code, writes } = await place.run('push --yes --json');
    expect({ code, writes }).toEqual({
      code: 0,
      writes: [`PATCH ${path}/attributes/integer/stars`, `PATCH ${path}/attributes/author/relationship`],
    });
    expect((await place.run('push --yes')).writes).toEqual([]);
  });

  it('makes two one-way relationships to one collection that comes later in the file (stories 33, 34)', async () => {
    const to = (key: string, twoWay = false) => ({
      key,
      type: 'relationship',
      required: false,
      relatedCollection: 'people',
      relationType: 'manyToOne',
      twoWay,
      onDelete: 'setNull',
      side: 'parent',
      ...(twoWay && { twoWayKey: 'drafts' }),
    });
    const child = { ...to('drafts', true), relatedCollection: 'posts', side: 'child', twoWayKey: 'editor' };
    const file = project({
      collections: [
        posts({ attributes: [to('author'), to('reviewer'), to('editor', true)] }),
        posts({ $id: 'people', name: 'People', attributes: [child] }),
      ],
    });
    const place = await pushed(file);
    const { attributes } = await place.send('GET', path);
    expect(attributes.map(({ key, status }: { key: string; status: string }) => `${key} ${status}`)).toEqual([
      'author available',
      'reviewer available',
      'editor available',
    ]);
  });

  it('finds by verification what the server did not keep, and names it with exit 1 (story 76)', async () => {
    const place = await workplace({ 'appwrite.json': project() });
    const transport = disturbed(place.sandbox, ({ method, url }, pass) =>
      method === 'GET' && url.pathname.endsWith('/collections')
        ? altered(pass, ({ collections }) => {
            for (const each of collections) each.$permissions = [];
          })
        : pass(),
    );
    const { code, stderr, report } = await place.run('push --yes --json', { transport });
    expect(code).toBe(1);
    expect(stderr).toContain('the server did not save every change: collection main/posts (permissions []');
    expect(report.remaining).toMatchObject([{ id: 'change collection main/posts' }]);
  });

  it.each([
    [
      'without a terminal and --yes (story 48)',
      'push',
      'changing the project sandbox needs a yes, and there is no terminal to ask on',
    ],
    [
      'for a credential of another project',
      'push --yes --confirm shop',
      '--confirm names shop, but the project is sandbox',
    ],
  ])('sends nothing %s', async (_, line, message) => {
    const place = await workplace({ 'appwrite.json': project() });
    const { code, stderr, writes } = await place.run(line);
    expect({ code, writes }).toEqual({ code: 2, writes: [] });
    expect(stderr).toContain(message);
  });

  it('wants the ID of the project for a protected environment (story 46)', async () => {
    const own = {
      version: 1,
      environments: { prod: { projectId: 'sandbox', endpoint: 'http://127.0.0.1/v1', protected: true } },
    };
    const place = await workplace({ 'appwrite.json': project(), 'appwrite-cli.json': own });
    for (const line of ['push --env prod --yes', 'push --yes', 'push --env prod --yes --confirm other']) {
      const { code, writes } = await place.run(line);
      expect({ code, writes }).toEqual({ code: 2, writes: [] });
    }
    const { stderr } = await place.run('push --env prod --yes');
    expect(stderr).toContain('prod is protected, and --yes is not enough');
    expect(stderr).toContain('--confirm sandbox');
    expect((await place.run('push --env prod --confirm sandbox')).code).toBe(0);
  });

  it('tells a protected project from one with its ID on another server', async () => {
    const here = { projectId: 'sandbox', endpoint: 'http://127.0.0.1/v1' };
    const prod = { projectId: 'sandbox', endpoint: 'https://prod.test/v1', protected: true };
    const own = { version: 1, environments: { dev: here, prod, unplaced: { projectId: 'sandbox' } } };
    const place = await workplace({ 'appwrite.json': project(), 'appwrite-cli.json': own });
    const codes: number[] = [];
    for (const line of ['push --yes', 'push --env unplaced --yes', 'push --env dev --yes'])
      codes.push((await place.run(line)).code);
    expect(codes).toEqual([2, 2, 0]);
  });

  it.each([
    'push collection databases --all --force',
    'push all --force',
    'deploy collection databases --all --yes',
    'apply --yes',
  ])('takes the spelling %s (story 79)', async (line) => {
    const place = await workplace({ 'appwrite.json': project() });
    expect((await place.run(line)).code).toBe(0);
    expect(await place.send('GET', path)).toMatchObject({ name: 'Posts' });
  });

  it('never takes --force for consent to a loss (stories 42, 79)', async () => {
    const place = await pushed();
    await place.send('POST', `${path}/documents`, { documentId: 'd', data: { title: 'kept' } });
    place.write(
      'appwrite.json',
      project({ collections: [posts({ attributes: [text('title', { size: 99 })] })] }),
    );
    const { code, stderr, writes } = await place.run('push --all --force');
    expect({ code, writes }).toEqual({ code: 2, writes: [] });
    expect(stderr).toContain('attribute main/posts/title');
    expect(stderr).toContain('--allow-data-loss main/posts/title');
    expect((await place.run('push --yes --allow-data-loss main/posts/title')).code).toBe(0);
  });

  it('stops at a rate limit of an hour with exit 7, and goes on from there (story 37)', async () => {
    const place = await workplace({ 'appwrite.json': project() });
    const transport = disturbed(place.sandbox, async (request, pass) =>
      isCreation(request, '/string')
        ? refusal(429, 'general_rate_limit_exceeded', { headers: { 'retry-after': '3600' } })
        : pass(),
    );
    const { code, stderr } = await place.run('push --yes', { transport });
    expect(code).toBe(7);
    expect(stderr).toContain('2 of 3 actions done');
    expect((await place.run('push --yes')).code).toBe(0);
  });

  it('lists what is done and what is open after Ctrl-C (story 39)', async () => {
    const place = await workplace({ 'appwrite.json': project() });
    const ctrlC = new AbortController();
    const transport = disturbed(place.sandbox, (request, pass) => {
      if (isCreation(request, '/collections')) ctrlC.abort(new Error('SIGINT'));
      return pass();
    });
    const { code, stderr } = await place.run('push --yes', { transport, signal: ctrlC.signal });
    expect(code).toBe(130);
    expect(stderr).toContain(
      'done      create collection main/posts\nnot done  create attribute main/posts/title\n',
    );
    expect(stderr).toContain('interrupted: 2 of 3 actions done');
  });

  it('ends with 8 for what failed, and waits for an attribute of an earlier push (story 23)', async () => {
    const place = await workplace({ 'appwrite.json': project() });
    let isStuck = true;
    const transport = disturbed(place.sandbox, ({ url }, pass) =>
      isStuck && /\/(attributes|collections)$/.test(url.pathname)
        ? altered(pass, ({ attributes, collections }) => {
            for (const each of attributes ??
              collections?.flatMap((one: { attributes: object[] }) => one.attributes) ??
              [])
              each.status = 'processing';
          })
        : pass(),
    );
    const failed = await place.run('push --yes', { transport });
    expect(failed.code).toBe(8);
    expect(failed.stderr).toContain('attribute main/posts/title is not available: it is processing');
    expect(failed.stderr).toContain('health get-queue-databases');
    const again = await place.run('push --yes', { transport });
    expect(again).toMatchObject({ code: 8, writes: [] });
    expect(again.stderr).toContain('there was no progress for 120 s');
    isStuck = false;
    expect(await place.run('push --yes', { transport })).toMatchObject({ code: 0, writes: [] });
  });

  it('makes a two-way relationship that failed again, whose other side keeps its key (story 24)', async () => {
    const link = { key: 'next', type: 'relationship', relatedCollection: 'notes', relationType: 'oneToMany' };
    const sides = { twoWay: true, twoWayKey: 'previous', onDelete: 'setNull', side: 'parent' };
    const notes = { $id: 'notes', databaseId: 'main', name: 'Notes', attributes: [] };
    const posts = { $id: 'posts', databaseId: 'main', name: 'Posts', attributes: [{ ...link, ...sides }] };
    const file = {
      projectId: 'sandbox',
      databases: [{ $id: 'main', name: 'Main' }],
      collections: [notes, posts],
    };
    const schemaFaults = [{ path: 'main/posts/next', effect: 'fails' }] as const;
    const place = await workplace({ 'appwrite.json': file }, { schemaFaults });
    expect((await place.run('push --yes')).code).toBe(8);
    place.sandbox.setDifficulties({});
    const { code, writes } = await place.run('push --yes');
    expect({ code, deleted: writes.filter((line) => line.startsWith('DELETE')) }).toEqual({
      code: 0,
      deleted: [
        'DELETE /databases/main/collections/posts/attributes/next',
        'DELETE /databases/main/collections/notes/attributes/previous',
      ],
    });
    expect(await place.run('push --yes')).toMatchObject({ code: 0, writes: [] });
  });

  it('prints with --dry-run what it would send, and sends nothing', async () => {
    const own = { version: 1, variables: { mailer: { TOKEN: { env: 'MAIL_TOKEN' } } } };
    const file = project({ functions: [{ $id: 'mailer', name: 'Mailer', runtime: 'node-18.0' }] });
    const place = await workplace({ 'appwrite.json': file, 'appwrite-cli.json': own });
    const env = { MAIL_TOKEN: 'canary-token-2' };
    const { code, stdout, stderr, writes } = await place.run('push --dry-run', { env });
    expect({ code, writes }).toEqual({ code: 0, writes: [] });
    expect(stdout).toContain('# create attribute main/posts/title\ncurl -X POST ');
    expect(stdout).toContain('"key":"TOKEN","value":"***"');
    expect(stdout + stderr).not.toContain('canary-token-2');
  });

  it('is done by two at once (story 41)', async () => {
    const place = await workplace({ 'appwrite.json': project() });
    const both = await Promise.all([place.run('push --yes'), place.run('push --yes')]);
    expect(both.map(({ code }) => code)).toEqual([0, 0]);
    expect((await place.run('push --yes')).writes).toEqual([]);
  });
});

describe('push of functions', () => {
  const mailer = (facts: object = {}) => ({
    $id: 'mailer',
    name: 'Mailer',
    runtime: 'node-18.0',
    entrypoint: 'main.js',
    path: 'mailer',
    ...facts,
  });
  const file = (facts: object = {}) => ({ projectId: 'sandbox', functions: [mailer(facts)] });
  const code = { 'mailer/main.js': 'export default () => {};', 'mailer/lib.js': '' };
  const own = {
    version: 1,
    variables: { mailer: { TOKEN: { env: 'MAIL_TOKEN' }, SENDER: 'a@example.org' } },
  };
  const env = { MAIL_TOKEN: 'canary-token-1' };
  const deployments = async (place: Workplace) =>
    (await place.send('GET', '/functions/mailer/deployments')).total;

  it('deploys code once, and again when a file was touched, naming how many differ (stories 61, 62)', async () => {
    const place = await pushed(file(), code);
    expect(await deployments(place)).toBe(1);
    expect((await place.run('push --yes')).writes).toEqual([]);
    place.write('mailer/lib.js', 'changed');
    expect((await place.run('push --yes')).code).toBe(0);
    expect(await deployments(place)).toBe(2);
    expect((await place.run('push --yes')).writes).toEqual([]);
  });

  it('changes a runtime in place and builds again (story 67)', async () => {
    const place = await pushed(file(), code);
    place.write('appwrite.json', file({ runtime: 'php-8.0' }));
    const { code: exit, writes } = await place.run('push --yes --json');
    expect(exit).toBe(0);
    expect(writes[0]).toBe('PUT /functions/mailer');
    expect(writes[1]).toMatch(/builds|deployments/);
    expect(await place.send('GET', '/functions/mailer')).toMatchObject({ runtime: 'php-8.0', live: true });
  });

  it('sends secrets from their variables, and shows them nowhere (stories 63, 64)', async () => {
    const place = await workplace({ 'appwrite.json': file(), 'appwrite-cli.json': own, ...code });
    const missing = await place.run('push --yes');
    expect({ code: missing.code, writes: missing.writes }).toEqual({ code: 2, writes: [] });
    expect(missing.stderr).toContain('MAIL_TOKEN is not set');
    const { code: exit, stdout, stderr } = await place.run('push --yes --json -v', { env });
    expect(exit).toBe(0);
    expect(stdout + stderr).not.toContain('canary-token-1');
    const { variables } = await place.send('GET', '/functions/mailer/variables');
    expect(
      variables.map(({ key, value }: { key: string; value: string }) => `${key}=${value}`).sort(),
    ).toEqual(['SENDER=a@example.org', 'TOKEN=canary-token-1']);
    expect((await place.run('push --yes', { env })).writes).toEqual([]);
  });

  it('sets the variables of the .env in the folder of a function only with --with-variables', async () => {
    const place = await pushed(file(), { ...code, 'mailer/.env': 'TOKEN="canary-token-2"\n' });
    const line = 'push functions --all --with-variables --yes --json -v';
    expect((await place.run(line.replace(' --with-variables', ''))).writes).toEqual([]);
    const { code: exit, stdout, stderr } = await place.run(line);
    expect(exit).toBe(0);
    expect(stdout + stderr).not.toContain('canary-token-2');
    const { variables } = await place.send('GET', '/functions/mailer/variables');
    expect(variables).toMatchObject([{ key: 'TOKEN', value: 'canary-token-2' }]);
    expect((await place.run('plan --with-variables --exit-code')).code).toBe(0);
  });

  it('keeps a variable that the file does not mention, and deletes it with --prune variables (story 65)', async () => {
    const place = await pushed(file(), {
      ...code,
      'appwrite-cli.json': { ...own, variables: { mailer: { SENDER: 'a' } } },
    });
    await place.send('POST', '/functions/mailer/variables', { key: 'OTHER', value: 'b' });
    expect((await place.run('push --yes')).writes.filter((line) => line.startsWith('DELETE'))).toEqual([]);
    const { code: exit, writes } = await place.run('push --yes --prune variables --json');
    expect(exit).toBe(0);
    expect(writes.filter((line) => line.startsWith('DELETE'))).toHaveLength(1);
  });

  it('leaves the connection to a Git repository as it is (story 66)', async () => {
    const place = await pushed(file(), code);
    const sent: string[] = [];
    const transport = disturbed(place.sandbox, (request, pass) => {
      if (request.method === 'PUT') sent.push(String(request.body));
      return request.method === 'GET' && request.url.pathname === '/v1/functions'
        ? altered(pass, ({ functions }) => {
            Object.assign(functions[0], {
              installationId: 'i',
              providerRepositoryId: 'r',
              providerBranch: 'main',
            });
          })
        : pass();
    });
    place.write('appwrite.json', file({ timeout: 30 }));
    await place.run('push --yes', { transport });
    expect(JSON.parse(sent[0]!)).toMatchObject({
      installationId: 'i',
      providerRepositoryId: 'r',
      providerBranch: 'main',
      timeout: 30,
    });
  });

  it('does everything else if a build fails, and ends with 8 (story 40)', async () => {
    const place = await workplace({
      'appwrite.json': { ...file(), teams: [{ $id: 'editors', name: 'Editors' }] },
      ...code,
    });
    const transport = disturbed(place.sandbox, ({ method, url }, pass) =>
      method === 'GET' && /deployments\/./.test(url.pathname)
        ? altered(pass, (answer) =>
            Object.assign(answer, { status: 'failed', buildLogs: 'npm ERR! no such module' }),
          )
        : pass(),
    );
    const { code: exit, stderr } = await place.run('push --yes', { transport });
    expect(exit).toBe(8);
    expect(stderr).toContain('the build of function mailer ended as failed');
    expect(stderr).toContain('npm ERR! no such module');
    expect(await place.send('GET', '/teams/editors')).toMatchObject({ name: 'Editors' });
  });
});
