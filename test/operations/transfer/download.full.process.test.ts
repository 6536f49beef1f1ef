import { spawnSync } from 'node:child_process';
import { randomBytes } from 'node:crypto';
import { mkdirSync, mkdtempSync, readdirSync, readFileSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { flyingClock, workplace } from '../../bulk/kit.ts';
import { envFor } from '../../kit/env.ts';
import {
  apiError,
  type Behaviour,
  cutAfter,
  cutChunked,
  type FaultServer,
  hangUp,
  json,
  resetAfter,
  stallAfter,
  startFaults,
  text,
} from '../../kit/faults.ts';
import { type RunResult, runLine } from '../../kit/in-process.ts';
import { programLine, runCommand, runProgram, temporaryFolder } from '../../kit/program.ts';
import { hashOf, runAll } from './kit.ts';

const bytes = randomBytes(700_001);
const hash = hashOf(bytes);
const download = ['storage', 'get-file-download', 'b', 'f'];
const named = (name: string) => ({ 'content-disposition': `attachment; filename="${name}"` });

/** Starts a server with one file and answers its downloads with these behaviours in turn. */
function serve(content: readonly Behaviour[]): Promise<FaultServer> {
  let next = 0;
  return startFaults((exchange) => {
    const isContent = exchange.hit.url.endsWith('/download');
    const behaviour = isContent ? content[Math.min(next++, content.length - 1)]! : description;
    return behaviour(exchange);
  });
}
const description = json({ $id: 'f', name: 'f.bin', sizeOriginal: bytes.length });

const startOf = (exchange: Parameters<Behaviour>[0]) =>
  Number(/^bytes=(\d+)-$/.exec(exchange.hit.headers.range ?? 'bytes=0-')![1]);

/** Sends the requested range, as a correct server does. */
const good: Behaviour = (exchange) => {
  const start = startOf(exchange);
  if (exchange.hit.headers.range === undefined) return text(bytes, 200, named('f.bin'))(exchange);
  const range = `bytes ${start}-${bytes.length - 1}/${bytes.length}`;
  return text(bytes.subarray(start), 206, { ...named('f.bin'), 'content-range': range })(exchange);
};
const cut = cutAfter(300_000, bytes, named('f.bin'));
const ranged =
  (range: string): Behaviour =>
  (exchange) =>
    text(bytes.subarray(startOf(exchange)), 206, { 'content-range': range })(exchange);

/** Responses, exit code, and message of the error; null: the file is complete. */
const cases: [name: string, content: Behaviour[], code: number, says: RegExp | null][] = [
  ['all of it', [good], 0, null],
  ['a part, then a closed connection', [cut, good], 0, null],
  ['a part, then a reset', [resetAfter(300_000, bytes, named('f.bin')), good], 0, null],
  ['a part in chunks without a length, then nothing', [cutChunked(bytes.subarray(0, 10)), good], 0, null],
  ['parts that are cut again and again', [cut, cutRest(400_000), cutRest(500_000), good], 0, null],
  ['a part, then 503 with Retry-After', [cut, text('', 503, { 'retry-after': '1' }), good], 0, null],
  ['a part, then 429 with Retry-After', [cut, text('', 429, { 'retry-after': '1' }), good], 0, null],
  ['a part, and the whole again instead of the rest', [cut, text(bytes)], 0, null],
  [
    'a Content-Length that is too long',
    [saysLength(bytes.length + 10)],
    1,
    /sends 700011 bytes of a file of 700001/,
  ],
  ['a Content-Length that is too short', [saysLength(1000)], 1, /sends 1000 bytes of a file of 700001/],
  ['less than there is, over and over', [text(bytes.subarray(0, 1000), 200)], 1, /sends 1000 bytes/],
  ['nothing but cuts', [cut, hangUp], 6, /broke/],
  [
    'a Content-Range of another place',
    [cut, ranged('bytes 0-700000/700001')],
    1,
    /a different part of the file/,
  ],
  ['a Content-Range of another file', [cut, cutRestOf(900_000)], 1, /changed on the server/],
  ['a Content-Range that is none', [cut, ranged('lines 1-2')], 1, /a different part of the file/],
  ['404', [apiError(404, 'storage_file_not_found', 'None.')], 4, /None/],
];

describe('a download', () => {
  type Case = (typeof cases)[number];
  let outcome: (one: Case) => {
    readonly ran: RunResult;
    readonly names: string[];
    readonly content: Buffer | undefined;
  };
  const root = mkdtempSync(join(tmpdir(), 'download-'));
  afterAll(() => spawnSync('rm', ['-rf', root]));

  beforeAll(async () => {
    outcome = await runAll(cases, async ([, content]) => {
      await using server = await serve(content);
      const cwd = mkdtempSync(join(root, 'case-'));
      const ran = await runLine([...download, '--retries', '2', '--out', '.'], {
        env: envFor(server.endpoint),
        cwd,
        clock: flyingClock(),
      });
      const names = readdirSync(cwd);
      return { ran, names, content: names[0] ? readFileSync(join(cwd, names[0])) : undefined };
    });
  }, 60_000);

  it.each(cases)('leaves a complete file or none after %s', (...one) => {
    const [, , code, says] = one;
    const { ran, names, content } = outcome(cases.find(([name]) => name === one[0])!);
    expect(ran).toMatchObject({ stdout: '', code });
    expect(ran.stderr).toMatch(says ?? /^Saved f(\.bin|ile-download-f) \(700 kB\)\.$/m);
    expect(names).toHaveLength(says === null ? 1 : 0);
    if (content) expect(hashOf(content)).toBe(hash);
  });
});

describe('a command that returns a file', () => {
  it.each([
    [['storage', 'get-file-download', 'photos', 'mug'], 'mug.png'],
    [['storage', 'get-file-view', 'photos', 'mug'], 'mug.png'],
    [['storage', 'get-file-preview', 'photos', 'mug', '--width', '4'], 'file-preview-mug.png'],
    [['storage', 'get-file-preview', 'photos', 'mug', '--output', 'png'], 'file-preview-mug.png'],
    [['avatars', 'get-initials', '--name', 'Ada Lovelace'], 'initials.png'],
    [['avatars', 'get-flag', 'de'], 'flag-de.png'],
  ])('saves the file of %j as %s', async (argv, name) => {
    const place = await workplace({ seed: true });
    const { stderr, stdout, code } = await place.run(argv, { terminal: true });
    expect({ code, stdout }, stderr).toEqual({ code: 0, stdout: '' });
    expect(stderr).toMatch(/^Saved \S+ \(\d+(\.\d+)? k?B\)\.\n$/);
    expect(stderr).toContain(`Saved ${name}`);
    expect(readFileSync(join(place.folder, name)).subarray(1, 4).toString()).toBe('PNG');
  });
});

describe('without --out and a terminal', () => {
  it.each([
    'storage get-file-preview photos mug',
    'storage get-file-view photos mug',
    'storage get-file-download photos mug',
    'avatars get-flag de',
  ])('prints the bytes of %s', async (line) => {
    const place = await workplace({ seed: true });
    const before = readdirSync(place.folder);
    const { stderr, stdout, code } = await place.run(line.split(' '));
    expect({ code, stderr, start: stdout.slice(1, 4) }).toEqual({ code: 0, stderr: '', start: 'PNG' });
    expect(readdirSync(place.folder)).toEqual(before);
    // A report about the file asks for the file.
    const report = await place.run([...line.split(' '), '--json']);
    expect(readFileSync(JSON.parse(report.stdout).path).subarray(1, 4).toString()).toBe('PNG');
  });
});

describe('a filename from the server', () => {
  it.each([
    ['../../.ssh/authorized_keys', 'authorized_keys'],
    ['/etc/passwd', 'passwd'],
    ['..\\..\\evil.exe', 'evil.exe'],
    ['.bashrc', 'bashrc'],
    ['-rf', '_-rf'],
    ['CON.txt', '_CON.txt'],
    ['\u009b31mred\u009b0m.txt', '31mred0m.txt'],
    ['..', 'file-download-f'],
  ])('turns %j into %j on disk', async (name, expected) => {
    const header = Buffer.from(name).toString('latin1');
    await using server = await serve([text(bytes, 200, named(header))]);
    const outer = temporaryFolder();
    const cwd = join(outer, 'a', 'b');
    mkdirSync(cwd, { recursive: true });
    const env = envFor(server.endpoint);
    const ran = await runLine([...download, '--json'], { env, cwd });
    expect(ran).toMatchObject({ code: 0, stderr: '' });
    expect(JSON.parse(ran.stdout)).toEqual({ path: join(cwd, expected), size: bytes.length });
    expect(readdirSync(outer, { recursive: true }).sort()).toEqual(['a', 'a/b', `a/b/${expected}`]);
  });

  it('never replaces a file without --yes', async () => {
    await using server = await serve([good]);
    const cwd = temporaryFolder();
    writeFileSync(join(cwd, 'f.bin'), 'precious');
    const env = envFor(server.endpoint);
    const refused = await runLine(download, { env, cwd, terminal: true });
    expect(refused).toMatchObject({ code: 2, stderr: expect.stringMatching(/already\s+exists[\s\S]*--yes/) });
    expect(readFileSync(join(cwd, 'f.bin'), 'utf8')).toBe('precious');
    expect(await runLine([...download, '--yes'], { env, cwd, terminal: true })).toMatchObject({ code: 0 });
    expect(hashOf(readFileSync(join(cwd, 'f.bin')))).toBe(hash);
    expect(readdirSync(cwd)).toEqual(['f.bin']);
  });
});

describe('a download to stdout', () => {
  it('writes the bytes to a pipe unchanged', async () => {
    await using server = await serve([cut, good]);
    const cwd = temporaryFolder();
    const line = `${programLine} ${download.join(' ')} | cat > piped`;
    const ran = await runCommand('sh', ['-c', line], { env: envFor(server.endpoint), cwd });
    expect(ran.code).toBe(0);
    expect(hashOf(readFileSync(join(cwd, 'piped')))).toBe(hash);
  });

  it('refuses a terminal', async () => {
    await using server = await serve([good]);
    const ran = await runLine([...download, '--out', '-'], {
      env: envFor(server.endpoint),
      terminal: true,
    });
    expect(ran).toMatchObject({ code: 2, stdout: '', stderr: expect.stringContaining('--out PATH') });
    expect(server.hits).toEqual([]);
  });

  it('fails if stdout can not be written', async () => {
    await using server = await serve([good]);
    const line = `${programLine} ${download.join(' ')} --out - > /dev/full`;
    const ran = await runCommand('sh', ['-c', line], { env: envFor(server.endpoint) });
    expect(ran).toMatchObject({ code: 1, stderr: expect.stringContaining('the disk is full') });
  });
});

describe('a full disk', () => {
  const program = (file: string) => `${programLine} ${download.join(' ')} --out ${file}`;
  const mayMount = spawnSync('unshare', ['-rm', 'mount', '-t', 'tmpfs', 'none', tmpdir()]).status === 0;
  const note = mayMount ? '' : ' (skipped: no namespace of our own to mount it in)';

  it.skipIf(!mayMount)(
    `reports an error and leaves no partial file on a small file system${note}`,
    async () => {
      await using server = await serve([good]);
      const cwd = temporaryFolder();
      // The mount belongs to a namespace that ends with the shell.
      const line = `mount -t tmpfs -o size=256k none . && cd "$PWD" && ${program('f.bin')}; echo "exit $?"; ls -A`;
      const ran = await runCommand('unshare', ['-rm', 'sh', '-c', line], {
        env: envFor(server.endpoint),
        cwd,
      });
      expect(ran).toMatchObject({ stdout: 'exit 1\n', stderr: expect.stringContaining('the disk is full') });
    },
  );

  it('reports an error and leaves no partial file over a limit of the shell', async () => {
    await using server = await serve([good]);
    const cwd = temporaryFolder();
    const ran = await runCommand('sh', ['-c', `ulimit -f 256; ${program('f.bin')}`], {
      env: envFor(server.endpoint),
      cwd,
    });
    expect(ran).toMatchObject({ code: 1, stderr: expect.stringContaining('files may not grow that large') });
    expect(readdirSync(cwd)).toEqual([]);
  });
});

it('ends a download with 130 on Ctrl-C, and leaves nothing', async () => {
  await using server = await serve([stallAfter(300_000, bytes)]);
  const cwd = temporaryFolder();
  const ran = await runProgram([...download, '--out', '.'], {
    env: envFor(server.endpoint),
    cwd,
    onStart: async (child) => {
      while (readdirSync(cwd).length === 0) await new Promise((resolve) => setTimeout(resolve, 20));
      child.kill('SIGINT');
    },
  });
  expect(ran).toMatchObject({ code: 130, stdout: '', stderr: '' });
  expect(readdirSync(cwd)).toEqual([]);
});

/** Claims another total length than the file has. */
function saysLength(length: number): Behaviour {
  return ({ socket }) => {
    socket.write(`HTTP/1.1 200 OK\r\nContent-Length: ${length}\r\nConnection: close\r\n\r\n`);
    socket.end(bytes);
  };
}

/** Sends the requested range, cut at a byte. */
function cutRest(end: number): Behaviour {
  return (exchange) => {
    const start = startOf(exchange);
    const range = { 'content-range': `bytes ${start}-${bytes.length - 1}/${bytes.length}` };
    return cutAfter(end - start, bytes.subarray(start), range, 206)(exchange);
  };
}

/** Sends the requested range of a file of another size. */
function cutRestOf(total: number): Behaviour {
  return (exchange) => ranged(`bytes ${startOf(exchange)}-${total - 1}/${total}`)(exchange);
}
