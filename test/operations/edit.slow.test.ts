import { chmodSync, existsSync, readFileSync, statSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { stripVTControlCharacters } from 'node:util';
import { describe, expect, it } from 'vitest';
import { runLine } from '../kit/in-process.ts';
import { temporaryFolder } from '../kit/program.ts';
import { rowsServer } from '../kit/rows-server.ts';
import { seededSandbox } from '../kit/sandbox-transport.ts';

/** Writes an editor that is a shell script, the file being its `$1`. @returns the value of VISUAL */
function editorIn(folder: string, script: string): string {
  const editor = join(folder, 'my editor');
  writeFileSync(editor, `#!/bin/sh\necho "$1" > '${folder}/path'\ncp "$1" '${folder}/seen'\n${script}\n`);
  chmodSync(editor, 0o755);
  return `'${editor}' `;
}

/** A seeded sandbox, and a user with an editor. */
async function place() {
  const { env: ofSandbox, transport } = await seededSandbox();
  const folder = temporaryFolder();
  const sent: string[] = [];
  const counting: typeof transport = {
    ...transport,
    send(request) {
      if (request.method !== 'GET') sent.push(`${request.method} ${request.body}`);
      return transport.send(request);
    },
  };
  const env = { ...ofSandbox, PATH: '/usr/bin:/bin' };
  const run = (line: string) => runLine(line.split(' '), { env, transport });
  return {
    folder,
    sent,
    env,
    transport,
    run,
    async edit(line: string, script: string, options: object = {}) {
      const own = { ...env, VISUAL: editorIn(folder, script), EDITOR: 'false' };
      return runLine([...line.split(' '), '--yes'], {
        env: own,
        transport: counting,
        terminal: true,
        columns: 300,
        ...options,
      });
    },
    /** Text of the file as the editor got it. */
    seen: () => readFileSync(join(folder, 'seen'), 'utf8'),
    /** Path of the file. */
    path: () => readFileSync(join(folder, 'path'), 'utf8').trim(),
  };
}

const lamp = 'databases edit-document shop products lamp';
const replace = (from: string, to: string) => `sed -i 's/${from}/${to}/' "$1"`;

describe('edit-document', () => {
  it('sends the attributes that changed, and nothing else', async () => {
    const { edit, sent, seen, path, run } = await place();
    const { code, stdout, stderr } = await edit(
      lamp,
      `${replace('Desk lamp', 'Lamp')}\n${replace('"price": [0-9.]*', '"price": 49.10')}`,
    );
    expect(JSON.parse(seen())).not.toHaveProperty('$id');
    expect(JSON.parse(seen())).toMatchObject({ title: 'Desk lamp', $permissions: expect.any(Array) });
    expect(sent).toEqual(['PATCH {"data":{"title":"Lamp","price":49.10}}']);
    expect(stripVTControlCharacters(stderr)).toContain(
      '- title: "Desk lamp"\n+ title: "Lamp"\n- price: 49\n+ price: 49.10\n',
    );
    expect(stdout).toContain('Lamp');
    expect(code).toBe(0);
    expect(existsSync(path())).toBe(false);
    const { stdout: now } = await run('databases get-document shop products lamp --json');
    expect(JSON.parse(now)).toMatchObject({ title: 'Lamp', stock: 30 });
  });

  it('gives the editor a file that other users can not read', async () => {
    const { edit, path } = await place();
    await edit(lamp, `echo broken >> "$1"; exit 1`);
    expect(statSync(path()).mode & 0o777).toBe(0o600);
    expect(statSync(join(path(), '..')).mode & 0o777).toBe(0o700);
  });

  it('sends nothing if nothing changed but white space', async () => {
    const { edit, sent, path } = await place();
    const result = await edit(lamp, `${replace('^ *', '')}\n${replace('$', ' ')}`);
    expect(result).toMatchObject({ code: 0, stdout: '', stderr: 'Nothing changed.\n' });
    expect(sent).toEqual([]);
    expect(existsSync(path())).toBe(false);
  });

  it('makes null of a deleted attribute, and changes permissions', async () => {
    const { edit, sent } = await place();
    const mug = {
      title: 'Blue mug',
      price: 8.5,
      category: 'kitchen',
      active: true,
      tags: ['blue', 'ceramic'],
    };
    const script = `echo '${JSON.stringify({ ...mug, $permissions: ['read("any")'] })}' > "$1"`;
    const { code } = await edit('databases edit-document shop products mug', script);
    expect({ code, sent }).toEqual({
      code: 0,
      sent: ['PATCH {"data":{"stock":null},"permissions":["read(\\"any\\")"]}'],
    });
  });

  it('notices that the document has changed meanwhile, and keeps the edit', async () => {
    const { edit, sent, path, run, folder } = await place();
    // The script waits until the other change is made.
    const waiting = edit(
      lamp,
      `${replace('Desk lamp', 'Mine')}\ntouch '${folder}/open'\nuntil test -e '${folder}/changed'; do sleep 0.02; done`,
    );
    await expect.poll(() => existsSync(join(folder, 'open')), { timeout: 10_000 }).toBe(true);
    await run('databases update-document shop products lamp --data stock:=7');
    writeFileSync(join(folder, 'changed'), '');
    const { code, stderr } = await waiting;
    expect(stderr).toContain(
      'document lamp has changed on the server since you opened it (stock): nothing was sent',
    );
    expect(stderr).toContain(`your edit is saved in ${path()}`);
    expect(readFileSync(path(), 'utf8')).toContain('Mine');
    expect({ code, sent }).toEqual({ code: 5, sent: [] });
  });

  it.each([
    ['the editor gives up', 'exit 3', 'cancelled: the editor ended with 3'],
    ['the file is emptied', ': > "$1"', 'cancelled: the file is empty'],
    ['the file is deleted', 'rm "$1"', 'cancelled: the file is empty'],
  ])('sends nothing if %s', async (_, script, message) => {
    const { edit, sent, path } = await place();
    const { code, stderr } = await edit(lamp, script);
    expect(stderr).toContain(message);
    expect({ code, sent }).toEqual({ code: 2, sent: [] });
    expect(existsSync(path())).toBe(false);
  });

  it.each(['kill -INT $$', 'exit 130'])('keeps the edit if Ctrl-C ends the editor first: %s', async (end) => {
    const { edit, sent, path } = await place();
    const { code, stderr } = await edit(lamp, `${replace('Desk lamp', 'Mine')}\n${end}`);
    expect(stderr).toContain(`your edit is saved in ${path()}`);
    expect({ code, sent }).toEqual({ code: 130, sent: [] });
  });

  it('keeps the edit if the server refuses it', async () => {
    const { edit, path } = await place();
    const script = replace('Desk lamp', 'Mine');
    const { code, stderr } = await edit(
      lamp,
      `${script}\n${replace('"\\$permissions": \\[.*', '"$permissions": ["nonsense"]')}`,
    );
    expect(code).toBe(5);
    expect(stderr).toContain(`your edit is saved in ${path()}`);
  });

  it.each([
    [
      'without a terminal',
      lamp,
      { terminal: false },
      'use appwrite-cli databases update-document shop products lamp',
    ],
    ['with --no-input', `${lamp} --no-input`, {}, '--no-input forbids asking'],
    ['without an ID', 'databases edit-document shop products --no-input', {}, '<document-id> is missing'],
  ])('ends with 2 %s', async (_, line, options, message) => {
    const { edit } = await place();
    const { code, stderr } = await edit(line, 'exit 9', options);
    expect(stderr).toContain(message);
    expect(code).toBe(2);
  });

  it('names the variables if the editor can not be started', async () => {
    const { env, transport } = await place();
    const { code, stderr } = await runLine(lamp.split(' '), {
      env: { ...env, EDITOR: 'no-such-editor --wait' },
      transport,
      terminal: true,
    });
    expect(stderr).toContain("the editor no-such-editor --wait can't be started");
    expect(stderr).toContain('VISUAL or EDITOR');
    expect(code).toBe(2);
  });

  it('ends with 4 for a document that does not exist, before an editor opens', async () => {
    const { edit, folder } = await place();
    expect((await edit(lamp.replace('lamp', 'ghost'), '')).code).toBe(4);
    expect(existsSync(join(folder, 'path'))).toBe(false);
  });

  it('shows the request for the document in a dry run', async () => {
    const { run } = await place();
    expect((await run(`${lamp} --dry-run`)).stdout).toMatch(/^curl '.*documents\/lamp'/);
  });
});

describe('edit-row', () => {
  it('edits a row of Appwrite 1.8, and checks it against the columns', async () => {
    const server = rowsServer();
    server.table(
      'goods',
      [
        { key: 'title', type: 'string', required: true },
        { key: 'stock', type: 'integer' },
      ],
      {
        lamp: { title: 'Lamp', stock: 1 },
      },
    );
    const run = (script: string) =>
      runLine('tables-db edit-row shop goods lamp --yes'.split(' '), {
        env: { ...server.env, PATH: '/usr/bin:/bin', EDITOR: editorIn(temporaryFolder(), script) },
        transport: server.transport,
        terminal: true,
        columns: 300,
      });
    expect((await run(replace('"stock": 1', '"stock": "many"'))).stderr).toContain(
      'stock takes a whole number, not "many"',
    );
    expect((await run(replace('"stock": 1', '"stock": "1; 2"'))).stderr).toContain(
      'stock takes a whole number, not "1; 2"',
    );
    expect((await run(replace('"stock": 1', '"stock": 2'))).code).toBe(0);
    expect(server.rows('goods')).toEqual({ lamp: { title: 'Lamp', stock: 2 } });
  });
});

describe('edit-prefs', () => {
  it('replaces the preferences of a user, without those that were deleted', async () => {
    const { edit, run, sent } = await place();
    await run('users update-prefs ada --prefs theme=dark size:=9007199254740993 old=1');
    const script = `${replace('dark', 'light')}\nsed -i 's/,$//; /old/d; s/"light"/"light",/' "$1"`;
    const { code, stderr } = await edit('users edit-prefs ada', script);
    expect(stripVTControlCharacters(stderr)).toContain('- theme: "dark"\n+ theme: "light"\n- old: "1"\n');
    expect({ code, sent }).toEqual({
      code: 0,
      sent: ['PATCH {"prefs":{"theme":"light","size":9007199254740993}}'],
    });
  });

  it('edits empty preferences', async () => {
    const { edit, seen, sent } = await place();
    await edit('users edit-prefs grace', `echo '{"a": [1, 2]}' > "$1"`);
    expect(seen()).toBe('{}\n');
    expect(sent).toEqual(['PATCH {"prefs":{"a":[1,2]}}']);
  });

  it('edits those of a team', async () => {
    const { edit, sent } = await place();
    const { code } = await edit('teams edit-prefs crew', `echo '{"a": 1}' > "$1"`);
    expect({ code, sent }).toEqual({ code: 0, sent: ['PUT {"prefs":{"a":1}}'] });
  });

  it('needs a user for those of the account', async () => {
    const { edit } = await place();
    expect((await edit('account edit-prefs', '')).code).toBe(3);
  });
});
