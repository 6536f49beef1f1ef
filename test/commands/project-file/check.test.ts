import { describe, expect, it } from 'vitest';
import { runLine } from '../../kit/in-process.ts';
import { type Files, projectFolder } from '../../project/file/project.ts';

/** Runs a line in a folder with these files; a request would have no server. */
function check(files: Files, ...flags: string[]) {
  const cwd = projectFolder(files);
  return runLine(['check', ...flags], { cwd, home: cwd });
}

const good = { databases: [{ $id: 'main', name: 'Main' }] };
const faulty = {
  teams: [{ $id: '-', name: 'T' }],
  collections: [
    {
      $id: 'c',
      databaseId: 'main',
      name: 'C',
      attributes: [{ key: 'a', type: 'string', size: 0, required: false }],
    },
  ],
  buckets: 7,
};

describe('check', () => {
  it('says that there is nothing to say', async () => {
    const { code, stdout, stderr } = await check({ 'appwrite.json': good }, '--json');
    expect({ code, stderr }).toEqual({ code: 0, stderr: '' });
    expect(JSON.parse(stdout)).toEqual({
      file: 'appwrite.json',
      environment: null,
      apiVersion: '1.5',
      findings: [],
    });
  });

  it('reports everything at once with exit 2 (story 20)', async () => {
    const { code, stdout, stderr } = await check({ 'appwrite.json': faulty });
    expect(code).toBe(2);
    expect(stderr).toContain('error: appwrite.json has 3 faults');
    expect(stdout.split('\n')).toEqual([
      expect.stringContaining('appwrite.json:3: error: team -: an ID has at most 36'),
      expect.stringContaining('appwrite.json:17: error: attribute main/c/a: "size" must be 1 to'),
      'appwrite.json:23: error: "buckets" must be a list',
      '',
    ]);
  });

  it('warns without failing, and follows no reference', async () => {
    const { code, stdout } = await check(
      {
        'appwrite.json': { functions: [{ $id: 'f', name: 'F', runtime: 'node-18.0', path: 'gone' }] },
        'appwrite-cli.json': { variables: { f: { A: { env: 'NOT_SET' } } } },
      },
      '--json',
    );
    expect(code).toBe(0);
    expect(JSON.parse(stdout).findings).toMatchObject([
      {
        level: 'warning',
        file: 'appwrite.json',
        line: 7,
        message: expect.stringContaining('there is no folder'),
      },
    ]);
  });

  it('names the second project file beside the first (story 6)', async () => {
    const { code, stderr } = await check({ 'appwrite.json': good, 'appwrite.config.json': good });
    expect(code).toBe(0);
    expect(stderr).toMatch(/appwrite\.json is ignored: .*appwrite\.config\.json is beside it/);
  });

  it.each<[string, Files, string[], string]>([
    ['no file', {}, [], 'there is no appwrite.json or appwrite.config.json'],
    [
      'broken JSON (story 5)',
      { 'appwrite.json': '{"a":\n}' },
      [],
      'appwrite.json is not valid JSON (line 2, column 1)',
    ],
    [
      'an unknown environment',
      { 'appwrite.json': good },
      ['--env', 'prod'],
      'there is no environment "prod"',
    ],
    [
      'an include that leaves the folder (story 7)',
      { 'appwrite.json': { includes: { teams: '../teams.json' } } },
      [],
      'leaves the folder of the project',
    ],
    [
      'a column of a newer server (story 9)',
      {
        'appwrite.json': {
          tables: [{ $id: 't', databaseId: 'd', name: 'T', columns: [{ key: 'body', type: 'longtext' }] }],
        },
      },
      [],
      'appwrite.json has a fault',
    ],
  ])('ends with 2 for %s', async (_, files, flags, message) => {
    const { code, stderr } = await check(files, ...flags);
    expect({ code, stderr }).toEqual({ code: 2, stderr: expect.stringContaining(message) });
  });

  it('shows control characters of a file as escapes', async () => {
    const { stdout } = await check({ 'appwrite.json': { teams: [{ $id: 'a\u001b[31m', name: 'T' }] } });
    expect(stdout).not.toContain('\u001b');
    expect(stdout).toContain('\\x1b[31m');
  });
});
