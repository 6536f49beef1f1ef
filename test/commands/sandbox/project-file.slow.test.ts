import { mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { runLine } from '../../kit/in-process.ts';
import { temporaryFolder } from '../../kit/program.ts';

const file = {
  projectId: 'blog',
  projectName: 'Blog',
  settings: { services: { avatars: false } },
  databases: [{ $id: 'main', name: 'Main' }],
  collections: [
    {
      ...{ $id: 'posts', databaseId: 'main', name: 'Posts', $permissions: ['read("any")'] },
      attributes: [{ key: 'title', type: 'string', size: 100, required: true }],
      indexes: [{ key: 'by_title', type: 'key', attributes: ['title'] }],
    },
  ],
  functions: [
    {
      ...{ $id: 'mailer', name: 'Mailer', runtime: 'node-18.0', entrypoint: 'main.js' },
      ...{ path: 'functions/mailer', vars: [{ key: 'SENDER', value: 'blog@example.com' }] },
    },
  ],
};

/** Makes a folder with the project. */
function folderOf(project: object): string {
  const folder = temporaryFolder();
  writeFileSync(join(folder, 'appwrite.json'), JSON.stringify(project));
  mkdirSync(join(folder, 'functions', 'mailer'), { recursive: true });
  writeFileSync(join(folder, 'functions', 'mailer', 'main.js'), '');
  return folder;
}

/** Adds two attributes, waits for the second, and writes to a file what there is then. */
const look = `
const { APPWRITE_ENDPOINT: at, APPWRITE_PROJECT_ID: project, APPWRITE_API_KEY: key } = process.env;
const headers = { 'x-appwrite-project': project, 'x-appwrite-key': key, 'content-type': 'application/json' };
const send = async (path, init) => (await fetch(at + path, { headers, ...init })).json();
const collection = '/databases/main/collections/posts';
(async () => {
  for (const key of ['slow', 'quick']) {
    const body = JSON.stringify({ key, required: false });
    await send(collection + '/attributes/boolean', { method: 'POST', body });
  }
  while ((await send(collection + '/attributes/quick')).status === 'processing');
  const seen = { project, posts: await send(collection), mailer: await send('/functions/mailer') };
  require('fs').writeFileSync('seen.json', JSON.stringify(seen));
})();`;

async function runIn(cwd: string, ...flags: string[]) {
  const env = { PATH: process.env.PATH ?? '' };
  const argv = ['sandbox', 'run', '--project-file', 'appwrite.json', ...flags];
  const result = await runLine([...argv, '--', process.execPath, '-e', look], { cwd, env });
  const seen = () => JSON.parse(readFileSync(join(cwd, 'seen.json'), 'utf8'));
  return { ...result, seen };
}

describe('sandbox run --project-file', () => {
  it('begins with what the file describes, and names what a sandbox leaves out', async () => {
    const { code, stderr, seen } = await runIn(folderOf(file));
    expect({ code, stderr }).toEqual({
      code: 0,
      stderr:
        'Left out of the file: projectName, settings, which only the session of a console login can change.\n' +
        'The code of functions is stored, but neither built nor run.\n',
    });
    const { project, posts, mailer } = seen();
    expect(project).toBe('blog');
    expect(posts).toMatchObject({
      name: 'Posts',
      attributes: ['title', 'slow', 'quick'].map((key) => ({ key, status: 'available' })),
      indexes: [{ key: 'by_title', status: 'available' }],
    });
    expect(mailer.vars).toMatchObject([{ key: 'SENDER', value: 'blog@example.com' }]);
    expect(mailer.deployment).not.toBe('');
  });

  it('makes difficulties only after that', async () => {
    const folder = folderOf(file);
    const all = [
      '--keep-processing',
      'main/*/slow',
      '--keep-processing',
      '*/*/title',
      '--rate-limit',
      '1000',
      '--latency',
      '1',
    ];
    const { code, seen } = await runIn(folder, '--project', 'other', ...all);
    expect(code).toBe(0);
    expect(seen()).toMatchObject({
      project: 'other',
      posts: {
        attributes: [
          { key: 'title', status: 'available' },
          { key: 'slow', status: 'processing' },
          { key: 'quick', status: 'available' },
        ],
      },
    });
  });

  it.each([
    ['a fault', { ...file, teams: [{ $id: '_', name: 'Crew' }] }, /^error: appwrite\.json:1: .*team/],
    ['broken JSON', undefined, /^error: appwrite\.json is not valid JSON \(line 1, column 2\)/],
  ])('refuses a file with %s, and runs nothing', async (_, project, message) => {
    const folder = folderOf(project ?? {});
    if (!project) writeFileSync(join(folder, 'appwrite.json'), '{,');
    const { code, stdout, stderr, seen } = await runIn(folder, '--data', 'kept');
    expect({ code, stdout }).toEqual({ code: 2, stdout: '' });
    expect(stderr).toMatch(message);
    expect(seen).toThrow('ENOENT');
    expect(() => readFileSync(join(folder, 'kept'))).toThrow('ENOENT');
  });

  it('refuses a file that is not there', async () => {
    const { code, stderr } = await runIn(temporaryFolder());
    expect({ code, stderr }).toEqual({
      code: 2,
      stderr: 'error: --project-file: there is no file appwrite.json\n',
    });
  });
});
