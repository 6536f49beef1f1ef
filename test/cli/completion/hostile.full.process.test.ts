import { existsSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { envFor } from '../../kit/env.ts';
import { json, startFaults } from '../../kit/faults.ts';
import { temporaryFolder } from '../../kit/program.ts';
import {
  answeringProgram,
  bashOffers,
  canType,
  has,
  programs,
  realProgram,
  typeAndTab,
  unless,
  wordsOf,
} from './shells.ts';

/** IDs with characters that are special to a shell, each with a different first letter. */
const ids = [
  'a$(touch pwned)',
  'b`touch pwned`',
  "c'd",
  'd"e',
  'e  f',
  'g;touch pwned',
  'h!!',
  'i*',
  'j~/',
  'k\\l',
  'm|touch pwned',
  'n&touch pwned',
  'o>pwned',
  'p#q',
  'r{s,t}',
  'u:v',
  'w=x',
  'y@z',
  'é[a]?',
];

const name = '$(touch pwned)`touch pwned`\n\u001b[31mred\u001b]0;title\u0007 %F{red} \u202e\t|;';

const body = {
  total: 99,
  databases: [
    ...ids.map((id) => ({ $id: id, name })),
    { $id: '\u001b[31mred', name: 'no such ID can be typed' },
    { $id: 'line\nbreak', name: 'nor this' },
    { $id: '-rf', name: 'a flag' },
    { $id: 'z\u200b', name: 'invisible' },
    { $id: 42, name: 'no text' },
    null,
  ],
};

describe.each(['bash', 'zsh', 'fish'] as const)('completion of hostile names in %s', (shell) => {
  const able = canType(shell);

  it.skipIf(!able)(`passes IDs to the program unchanged${unless(able, shell)}`, async () => {
    await using server = await startFaults(json(body));
    const cwd = temporaryFolder();
    const path = `${programs({ 'appwrite-cli': realProgram })}:${process.env.PATH}`;
    const env = { ...envFor(server.endpoint), PATH: path };
    const typed = ids.map((id) => `appwrite-cli databases get ${[...id][0]}`);
    const { lines } = await typeAndTab(shell, typed, { env, cwd });
    expect(await wordsOf(shell, lines, cwd)).toEqual(ids.map((id) => ['databases', 'get', id]));
    expect(existsSync(join(cwd, 'pwned'))).toBe(false);
  });

  it.skipIf(!able)(`expands nothing in words that go on${unless(able, shell)}`, async () => {
    const attributes = [...ids, '\u001b[31mred', 'title'].map((key) => ({ key, type: name }));
    await using server = await startFaults(json({ total: 1, attributes }));
    const cwd = temporaryFolder();
    const program = await answeringProgram(envFor(server.endpoint));
    const env = { PATH: `${programs({ 'appwrite-cli': program })}:${process.env.PATH}` };
    const place = ['databases', 'list-documents', 'a', 'b', '--where'];
    const where = ids.map((id) => `appwrite-cli ${place.join(' ')} ${[...id][0]}`);
    const data = 'appwrite-cli databases create-document a b --data ';
    const { lines } = await typeAndTab(shell, [...where, data], { env, cwd });
    expect(await wordsOf(shell, lines.slice(0, -1), cwd)).toEqual(ids.map((id) => [...place, id]));
    // No other key is valid in a pair.
    expect(lines.at(-1)).toBe(`${data}title=`);
    expect(existsSync(join(cwd, 'pwned'))).toBe(false);
  });

  it.skipIf(!able)(`expands nothing in typed words and file names${unless(able, shell)}`, async () => {
    const cwd = temporaryFolder();
    const file = "it's $(touch pwned) `touch pwned`;.json";
    writeFileSync(join(cwd, file), '');
    const path = `${programs({ 'appwrite-cli': 'exit 1' })}:${process.env.PATH}`;
    const typed = [
      'appwrite-cli storage create-file photos --file it',
      'appwrite-cli databases get-collection "$(touch pwned)" ',
      'appwrite-cli databases get-collection `touch pwned` ',
      "appwrite-cli databases get-collection '`touch pwned`' --format js",
    ];
    const { lines } = await typeAndTab(shell, typed, { env: { PATH: path }, cwd });
    expect(existsSync(join(cwd, 'pwned'))).toBe(false);
    const words = ['storage', 'create-file', 'photos', '--file', file];
    expect(await wordsOf(shell, lines.slice(0, 1), cwd)).toEqual([words]);
    expect(lines[3]).toBe(`${typed[3]}on `);
  });

  it.skipIf(!able)(`shows no control characters of a terminal${unless(able, shell)}`, async () => {
    await using server = await startFaults(json(body));
    const cwd = temporaryFolder();
    const program = await answeringProgram(envFor(server.endpoint));
    const env = { PATH: `${programs({ 'appwrite-cli': program })}:${process.env.PATH}` };
    const shows = '%F{red}';
    const { shown } = await typeAndTab(shell, ['appwrite-cli databases get '], { env, cwd, tabs: 2, shows });
    expect(shown).toContain('$(touch pwned)`touch pwned`');
    for (const bad of ['\u001b[31mred', '\u001b]0;title', '\u202e', 'no such ID', 'nor this', 'a flag']) {
      expect(shown).not.toContain(bad);
    }
    expect(existsSync(join(cwd, 'pwned'))).toBe(false);
  });
});

it.skipIf(!has('bash'))('offers words within open quotes in bash', async () => {
  await using server = await startFaults(
    json({ total: 2, databases: [{ $id: `x$(touch pwned)"'` }, { $id: 'x y' }] }),
  );
  const cwd = temporaryFolder();
  const path = `${programs({ 'appwrite-cli': realProgram })}:${process.env.PATH}`;
  const env = { ...envFor(server.endpoint), PATH: path };
  const lines = ['appwrite-cli databases get "x', "appwrite-cli databases get 'x"];
  expect(await bashOffers(lines, env, cwd)).toEqual([['x\\$(touch pwned)\\"\'', 'x y'], ['x y']]);
  expect(existsSync(join(cwd, 'pwned'))).toBe(false);
});
