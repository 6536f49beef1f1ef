import { readdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { type LineOptions, runLine } from '../../kit/in-process.ts';
import { readXml } from '../../kit/xml.ts';
import { projectFolder } from '../../project/file/project.ts';
import { projectEnv, projectServer } from '../../project/server.ts';

const title = { key: 'title', type: 'string', size: 50, required: true, array: false };
const author = {
  ...{ key: 'author', type: 'relationship', relatedCollection: 'authors', relationType: 'manyToOne' },
  ...{
    twoWay: false,
    twoWayKey: 'posts',
    onDelete: 'setNull',
    side: 'parent',
    required: false,
    array: false,
  },
};
const collection = (databaseId: string, id: string, attributes: readonly object[]) => ({
  $id: id,
  $permissions: [],
  databaseId,
  name: id,
  enabled: true,
  documentSecurity: false,
  attributes,
  indexes: [],
});
const collections = [
  collection('main', 'posts', [title, author]),
  collection('main', 'authors', [title]),
  collection('logs', 'visits', [title]),
];
const databases = ['main', 'logs'].map((id) => ({ $id: id, name: id, enabled: true }));

const shop = () => projectFolder({ 'appwrite.json': { projectId: 'shop', databases, collections } });

const ofServer = (database: string) => {
  const listed = collections
    .filter(({ databaseId }) => databaseId === database)
    .map((each) => ({
      ...each,
      attributes: each.attributes.map((one) => ({ ...one, status: 'available' })),
    }));
  return { total: listed.length, collections: listed };
};
const server = (options = {}) =>
  projectServer(
    {
      databases: { total: 2, databases },
      collections: { main: ofServer('main'), logs: ofServer('logs') },
    },
    options,
  );

const diagram = (cwd: string, words: readonly string[], options: LineOptions = {}) =>
  runLine(['databases', 'diagram', ...words], { cwd, home: cwd, env: projectEnv, ...options });

describe('databases diagram', () => {
  it('draws boxes with lines on a terminal, and the same without colour in a pipe', async () => {
    const env = { ...projectEnv, LANG: 'C.UTF-8' };
    const folder = shop();
    const piped = await diagram(folder, ['main'], { env });
    expect(piped.stdout).toBe(
      [
        '                               ┌─────────────────────┐',
        '                               │ posts               │',
        '                               ├─────────────────────┤',
        '┌─────────────────────┐        │ * title  string(50) │',
        '│ authors             │1◀─────n│   author    authors │',
        '├─────────────────────┤        └─────────────────────┘',
        '│ * title  string(50) │',
        '└─────────────────────┘',
        '',
        '* required  1 one  n many  ▶ one-way',
        '',
      ].join('\n'),
    );
    const shown = await diagram(folder, ['main'], { env: { ...env, TERM: 'xterm' }, terminal: true });
    expect(shown.stdout).toContain('\u001b[');
    expect(shown.stdout.replaceAll(/\u001b\[\d+m/g, '')).toBe(piped.stdout);
  });

  it.each([
    [{ TERM: 'dumb', LANG: 'C.UTF-8' }, true],
    [{ TERM: 'xterm', LANG: 'C' }, true],
  ])('is ASCII without colour where the terminal has no more: %j', async (env, terminal) => {
    const { stdout } = await diagram(shop(), ['main'], {
      env: { ...projectEnv, ...env, NO_COLOR: '1' },
      terminal,
    });
    expect(stdout).toMatch(/^[\x20-\x7e\n]+$/);
    expect(stdout).toContain('| authors             |1<-----n|   author    authors |');
  });

  it.each([
    ['main.svg', /^<svg [\s\S]*<\/svg>\n$/],
    ['main.HTML', /^<!doctype html>\n/],
    ['main.mmd', /^erDiagram\n {2}"posts" \{\n/],
    ['main.dot', /^digraph schema \{\n/],
    ['main.md', /^```mermaid\nerDiagram\n[\s\S]*```\n$/],
    ['main.json', /^\{"databases":\[\{"id":"main"/],
  ])('writes the form that the ending asks for: %s', async (name, form) => {
    const folder = shop();
    const { code, stdout, stderr } = await diagram(folder, ['main', '-o', name]);
    expect({ code, stdout, stderr }).toEqual({ code: 0, stdout: '', stderr: '' });
    expect(readFileSync(join(folder, name), 'utf8')).toMatch(form);
  });

  it('names the databases in the title of a picture', async () => {
    const folder = shop();
    await diagram(folder, ['-o', 'all.svg']);
    const [titleElement] = readXml(readFileSync(join(folder, 'all.svg'), 'utf8')).children;
    expect(titleElement!.text).toBe('Schema of main, logs');
  });

  it('refuses an ending that it does not know, before anything is read', async () => {
    const transport = server();
    const { code, stderr } = await diagram(projectFolder({}), ['-o', 'shop.png'], { transport });
    expect(code).toBe(2);
    expect(stderr).toBe(
      'error: --out shop.png does not tell the form of the diagram\nhint: end it with .svg, .html, .mmd, .dot, or add --format\n',
    );
    expect(transport.hits).toEqual([]);
  });

  it('replaces a file only with a yes, and leaves nothing else in the folder', async () => {
    const folder = shop();
    writeFileSync(join(folder, 'shop.svg'), 'mine');
    const refused = await diagram(folder, ['-o', 'shop.svg']);
    expect(refused.code).toBe(2);
    expect(refused.stderr).toContain('shop.svg already exists');
    expect(readFileSync(join(folder, 'shop.svg'), 'utf8')).toBe('mine');
    expect((await diagram(folder, ['-o', 'shop.svg', '--yes'])).code).toBe(0);
    expect(readdirSync(folder).sort()).toEqual(['appwrite.json', 'shop.svg']);
  });

  it('draws the same from the server as from the file', async () => {
    const transport = server();
    const fromFile = await diagram(shop(), ['-f', 'markdown']);
    const fromServer = await diagram(projectFolder({}), ['-f', 'markdown'], { transport });
    expect(fromServer).toEqual(fromFile);
    expect(transport.hits.map(({ url }) => url.split('?')[0])).toEqual([
      '/v1/databases',
      '/v1/databases/main/collections',
      '/v1/databases/logs/collections',
    ]);
  });

  it('draws single collections, and what they lead to as missing', async () => {
    const { stdout } = await diagram(shop(), ['--only', 'collections/main/posts']);
    expect(stdout).toContain('authors  not in this diagram');
    expect(stdout).not.toContain('visits');
  });

  it.each([
    [['mian'], 2, 'error: appwrite.json has no database mian\nhint: did you mean main?\n'],
    [['other'], 2, 'error: appwrite.json has no database other\nhint: databases: main, logs\n'],
    [
      ['main', '--only', 'collections/main'],
      2,
      "error: --database-id and --only can't be used together\nhint: write --only collections/DATABASE/COLLECTION\n",
    ],
    [['--from', 'cloud'], 2, /^error: --from takes file, server, not "cloud"\n/],
  ])('refuses %j', async (words, code, message) => {
    const result = await diagram(shop(), words);
    expect(result.code).toBe(code);
    expect(result.stdout).toBe('');
    expect(result.stderr).toMatch(message);
  });

  it('exits with 4 for a database that the server does not have', async () => {
    const { code, stderr } = await diagram(projectFolder({}), ['nope'], { transport: server() });
    expect(code).toBe(4);
    expect(stderr).toContain('has no database nope');
  });

  it('exits with 3 if the key may not read collections', async () => {
    const transport = server({ lacking: { '/databases/main/collections': 'collections.read' } });
    const { code, stdout } = await diagram(projectFolder({}), ['main', '-o', '-'], { transport });
    expect({ code, stdout }).toEqual({ code: 3, stdout: '' });
  });

  it('sends nothing in a dry run, and writes no file', async () => {
    const transport = server();
    const empty = projectFolder({});
    const ofServer = await diagram(empty, ['--dry-run'], { transport });
    expect(ofServer.stdout).toContain("/databases'");
    const folder = shop();
    const ofFile = await diagram(folder, ['-o', 'shop.svg', '--dry-run']);
    expect(ofFile.stderr).toBe('A dry run writes no file: shop.svg would be a diagram of appwrite.json.\n');
    expect(readdirSync(folder)).toEqual(['appwrite.json']);
    expect(transport.hits).toEqual([]);
  });

  it('is a command of tables too, in their words', async () => {
    const { stdout } = await runLine(['tables-db', 'diagram', '--help', '--api-version', '1.8']);
    expect(stdout).toContain('Draw the tables of a database and their relationships');
    const folder = shop();
    const drawn = await runLine(['tables-db', 'diagram', 'main', '--api-version', '1.8'], {
      cwd: folder,
      home: folder,
    });
    expect(drawn.stdout).toBe((await diagram(folder, ['main'])).stdout);
  });
});
