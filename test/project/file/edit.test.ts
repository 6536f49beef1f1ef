import { chmodSync, readFileSync, statSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { type EditOptions, editProject } from '../../../src/project/file/edit.ts';
import { newProjectFile, type ProjectFiles } from '../../../src/project/file/find.ts';
import { writeProject } from '../../../src/project/file/write.ts';
import { everything, parsePattern } from '../../../src/project/model/selection.ts';
import { keyOf, type LiveResource } from '../../../src/project/model/state.ts';
import { liveProject, liveResource } from '../live.ts';
import { contextOf, type Files, findIn, problemsOf, projectFolder, readFiles } from './project.ts';

const plain: EditOptions = { select: everything, removes: () => false };

function edit(files: ProjectFiles, resources: readonly LiveResource[], options: Partial<EditOptions> = {}) {
  const edits = editProject(files, liveProject(resources), { ...plain, ...options });
  const texts = Object.fromEntries(edits.files.map(({ source, text }) => [source.path, text]));
  return {
    ...edits,
    texts,
    added: edits.added.map(keyOf),
    gone: edits.gone.map(keyOf),
    removed: edits.removed.map(keyOf),
  };
}
const editFiles = (files: Files, resources: readonly LiveResource[], options: Partial<EditOptions> = {}) =>
  edit(findIn(projectFolder(files)), resources, options);

const database = liveResource('database', { $id: 'main', name: 'Main', enabled: true });
const collectionAnswer = {
  $id: 'posts',
  databaseId: 'main',
  name: 'Posts',
  enabled: true,
  documentSecurity: false,
  $permissions: ['read("any")'],
};
const posts = liveResource('collection', collectionAnswer);
const integer = (max: string) =>
  liveResource(
    'attribute',
    `{"key":"n","type":"integer","status":"available","error":"","required":false,"array":false,"min":-9223372036854775808,"max":${max},"default":null}`,
    ['main', 'posts'],
  );
const title = liveResource(
  'attribute',
  {
    key: 'title',
    type: 'string',
    status: 'available',
    error: '',
    required: true,
    array: false,
    size: 50,
    default: null,
  },
  ['main', 'posts'],
);
const fn = (more: object = {}) =>
  liveResource('function', { $id: 'f', name: 'F', runtime: 'node-18.0', execute: [], timeout: 15, ...more });
const variable = (key: string, value: string) => liveResource('variable', { $id: 'x', key, value }, ['f']);

describe('a pull', () => {
  const text = [
    '{',
    '  "future" : {"n": 9007199254740993, "n": 1.0},',
    '  "projectId": "shop",',
    '  "collections": [',
    '    { "name": "Posts", "$id": "posts", "mine": [ 1 , 2 ], "databaseId": "main",',
    '      "attributes": [',
    '        { "key": "n", "type": "integer", "max": 5, "note": "mine" } ] }',
    '  ],',
    '  "databases": [{"$id": "main", "name": "Main"}]',
    '}',
  ].join('\r\n');

  it('changes what differs, keeps every other byte, and changes nothing the second time (story 3)', () => {
    const live = [database, posts, integer('9007199254740993')];
    const { texts, changed } = editFiles({ 'appwrite.json': text }, live);
    expect(texts['appwrite.json']).toBe(text.replace('"max": 5', '"max": 9007199254740993'));
    expect(changed).toEqual([
      { resource: { kind: 'attribute', path: ['main', 'posts', 'n'] }, fields: ['max'] },
    ]);
    expect(editFiles({ 'appwrite.json': texts['appwrite.json'] }, live).files).toEqual([]);
  });

  it('leaves rounded bounds as they are, and writes a bound that is gone as the end of the range (story 2)', () => {
    const rounded = text.replace('"max": 5', '"max": 9223372036854776000');
    const live = [database, posts, integer('9223372036854775807')];
    expect(editFiles({ 'appwrite.json': rounded }, live).files).toEqual([]);
    expect(editFiles({ 'appwrite.json': text }, live).texts['appwrite.json']).toContain(
      '"max": 9223372036854775807',
    );
  });

  it('adds attributes to the end of their list, in its layout', () => {
    const { texts, added } = editFiles({ 'appwrite.json': text }, [database, posts, integer('5'), title]);
    expect(added).toEqual(['attribute main/posts/title']);
    expect(texts['appwrite.json']).toContain('"note": "mine" },\r\n        {\r\n');
    expect(texts['appwrite.json']).toContain('"size": 50,\r\n');
  });

  it('keeps the order and the spelling of permissions that still hold', () => {
    const file = (list: string) =>
      `{"collections": [{"$id": "posts", "databaseId": "main", "$permissions": [${list}]}]}`;
    const permissions = [
      'create("users")',
      'update("users")',
      'delete("users")',
      'read("any")',
      'update("team:a")',
    ];
    const { texts } = editFiles(
      { 'appwrite.json': file('"write(\\"users\\")", "read(\\"guests\\")", "read(\\"any\\")"') },
      [liveResource('collection', { ...collectionAnswer, $permissions: permissions })],
    );
    expect(texts['appwrite.json']).toBe(
      file('"write(\\"users\\")", "read(\\"any\\")","update(\\"team:a\\")"'),
    );
  });

  it('replaces the entry of an attribute that has another type on the server', () => {
    const { texts, changed } = editFiles({ 'appwrite.json': text }, [
      database,
      posts,
      liveResource('attribute', { key: 'n', type: 'boolean', required: true, array: false, default: null }, [
        'main',
        'posts',
      ]),
    ]);
    expect(changed).toMatchObject([{ fields: ['type'] }]);
    expect(texts['appwrite.json']).toContain('"type": "boolean"');
    expect(texts['appwrite.json']).not.toContain('integer');
  });

  it('keeps entries that the server does not have, and removes those that it may', () => {
    const files = {
      'appwrite.json': '{"databases": [{"$id": "a", "name": "A"}, {"$id": "b", "name": "B"}]}',
    };
    const kept = editFiles(files, []);
    expect([kept.gone, kept.removed, kept.files]).toEqual([['database a', 'database b'], [], []]);
    const removed = editFiles(files, [], { removes: ({ path }) => path[0] === 'a' });
    expect([removed.gone, removed.removed]).toEqual([['database b'], ['database a']]);
    expect(removed.texts['appwrite.json']).toBe('{"databases": [ {"$id": "b", "name": "B"}]}');
  });

  it('leaves alone what is not selected, ignored, or not compared', () => {
    const files = {
      'appwrite.json': '{"teams": [{"$id": "t", "name": "old"}], "topics": []}',
      'appwrite-cli.json': '{"ignore": ["teams/hidden"]}',
    };
    const team = (id: string) => liveResource('team', { $id: id, name: 'new' });
    const topic = liveResource('topic', { $id: 'x', name: 'X', subscribe: ['users'] });
    const found = findIn(projectFolder(files));
    const only = { only: [parsePattern('teams/t')!], except: [] };
    expect(edit(found, [team('t'), team('hidden'), topic], { select: only }).added).toEqual([]);
    expect(edit(found, [team('t'), team('hidden'), topic]).added).toEqual(['topic x']);
    const blind = liveProject([], {
      notCompared: new Map([['teams', { kind: 'missing-scope', scope: 'teams.read' }]]),
    });
    expect(editProject(found, blind, { ...plain, removes: () => true }).files).toEqual([]);
  });

  it('edits values of an environment in its overlay', () => {
    const files = projectFolder({
      'appwrite.json': '{"functions": [{"$id": "f", "name": "Old", "timeout": 15}]}',
      'appwrite.prod.json': '{"projectId": "p", "functions": [{"$id": "f", "timeout": 30}]}',
    });
    const { texts } = edit(findIn(files, { env: 'prod' }), [fn({ name: 'New', timeout: 60 })]);
    expect(texts).toEqual({
      'appwrite.json': '{"functions": [{"$id": "f", "name": "New", "timeout": 15}]}',
      'appwrite.prod.json': '{"projectId": "p", "functions": [{"$id": "f", "timeout": 60}]}',
    });
  });
});

describe('a pull of an environment', () => {
  const files = {
    'appwrite.json': '{"teams": [{"$id": "t", "name": "T"}, {"$id": "u", "name": "U"}]}',
    'appwrite.prod.json':
      '{"projectId": "p", "teams": [{"$id": "t", "$absent": true}, {"$id": "u", "name": "V"}]}',
  };

  it('does not add what the environment leaves out', () => {
    const found = findIn(projectFolder(files), { env: 'prod' });
    const teams = [
      liveResource('team', { $id: 't', name: 'T' }),
      liveResource('team', { $id: 'u', name: 'V' }),
    ];
    expect(edit(found, teams)).toMatchObject({
      files: [],
      added: [],
      skipped: [{ kind: 'team', path: ['t'] }],
    });
  });

  it('removes an entry from both files', () => {
    const found = findIn(projectFolder(files), { env: 'prod' });
    expect(edit(found, [], { removes: () => true }).texts).toEqual({
      'appwrite.json': '{"teams": [{"$id": "t", "name": "T"}]}',
      'appwrite.prod.json': '{"projectId": "p", "teams": [{"$id": "t", "$absent": true}]}',
    });
  });
});

describe('new entries (story 4)', () => {
  it('leave variables out, and keep those up to date that the file has as text', () => {
    const file = '{"functions": [{"$id": "f", "name": "F", "vars": [{"key": "A", "value": "old"}]}]}';
    const { texts, added } = editFiles({ 'appwrite.json': file }, [
      fn(),
      variable('A', 'new'),
      variable('B', 'x'),
    ]);
    expect(added).toEqual([]);
    expect(texts['appwrite.json']).toBe(file.replace('old', 'new'));
  });

  it('leave out values of variables, and what only newer versions of the official CLI know', () => {
    const variables = [
      liveResource('variable', { $id: 'x', key: 'S', value: '', secret: true }, ['f']),
      liveResource('variable', { $id: 'y', key: 'A', value: '1', secret: false }, ['f']),
    ];
    const bucket = (transformations: boolean, $id: string) =>
      liveResource('bucket', { $id, name: 'B', maximumFileSize: 1, transformations });
    const live = [fn(), ...variables, bucket(true, 'b'), bucket(false, 'c')];
    const { texts } = editFiles({ 'appwrite.json': '{}' }, live);
    expect(JSON.parse(texts['appwrite.json']!)).toMatchObject({
      functions: [{ $id: 'f' }],
      buckets: [{ $id: 'b' }, { $id: 'c', transformations: false }],
    });
    expect(texts['appwrite.json']).not.toMatch(/"vars"|"variables"|"secret"|"transformations": true/);
    const listed = '{"functions": [{"$id": "f", "vars": []}]}';
    expect(editFiles({ 'appwrite.json': listed }, [fn(), ...variables])).toMatchObject({
      added: [],
      files: [],
    });
  });

  it('go to the file that an include names, and to tables if the file has tables', () => {
    const { texts } = editFiles(
      {
        'appwrite.config.json': '{"includes": {"teams": "teams.json"}, "tablesDB": [], "tables": []}',
        'teams.json': '[]',
      },
      [database, posts, title, liveResource('team', { $id: 't', name: 'T' })],
    );
    expect(JSON.parse(texts['teams.json']!)).toEqual([{ $id: 't', name: 'T' }]);
    expect(JSON.parse(texts['appwrite.config.json']!)).toMatchObject({
      tablesDB: [{ $id: 'main' }],
      tables: [{ $id: 'posts', rowSecurity: false, columns: [{ key: 'title', size: 50 }], indexes: [] }],
    });
  });

  it('have references instead of secrets, and come to the own file only where it has a list', () => {
    const mail = liveResource('provider', {
      $id: 'mail',
      name: 'Mail',
      provider: 'smtp',
      type: 'email',
      enabled: true,
      credentials: { host: 'h', port: 25, username: 'u', password: 'hunter2' },
      options: { fromEmail: 'a@example.com' },
    });
    expect(editFiles({ 'appwrite.json': '{}' }, [mail]).added).toEqual([]);
    const { texts } = editFiles({ 'appwrite.json': '{}', 'appwrite-cli.json': '{"providers": []}' }, [mail]);
    expect(texts['appwrite-cli.json']).not.toContain('hunter2');
    expect(JSON.parse(texts['appwrite-cli.json']!).providers).toMatchObject([
      { $id: 'mail', type: 'smtp', host: 'h', password: { env: 'PROVIDER_MAIL_PASSWORD' } },
    ]);
  });

  it('make a new file that says the same as the server, and that a second pull leaves alone', () => {
    const child = {
      relatedCollection: 'posts',
      relationType: 'oneToMany',
      twoWay: true,
      twoWayKey: 'r',
      onDelete: 'setNull',
    };
    const live = [
      liveResource('project', { name: 'Shop' }),
      database,
      posts,
      integer('5'),
      title,
      liveResource(
        'attribute',
        { key: 'mail', type: 'string', format: 'email', required: false, array: true, default: null },
        ['main', 'posts'],
      ),
      liveResource('attribute', { key: 'up', type: 'relationship', ...child, side: 'child' }, [
        'main',
        'posts',
      ]),
      liveResource('index', { key: 'i', type: 'key', attributes: ['title'], orders: [] }, ['main', 'posts']),
      liveResource('services', { serviceStatusForAccount: false }),
      fn({ path: undefined }),
    ];
    const folder = projectFolder({});
    const { texts } = edit(newProjectFile(contextOf(folder)), live, {
      codeFolders: new Map([['f', 'functions/f']]),
    });
    const text = texts['appwrite.json']!;
    expect(Object.keys(JSON.parse(text))).toEqual([
      'projectId',
      'projectName',
      'settings',
      'databases',
      'collections',
      'functions',
    ]);
    expect(editFiles({ 'appwrite.json': text }, live).files).toEqual([]);
    const reading = readFiles({ 'appwrite.json': text });
    expect([...reading.desired.resources.keys()].sort()).toEqual(live.map(keyOf).sort());
    expect(reading.desired.resources.get('attribute main/posts/up')?.isChildSide).toBe(true);
    expect(reading.desired.code.has('f')).toBe(true);
    expect(problemsOf(reading)).toEqual([]);
  });
});

describe('writing', () => {
  const file = '\uFEFF{"teams": [{"$id": "t", "name": "old"}]}';
  const editsOf = (folder: string) =>
    editProject(findIn(folder), liveProject([liveResource('team', { $id: 't', name: 'new' })]), plain);

  it('keeps the mode and the byte order mark', async () => {
    const folder = projectFolder({ 'appwrite.json': file });
    chmodSync(join(folder, 'appwrite.json'), 0o640);
    await writeProject(editsOf(folder));
    expect(readFileSync(join(folder, 'appwrite.json'), 'utf8')).toBe(file.replace('old', 'new'));
    expect(statSync(join(folder, 'appwrite.json')).mode & 0o777).toBe(0o640);
  });

  it('refuses to overwrite what another program has written in the meantime', async () => {
    const folder = projectFolder({ 'appwrite.json': file });
    const edits = editsOf(folder);
    writeFileSync(join(folder, 'appwrite.json'), '{"mine": 1}');
    await expect(writeProject(edits)).rejects.toMatchObject({ exitCode: 2 });
    expect(readFileSync(join(folder, 'appwrite.json'), 'utf8')).toBe('{"mine": 1}');
  });
});
