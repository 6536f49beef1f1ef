import { type ChildProcess, spawn } from 'node:child_process';
import { once } from 'node:events';
import { mkdtempSync, readdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { envFor } from '../kit/env.ts';
import { apiError, type Behaviour, type FaultServer, json, silent, startFaults } from '../kit/faults.ts';
import type { RunResult } from '../kit/in-process.ts';
import { type ProcessOptions, program, runProgram, sharedFolder } from '../kit/program.ts';
import { TestStorage } from '../kit/storage.ts';

const shared = sharedFolder();
/** Three chunks. */
const upload = Buffer.alloc(12 * 1024 * 1024, 'meow');

/** Runs the program, and sends it signals as soon as the server has received so many requests. */
async function interrupt(
  line: readonly string[],
  server: FaultServer,
  signals: readonly NodeJS.Signals[],
  {
    requests = 1,
    cwd: folder = mkdtempSync(join(shared, 'run-')),
    ...options
  }: ProcessOptions & { readonly requests?: number } = {},
): Promise<RunResult & { readonly folder: string }> {
  const onStart = async (child: ChildProcess) => {
    while (server.hits.length < requests) await pause();
    for (const signal of signals) {
      child.kill(signal);
      await pause();
    }
  };
  const env = { ...envFor(server.endpoint), HOME: folder, ...options.env };
  return { ...(await runProgram(line, { ...options, env, cwd: folder, onStart })), folder };
}

const pause = () => new Promise((resolve) => setTimeout(resolve, 50));

/** Sends the head and the beginning of a file, then stalls. */
const halfAFile: Behaviour = ({ response }) => {
  response.writeHead(200, { 'content-length': 100_000 });
  response.write('x'.repeat(50_000));
};

const interrupted: [what: string, line: string[], behaviours: Behaviour[], requests?: number][] = [
  ['a request without an answer', ['databases', 'list'], [silent]],
  ['a change without an answer', ['databases', 'create', '--name', 'a'], [silent]],
  [
    'a wait for the next try',
    ['databases', 'list'],
    [apiError(429, 'general_rate_limit_exceeded', 'Slow', { 'retry-after': '50' })],
  ],
  ['the second page of many', ['users', 'list', '--all'], [pageOf(100), silent], 2],
  [
    'a download',
    ['storage', 'get-file-download', 'photos', 'cat', '--out', 'out.png'],
    [json({ $id: 'cat', sizeOriginal: 100_000 }), halfAFile],
    2,
  ],
  ['a login', ['login', '--email', 'a@b.c', '--password-stdin', '--without-project'], [silent]],
  ['health check --watch', ['health', 'check', '--watch', '60'], [silent]],
];

function pageOf(count: number): Behaviour {
  return json({ total: 100, users: Array.from({ length: count }, (_, index) => ({ $id: `u${index}` })) });
}

describe.each([
  ['SIGINT', interrupted],
  // The same code receives all three.
  ['SIGTERM', interrupted.slice(-2)],
  ['SIGHUP', interrupted.slice(-2)],
] as const)('%s', (signal, situations) => {
  it.concurrent.for(situations)(
    'ends %s with exit 130',
    async ([, line, behaviours, requests], { expect }) => {
      await using server = await startFaults(behaviours);
      const result = await interrupt(line, server, [signal], {
        ...(requests && { requests }),
        stdin: 'canary-password\n',
      });
      expect(result.code, result.stderr).toBe(130);
      expect(result.stderr).not.toMatch(/unexpected|^\s+at |killed by/m);
      expect(readdirSync(result.folder)).toEqual([]);
      // The server sees that the program has closed its connections.
      while (server.open() > 0) await pause();
    },
  );
});

describe.runIf(process.platform === 'linux')('a signal that is ignored', () => {
  /** Runs a shell script whose "$@" is the program, and sends a signal to both before the server answers. */
  async function signalled(script: string, signal: NodeJS.Signals): Promise<number | null> {
    let child: ChildProcess | undefined;
    const answer: Behaviour = async (exchange) => {
      process.kill(-child!.pid!, signal);
      await json({ total: 0, databases: [] })(exchange);
    };
    await using server = await startFaults(answer);
    const words = ['-c', script, 'sh', ...program, 'databases', 'list'];
    child = spawn('sh', words, {
      detached: true,
      stdio: 'ignore',
      env: { PATH: process.env.PATH, ...envFor(server.endpoint) },
    });
    const [code] = await once(child, 'exit');
    return code;
  }

  it.concurrent.for([
    ["by a shell's trap", 'trap \'\' INT; "$@"; exit $?', 'SIGINT'],
    ["by a shell's trap", 'trap \'\' HUP; "$@"; exit $?', 'SIGHUP'],
    ["by a shell's trap", 'trap \'\' TERM; "$@"; exit $?', 'SIGTERM'],
    ['by nohup', '_=/usr/bin/nohup; export _; exec nohup "$@"', 'SIGHUP'],
  ] as const)('stays ignored: %s', async ([, script, signal], { expect }) => {
    expect(await signalled(script, signal)).toBe(0);
  });
});

describe('an upload', () => {
  it('says how to go on after an interruption, and sends no chunk twice then', async () => {
    const storage = new TestStorage();
    storage.faults.set(1, silent).set(2, silent);
    await using server = await startFaults(storage.behaviour);
    const line = ['storage', 'create-file', 'photos', '--file', 'cat.png', '--file-id', 'cat'];
    const cwd = mkdtempSync(join(shared, 'upload-'));
    writeFileSync(join(cwd, 'cat.png'), upload);
    const result = await interrupt(line, server, ['SIGINT'], { requests: 4, cwd });
    expect(result.stderr).toMatch(/^error: the upload was interrupted\nhint: .*same command/m);
    expect(result.code).toBe(130);

    const env = { ...envFor(server.endpoint), HOME: result.folder };
    const again = await runProgram(line, { env, cwd: result.folder });
    expect(again.code, again.stderr).toBe(0);
    expect(storage.files.get('cat')).toMatchObject({ chunksTotal: 3, chunksUploaded: 3 });
    expect(storage.bytes('cat')?.equals(upload)).toBe(true);
  });
});

describe('a second signal', () => {
  it('ends a command that takes its time to clean up', async () => {
    const cookie = { 'set-cookie': 'a_session_console=canary-session; path=/' };
    // The session is opened, then the server answers nothing, not even the request to delete the session.
    await using server = await startFaults([
      json({ version: '1.5.7' }),
      json({ $id: 'new' }, 201, cookie),
      silent,
    ]);
    const line = ['login', '--email', 'a@b.c', '--password-stdin', '--without-project'];
    const result = await interrupt(line, server, ['SIGINT', 'SIGINT', 'SIGINT'], {
      requests: 3,
      stdin: 'password\n',
    });
    expect(result.stderr).not.toContain('canary');
    expect(result.code).toBe(130);
    expect(server.hits.map(({ method }) => method)).toEqual(['GET', 'POST', 'GET', 'DELETE']);
  });
});

describe('sandbox run', () => {
  // The sleep outlives the shell, so it must not hold the pipes open.
  const script = (name: string) =>
    `trap 'sleep 0.4; echo ${name}; exit 3' ${name}; echo ready; sleep 20 > /dev/null 2>&1 & wait`;

  it.concurrent.for([
    ['SIGTERM', 'TERM', 'SIGTERM'],
    // A terminal sends SIGINT to the child as well, and shells ignore it.
    ['SIGINT', 'TERM', 'SIGINT'],
    ['SIGHUP', 'HUP', 'SIGHUP'],
    ['SIGHUP twice, as a shell and the kernel send it', 'HUP', 'SIGHUP', 'SIGHUP'],
    ['SIGINT and SIGTERM, as a terminal and sandbox run send them', 'TERM', 'SIGINT', 'SIGTERM'],
  ])('passes %s on, waits for the command, and leaves no folder', async (row, { expect }) => {
    const [, name = '', ...signals] = row;
    const folder = mkdtempSync(join(shared, 'tmp-'));
    const result = await runProgram(['sandbox', 'run', '--', 'sh', '-c', script(name)], {
      env: { TMPDIR: folder },
      onStart: (child) =>
        child.stdout!.once('data', async () => {
          for (const signal of signals) {
            child.kill(signal as NodeJS.Signals);
            await pause();
          }
        }),
    });
    expect(result).toEqual({ code: 3, stdout: `ready\n${name}\n`, stderr: '' });
    expect(readdirSync(folder)).toEqual([]);
  });
});

describe('a name that is being looked up', () => {
  it('does not delay the end of an interrupted process', async () => {
    const hook = join(mkdtempSync(join(shared, 'hook-')), 'slow.cjs');
    writeFileSync(
      hook,
      `require('node:dns').lookup = (_, __, done) => { setTimeout(done, 60_000); console.error('asked'); };`,
    );
    const result = await runProgram(['databases', 'list'], {
      env: { ...envFor('https://shop.example/v1'), NODE_OPTIONS: `--require=${hook}` },
      onStart: (child) => child.stderr!.once('data', () => child.kill('SIGINT')),
    });
    expect(result).toMatchObject({ code: 130, stderr: 'asked\n' });
  });
});
