import { execFileSync } from 'node:child_process';
import { mkdirSync, readFileSync, rmSync, symlinkSync, writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { Readable } from 'node:stream';
import { describe, expect, it } from 'vitest';
import { compareCode } from '../../../src/project/live/code.ts';
import { projectAuth } from '../../../src/project/live/read.ts';
import { temporaryFolder } from '../../kit/program.ts';
import { jsonResponse, type MemoryResponse, memoryTransport } from '../../kit/transport.ts';
import { servicesFor } from '../server.ts';

type Files = Readonly<Record<string, string>>;

const code: Files = { 'package.json': '{}', 'src/main.js': 'main' };

function folderOf(files: Files): string {
  const folder = temporaryFolder();
  for (const [path, text] of Object.entries(files)) {
    mkdirSync(dirname(join(folder, path)), { recursive: true });
    writeFileSync(join(folder, path), text);
  }
  return folder;
}

/** Packs with another program, which adds folders, times, owners and `./`. */
function packed(files: Files): Buffer {
  const folder = folderOf(files);
  const path = join(temporaryFolder(), 'code.tar.gz');
  execFileSync('tar', ['-czf', path, '-C', folder, '.']);
  return readFileSync(path);
}

const archive = (bytes: Buffer): MemoryResponse => ({
  status: 200,
  headers: { 'content-type': 'application/gzip' },
  body: Readable.from([bytes]),
});

interface Local {
  readonly folder?: string;
  readonly ignore?: readonly string[];
  readonly sizeBytes?: number;
}

async function compared(answer: () => MemoryResponse | undefined, local: Local = {}) {
  const server = memoryTransport(answer);
  const client = await servicesFor(server).clientFor(projectAuth, { retries: 0 });
  const { folder = folderOf(code), ignore = [], sizeBytes = 200 } = local;
  const live = { functionId: 'mailer', deploymentId: 'd1', buildId: 'b1', sizeBytes, isCurrent: true };
  const comparison = await compareCode({ functionId: 'mailer', folder, ignore }, live, client);
  return { comparison, hits: server.hits };
}

describe('compareCode', () => {
  it('takes the same files for the same code, whichever tool packed them (story 61)', async () => {
    const { comparison, hits } = await compared(() => archive(packed(code)));
    expect(comparison).toMatchObject({
      kind: 'same',
      contentSha256: expect.stringMatching(/^[0-9a-f]{64}$/),
    });
    expect(hits.map(({ url }) => url)).toEqual(['/v1/functions/mailer/deployments/d1/download']);
  });

  it('does not compare a folder without files', async () => {
    const { comparison, hits } = await compared(() => archive(packed(code)), { folder: folderOf({}) });
    expect(comparison).toMatchObject({ kind: 'unknown', reason: 'its folder has no files' });
    expect(hits).toEqual([]);
  });

  it('names the files that differ (story 62)', async () => {
    const deployed = packed({ 'package.json': '{"a":1}', 'src/main.js': 'main', 'old.js': 'old' });
    const folder = folderOf({ ...code, 'new.js': 'new' });
    const { comparison } = await compared(() => archive(deployed), { folder });
    expect(comparison).toMatchObject({ kind: 'differs', files: ['new.js', 'old.js', 'package.json'] });
  });

  it('does not count deployed files that would not be packed', async () => {
    const extra = {
      'node_modules/x/index.js': 'x',
      '.env': 'A=1',
      'src/debug.log': 'log',
      'dist/out.js': 'out',
    };
    const folder = folderOf({
      ...code,
      '.gitignore': 'dist\n',
      'src/.gitignore': 'tmp.js\n',
      'src/tmp.js': 'tmp',
    });
    const files = {
      ...code,
      ...extra,
      '.gitignore': 'dist\n',
      'src/.gitignore': 'tmp.js\n',
      'src/tmp.js': 'old',
    };
    const { comparison } = await compared(() => archive(packed(files)), { folder, ignore: ['*.log'] });
    expect(comparison.kind).toBe('same');
  });

  it('does not download a large archive of another size', async () => {
    const { comparison, hits } = await compared(() => undefined, { sizeBytes: 31 * 1024 * 1024 });
    expect(comparison).toMatchObject({ kind: 'differs', files: undefined });
    expect(hits).toEqual([]);
  });

  it.each([
    [
      'there is no such file',
      () => jsonResponse({ message: 'Deployment not found', code: 404, type: 'x' }, 404),
    ],
    ['what comes is no archive', () => archive(Buffer.from('no archive'))],
  ])('does not know if the code differs if %s', async (_, answer) => {
    const { comparison } = await compared(answer);
    expect(comparison).toMatchObject({ kind: 'unknown', reason: expect.any(String) });
  });

  it('fails if the server does', async () => {
    await expect(
      compared(() => jsonResponse({ message: 'oops', code: 500, type: 'x' }, 500)),
    ).rejects.toMatchObject({
      exitCode: 1,
    });
  });

  it('names the function and its "ignore" for something that can not be packed', async () => {
    const folder = folderOf(code);
    symlinkSync('/etc/passwd', join(folder, 'out'));
    await expect(compared(() => undefined, { folder })).rejects.toMatchObject({
      exitCode: 2,
      message: 'function mailer: out is a symbolic link out of the folder, to /etc/passwd',
      hint: 'add "/out" to "ignore" of the function',
    });
    rmSync(folder, { recursive: true });
    await expect(compared(() => undefined, { folder })).rejects.toMatchObject({ exitCode: 2 });
  });
});
