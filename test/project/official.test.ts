import { cpSync, existsSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { describe, expect, it } from 'vitest';
import { compare } from '../../src/project/diff/compare.ts';
import { editProject } from '../../src/project/file/edit.ts';
import { newProjectFile } from '../../src/project/file/find.ts';
import { problemLines, readProject } from '../../src/project/file/read.ts';
import { readLive } from '../../src/project/live/read.ts';
import { inOrderOf, schemaOfFile, schemaOfLive } from '../../src/project/model/schema.ts';
import { everything } from '../../src/project/model/selection.ts';
import { keyOf } from '../../src/project/model/state.ts';
import { keepConsoleLogin } from '../kit/console-login.ts';
import { temporaryFolder } from '../kit/program.ts';
import { contextOf, findIn, projectFolder } from './file/project.ts';
import { projectEnv, projectServer, servicesFor } from './server.ts';

/** Files that the official CLI made of one real project. Not part of this repository; without it these tests are skipped. */
const recorded = fileURLToPath(new URL('../../../shared/real/project', import.meta.url));

const readFrom = (facts: string | object) => {
  const login = keepConsoleLogin(temporaryFolder(), projectEnv.APPWRITE_ENDPOINT);
  const services = servicesFor(projectServer(facts), { env: { ...projectEnv, ...login } });
  return readLive(services, { select: everything });
};

/** Names the differences between the files of a folder and a project, and the changes that a pull would make. */
async function differencesOf(
  folder: string,
  facts: string | object,
  { readsEnvFiles = false }: { readonly readsEnvFiles?: boolean } = {},
) {
  const live = await readFrom(facts);
  const files = findIn(folder);
  const { desired, problems } = readProject(files, { resolveSecrets: true, env: {}, readsEnvFiles });
  const differences = compare(desired, live, new Map(), {
    select: everything,
    ignore: [],
    renames: [],
  }).differences;
  const { added, changed, removed, gone } = editProject(files, live, {
    select: everything,
    removes: () => false,
  });
  return {
    problems: problemLines(problems),
    differences: differences.map((each) => ({
      ...('desired' in each && { desired: keyOf(each.desired as never) }),
      ...('live' in each && { live: keyOf(each.live as never) }),
      ...('changes' in each && { changes: each.changes.map(({ field, from, to }) => [field, from, to]) }),
    })),
    added: added.map(keyOf),
    changed: changed.map(({ resource, fields }) => [keyOf(resource), ...fields]),
    removed: removed.map(keyOf),
    gone: gone.map(keyOf),
  };
}

const nothing = { problems: [], differences: [], added: [], changed: [], removed: [], gone: [] };

/** Returns what a pull writes into an empty folder. */
async function pulled(facts: string | object): Promise<string> {
  const folder = temporaryFolder();
  const live = await readFrom(facts);
  const { files } = editProject(newProjectFile(contextOf(folder)), live, {
    select: everything,
    removes: () => false,
  });
  return files[0]!.text;
}

describe.skipIf(!existsSync(recorded))('a file of the official CLI about a real project', () => {
  const live = () => readFileSync(join(recorded, 'live.json'), 'utf8');

  it.each(['5.0.5', '6.2.3', '6.2.3-with-variables', '12.0.1'])(
    'differs in nothing from that project: %s (story 1)',
    async (version) => {
      const folder = temporaryFolder();
      cpSync(join(recorded, version), folder, { recursive: true });
      // Version 5 has no topics, and pulls no functions.
      expect({ ...(await differencesOf(folder, live())), added: [] }).toEqual(nothing);
    },
  );

  it.each(['5.0.5', '6.2.3', '12.0.1'])('has the schema of that project: %s', async (version) => {
    const folder = temporaryFolder();
    cpSync(join(recorded, version), folder, { recursive: true });
    const { desired } = readProject(findIn(folder), { resolveSecrets: false, env: {} });
    const ofFile = schemaOfFile(desired, everything).schema;
    expect(inOrderOf(ofFile, schemaOfLive(await readFrom(live()), everything).schema)).toEqual(ofFile);
  });

  it('is pulled by this program so that it differs in nothing either (story 1)', async () => {
    const folder = projectFolder({ 'appwrite.json': await pulled(live()) });
    expect(await differencesOf(folder, live())).toEqual(nothing);
  });
});

/** As a server answers. Numbers are written out below: JavaScript would round the ends of 64 bits. */
const facts = `{
  "project": {"$id": "garden", "name": "Garden", "oAuthProviders": [], "platforms": [], "webhooks": []},
  "databases": {"databases": [{"$id": "main", "name": "Main", "$createdAt": "x", "enabled": false}]},
  "collections": {"main": {"collections": [
    {"$id": "plants", "$permissions": ["create(\\"team:editors\\")", "update(\\"team:editors\\")", "delete(\\"team:editors\\")"],
      "databaseId": "main", "name": "Plants", "enabled": true, "documentSecurity": true,
      "attributes": [
        {"key": "title", "type": "string", "status": "available", "error": "", "required": true, "array": false, "size": 128, "default": null},
        {"key": "count", "type": "integer", "status": "available", "error": "", "required": false, "array": false, "min": -9223372036854775808, "max": 9223372036854775807, "default": 3},
        {"key": "height", "type": "double", "status": "available", "error": "", "required": false, "array": false, "min": -1.7976931348623157e+308, "max": 1.7976931348623157e+308, "default": 0.5},
        {"key": "light", "type": "string", "status": "available", "error": "", "required": false, "array": false, "elements": ["sun", "shade"], "format": "enum", "default": "sun"},
        {"key": "tags", "type": "string", "status": "available", "error": "", "required": false, "array": true, "size": 20, "default": null},
        {"key": "bed", "type": "relationship", "status": "available", "error": "", "required": false, "array": false, "relatedCollection": "beds", "relationType": "manyToOne", "twoWay": true, "twoWayKey": "plants", "onDelete": "setNull", "side": "parent"}
      ],
      "indexes": [{"key": "tagged", "type": "key", "status": "available", "error": "", "attributes": ["tags", "title"], "orders": [null, "ASC"]}]},
    {"$id": "beds", "$permissions": [], "databaseId": "main", "name": "Beds", "enabled": true, "documentSecurity": false,
      "attributes": [
        {"key": "plants", "type": "relationship", "status": "available", "error": "", "required": false, "array": false, "relatedCollection": "plants", "relationType": "manyToOne", "twoWay": true, "twoWayKey": "bed", "onDelete": "setNull", "side": "child"}
      ], "indexes": []}
  ]}},
  "functions": {"functions": [{"$id": "mailer", "name": "Mailer", "runtime": "node-18.0", "execute": ["users"], "events": [], "schedule": "", "timeout": 30, "enabled": true, "logging": true, "entrypoint": "src/main.js", "commands": "", "deployment": "", "live": false,
    "vars": [{"$id": "v1", "key": "TO", "value": "ada@example.com"}, {"$id": "v2", "key": "N", "value": "1"}]}]}
}`;

const permissions = '["write(\\"team:editors\\")"]';
const mailer =
  '"$id": "mailer", "name": "Mailer", "runtime": "node-18.0", "execute": ["users"], "timeout": 30, "entrypoint": "src/main.js"';

/** Entries of attributes in the shape of a line of the official CLI. */
const attributes = (max: string, related: string, noise = '') => `[
  {"key": "title", "type": "string", ${noise} "required": true, "array": false, "size": 128, "default": null},
  {"key": "count", "type": "integer", ${noise} "required": false, "array": false, "min": -${max}, "max": ${max}, "default": 3},
  {"key": "height", "type": "double", ${noise} "required": false, "array": false, "min": -1.7976931348623157e+308, "max": 1.7976931348623157e+308, "default": 0.5},
  {"key": "light", "type": "string", ${noise} "elements": ["shade", "sun"], "format": "enum", "default": "sun"},
  {"key": "tags", "type": "string", ${noise} "array": true, "size": 20},
  {"key": "bed", "type": "relationship", ${noise} "${related}": "beds", "relationType": "manyToOne", "twoWay": true, "twoWayKey": "plants", "onDelete": "setNull", "side": "parent"}
]`;
const childSide = (related: string) =>
  `[{"key": "plants", "type": "relationship", "${related}": "plants", "relationType": "manyToOne", "twoWay": true, "twoWayKey": "bed", "onDelete": "setNull", "side": "child"}]`;

const lines: readonly [line: string, files: Readonly<Record<string, string>>][] = [
  [
    '5',
    {
      'appwrite.json': `{"projectId": "garden",
      "databases": [{"$id": "main", "name": "Main", "$createdAt": "y", "$updatedAt": "z", "enabled": false}],
      "collections": [
        {"$id": "plants", "$permissions": ${permissions}, "databaseId": "main", "name": "Plants", "enabled": true, "documentSecurity": true,
          "attributes": ${attributes('9223372036854776000', 'relatedCollection', '"status": "available", "error": "",')},
          "indexes": [{"key": "tagged", "type": "key", "status": "available", "error": "", "attributes": ["tags", "title"], "orders": [null, "ASC"]}]},
        {"$id": "beds", "$permissions": [], "databaseId": "main", "name": "Beds", "enabled": true, "documentSecurity": false, "attributes": ${childSide('relatedCollection')}, "indexes": []}],
      "functions": [{${mailer}, "variables": {"N": "1", "TO": "ada@example.com"}, "ignore": null}]}`,
    },
  ],
  [
    '6',
    {
      'appwrite.json': `{"projectId": "garden", "projectName": "Garden",
      "databases": [{"$id": "main", "name": "Main", "enabled": false}],
      "collections": [
        {"$id": "plants", "$permissions": ${permissions}, "databaseId": "main", "name": "Plants", "enabled": true, "documentSecurity": true,
          "attributes": ${attributes('9223372036854775807', 'relatedCollection')},
          "indexes": [{"key": "tagged", "type": "key", "status": "available", "attributes": ["tags", "title"], "orders": []}]},
        {"$id": "beds", "$permissions": [], "databaseId": "main", "name": "Beds", "enabled": true, "documentSecurity": false, "attributes": ${childSide('relatedCollection')}, "indexes": []}],
      "functions": [{${mailer}, "path": "functions/Mailer", "scopes": [], "specification": "s-0.5vcpu-512mb", "vars": [{"key": "TO", "value": "ada@example.com"}, {"key": "N", "value": "1"}]}]}`,
    },
  ],
  [
    '12 and later, with tables, includes and variables in .env',
    {
      'appwrite.config.json': `{"projectId": "garden", "includes": {"functions": "parts/functions.json"},
      "tablesDB": [{"$id": "main", "name": "Main", "enabled": false}],
      "tables": [
        {"$id": "plants", "$permissions": ${permissions}, "databaseId": "main", "name": "Plants", "enabled": true, "rowSecurity": true,
          "columns": ${attributes('9223372036854775807', 'relatedTable')},
          "indexes": [{"key": "tagged", "type": "key", "columns": ["tags", "title"], "orders": []}]},
        {"$id": "beds", "$permissions": [], "databaseId": "main", "name": "Beds", "enabled": true, "rowSecurity": false, "columns": ${childSide('relatedTable')}, "indexes": []}]}`,
      'parts/functions.json': `[{${mailer}, "path": "mailer", "ignore": "*.log\\ntmp"}]`,
      'parts/mailer/.env': 'TO=ada@example.com\nN=1\n',
    },
  ],
];

describe('a file in the shape of the official CLI', () => {
  it.each(lines)(
    'differs in nothing from the project that it was made from: %s (stories 1, 2 and 13)',
    async (_, files) => {
      expect(await differencesOf(projectFolder(files), facts)).toEqual(nothing);
    },
  );

  it('is what a pull makes, and differs in nothing (story 1)', async () => {
    const text = await pulled(facts);
    expect(text).toContain('"max": 9223372036854775807');
    expect(await differencesOf(projectFolder({ 'appwrite.json': text }), facts)).toEqual(nothing);
  });
});
