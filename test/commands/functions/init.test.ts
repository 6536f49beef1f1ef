import { existsSync, mkdirSync, readdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { runLine } from '../../kit/in-process.ts';
import { temporaryFolder } from '../../kit/program.ts';

const env = { PATH: process.env.PATH ?? '', HOME: process.env.HOME ?? '' };
const init = (cwd: string, ...argv: string[]) => runLine(['functions', 'init', ...argv], { cwd, env });
const textOf = (...path: string[]) => readFileSync(join(...path), 'utf8');

describe('functions init', () => {
  it('makes the code, an entry and a project file, and names the next commands', async () => {
    const cwd = temporaryFolder();
    const { code, stderr } = await init(cwd, 'Say Hello!', '--runtime', 'node-18.0', '--project', 'shop');
    expect(code).toBe(0);
    expect(JSON.parse(textOf(cwd, 'appwrite.json'))).toMatchObject({
      projectId: 'shop',
      functions: [
        {
          $id: 'say-hello',
          name: 'Say Hello!',
          runtime: 'node-18.0',
          entrypoint: 'src/main.js',
          path: 'functions/say-hello',
        },
      ],
    });
    expect(readdirSync(join(cwd, 'functions'))).toEqual(['say-hello']);
    expect(textOf(cwd, 'functions/say-hello/.gitignore')).toMatch(/^\.env$/m);
    expect(stderr).toContain('\n  appwrite-cli functions run say-hello\n');
    expect(stderr).toContain("\n  appwrite-cli functions trigger say-hello --http '/?name=Ada'\n");
    expect((await runLine(['check'], { cwd, env })).code).toBe(0);
  });

  it('adds the entry in place, and leaves every other byte', async () => {
    const cwd = temporaryFolder();
    const before = `{
    "projectId": "shop", "unknown" : 1.50,
    "functions": [
        { "$id": "old", "name": "Old", "runtime": "node-18.0" }
    ],
    "teams": []
}
`;
    writeFileSync(join(cwd, 'appwrite.json'), before);
    mkdirSync(join(cwd, 'below'));
    expect((await init(join(cwd, 'below'), 'new', '--runtime', 'php-8.2', '--path', 'code')).code).toBe(0);
    const after = textOf(cwd, 'appwrite.json');
    expect(JSON.parse(after).functions[1]).toMatchObject({ $id: 'new', path: 'below/code' });
    const kept = before.split(']')[0]!.trimEnd();
    expect(after.startsWith(kept)).toBe(true);
    expect(after.endsWith('    ],\n    "teams": []\n}\n')).toBe(true);
  });

  it('writes into the list that an include holds', async () => {
    const cwd = temporaryFolder();
    writeFileSync(
      join(cwd, 'appwrite.json'),
      '{"projectId":"shop","includes":{"functions":"functions.json"}}',
    );
    writeFileSync(join(cwd, 'functions.json'), '[]');
    expect((await init(cwd, 'new', '--runtime', 'bun-1.0')).code).toBe(0);
    expect(JSON.parse(textOf(cwd, 'functions.json'))).toMatchObject([{ $id: 'new' }]);
  });

  it.each([
    ['an ID that the file has', ['old', '--runtime', 'node-18.0'], 'has a function old already'],
    ['a folder that exists', ['taken', '--runtime', 'node-18.0'], 'functions/taken exists already'],
    ['no runtime without a terminal', ['new'], '--runtime is missing'],
    ['a runtime that does not exist', ['new', '--runtime', 'node-18'], 'did you mean node-18.0?'],
    ['a runtime without a template', ['new', '--runtime', 'dart-3.3'], 'node, python, php, ruby, deno, bun'],
    ['a name without an ID', ['日本', '--runtime', 'node-18.0'], 'no ID can be made of'],
    ['a name that is too long', ['a'.repeat(40), '--runtime', 'node-18.0'], 'more than 36 characters'],
  ])('refuses %s, and writes nothing', async (_, argv, message) => {
    const cwd = temporaryFolder();
    const file = '{"projectId":"shop","functions":[{"$id":"old","name":"Old","runtime":"node-18.0"}]}';
    writeFileSync(join(cwd, 'appwrite.json'), file);
    mkdirSync(join(cwd, 'functions/taken'), { recursive: true });
    const { code, stderr } = await init(cwd, ...argv);
    expect(code).toBe(2);
    expect(stderr).toContain(message);
    expect(textOf(cwd, 'appwrite.json')).toBe(file);
    expect(readdirSync(join(cwd, 'functions'))).toEqual(['taken']);
  });

  it('leaves no folder if the project file can not be written', async () => {
    const cwd = temporaryFolder();
    const { code } = await init(
      cwd,
      'new',
      '--runtime',
      'node-18.0',
      '--config',
      '/proc/appwrite.json',
      '--path',
      'new',
    );
    expect(code).not.toBe(0);
    expect(existsSync(join(cwd, 'new'))).toBe(false);
  });

  it('lists what it would write', async () => {
    const cwd = temporaryFolder();
    const { stdout } = await init(cwd, 'new', '--runtime', 'python-3.11', '--dry-run');
    expect(stdout).toContain('  functions/new/src/main.py\n');
    expect(readdirSync(cwd)).toEqual([]);
  });

  it('answers programs with what it has made', async () => {
    const { stdout } = await init(temporaryFolder(), 'new', '--runtime', 'ruby-3.1', '--json');
    expect(JSON.parse(stdout)).toMatchObject({ functionId: 'new', path: 'functions/new' });
  });
});
