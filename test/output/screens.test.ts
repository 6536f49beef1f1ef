import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { versions } from 'node:process';
import { stripVTControlCharacters } from 'node:util';
import { afterAll, beforeAll, expect, it } from 'vitest';
import { run } from '../../src/cli/program.ts';
import { createSandbox, type Sandbox } from '../../src/sandbox/sandbox.ts';
import type { Transport } from '../../src/transport.ts';
import { testContext } from '../kit/in-process.ts';
import { typeLine } from '../kit/keyboard.ts';
import { cheapHashing } from '../kit/password-hashing.ts';
import { sharedFolder } from '../kit/program.ts';
import { sandboxEnv, sandboxTransport } from '../kit/sandbox-transport.ts';
import { jsonResponse, memoryTransport } from '../kit/transport.ts';
import { Capture } from './kit.ts';

/*
 * The screens of the commands that people use most. Look at the files before you accept changes in them: `npx vitest run
 * --project unit test/output/screens.test.ts -u` writes them anew.
 */

const seededAt = Date.parse('2026-03-01T09:30:00Z');
const dayMs = 86_400_000;
const widths = [40, 80, 120] as const;

const folder = sharedFolder();
writeFileSync(
  join(folder, 'appwrite.json'),
  JSON.stringify({
    projectId: 'sandbox',
    databases: [{ $id: 'shop', name: 'Garden shop' }],
    collections: [
      {
        $id: 'products',
        databaseId: 'shop',
        name: 'Products',
        attributes: [
          { key: 'title', type: 'string', size: 128, required: true },
          { key: 'colour', type: 'string', size: 32, required: false },
        ],
      },
      { $id: 'orders', databaseId: 'shop', name: 'Orders', attributes: [{ key: 'sum', type: 'double' }] },
    ],
    teams: [{ $id: 'crew', name: 'Crew' }],
  }),
);

let sandbox: Sandbox;
beforeAll(async () => {
  sandbox = await createSandbox({
    seed: true,
    asyncDelayMs: 1,
    passwordHashing: cheapHashing,
    now: () => seededAt,
  });
});
afterAll(() => sandbox.close());

const at = (minute: number) => `2026-03-01T09:${`${minute}`.padStart(2, '0')}:00.000+00:00`;
const deployment = (id: string, status: string, activate: boolean, minute: number) => ({
  $id: id,
  $createdAt: at(minute),
  $updatedAt: at(minute),
  type: 'manual',
  resourceId: 'hello',
  resourceType: 'functions',
  entrypoint: 'index.js',
  size: 48_213,
  buildId: `build-${id}`,
  activate,
  status,
  buildLogs: '',
  buildTime: 12,
});
const execution = (id: string, status: string, responseStatusCode: number, minute: number) => ({
  $id: id,
  $createdAt: at(minute),
  functionId: 'hello',
  trigger: 'http',
  status,
  requestMethod: 'GET',
  requestPath: '/',
  responseStatusCode,
  logs: '',
  errors: '',
  duration: 0.018,
});

/** Answers that the sandbox does not give, since it runs no code. */
const canned: Readonly<Record<string, unknown>> = {
  '/v1/functions/hello': {
    $id: 'hello',
    $createdAt: at(5),
    $updatedAt: at(30),
    execute: ['any'],
    name: 'Hello',
    enabled: true,
    live: true,
    logging: true,
    runtime: 'node-18.0',
    deployment: 'spring',
    vars: [
      {
        $id: 'v1',
        $createdAt: at(5),
        $updatedAt: at(5),
        key: 'GREETING',
        value: 'Hi',
        resourceType: 'function',
        resourceId: 'hello',
      },
    ],
    events: [],
    schedule: '0 6 * * *',
    timeout: 15,
    entrypoint: 'index.js',
    commands: 'npm install',
    version: 'v3',
  },
  '/v1/functions/hello/deployments': {
    total: 3,
    deployments: [
      deployment('spring', 'ready', true, 10),
      deployment('summer', 'failed', true, 20),
      deployment('autumn', 'building', false, 30),
    ],
  },
  '/v1/functions/hello/executions': {
    total: 3,
    executions: [
      execution('first', 'completed', 200, 40),
      execution('second', 'failed', 500, 41),
      execution('third', 'waiting', 0, 42),
    ],
  },
};

function transport(): Transport {
  const own = sandboxTransport(sandbox);
  const fromMemory = memoryTransport(({ url }) => jsonResponse(canned[url.replace(/\?.*/, '')]));
  return { ...own, send: (request) => (request.url.pathname in canned ? fromMemory : own).send(request) };
}

const environment = (): Record<string, string> => ({
  ...sandboxEnv(sandbox),
  LANG: 'C.UTF-8',
  SHELL: '/bin/bash',
});

/** Replaces what differs from run to run and from machine to machine by something of the same width. */
const settled = (screen: string) =>
  screen
    .replace(/(?<![0-9a-f])[0-9a-f]{20}(?![0-9a-f])/g, '65e1a0c8d2b4f6907351')
    .replace(/(?<=••••)\w{4}/g, '1a2b')
    .replace(versions.node, '20.19.0')
    // The only program of the environment that runs functions is Node itself, wherever it is.
    .replace(/(functions\s+node) [\d.]+\s+\(\S+\)/, '$1 20.19.0 (/usr/bin/node)')
    .replace(/\d s apart/, '0 s apart');

interface Screen {
  readonly columns: number;
  readonly colour: boolean;
}

/** Runs a line; returns all that its terminal has shown. */
async function screenOf(line: string, { columns, colour }: Screen): Promise<string> {
  const terminal = new Capture(columns);
  // The sandbox reports the real time to those who ask what time it is.
  const now = line === 'doctor' ? Date.now : () => seededAt + 3 * dayMs;
  const context = testContext(
    {
      env: { ...environment(), ...(!colour && { NO_COLOR: '1' }) },
      terminal: true,
      transport: transport(),
      cwd: line === 'plan' ? folder : '/',
      home: '/home/ada',
      // Nothing comes too late, such as the live deployment.
      clock: { now, sleep: () => new Promise<void>(() => {}) },
    },
    terminal,
    terminal,
  );
  await run(line.split(' '), context);
  return settled(terminal.text);
}

/** Returns what the terminal shows while it waits for the answer. */
async function questionOf(line: string, { columns, colour }: Screen): Promise<string> {
  const env = { ...environment(), ...(!colour && { NO_COLOR: '1' }) };
  const typed = typeLine(line.split(' '), { env, transport: transport(), columns });
  await typed.type('(y/N)', 'n\r');
  await typed.ended;
  const [shown = ''] = typed.screen().split('(y/N)');
  const coloured = shown.replace(/\x1b\[[\d;?]*[A-HJKSThl]/g, '').replaceAll('\r', '');
  return `${coloured}(y/N)\n`;
}

const names: Readonly<Record<string, string>> = {
  '1': 'bold',
  '2': 'dim',
  '4': 'underline',
  '31': 'red',
  '32': 'green',
  '35': 'magenta',
  '36': 'cyan',
};

/** Shows colours as marks: `<cyan>shop</>`. */
const marked = (screen: string) =>
  screen.replace(/\x1b\[(\d+)m/g, (_, code: string) =>
    names[code] === undefined ? '</>' : `<${names[code]}>`,
  );

async function fileOf(line: string, show: typeof screenOf): Promise<string> {
  const parts: string[] = [`$ appwrite-cli ${line}\n`];
  for (const columns of widths) {
    const plain = await show(line, { columns, colour: false });
    const coloured = await show(line, { columns, colour: true });
    // Colour changes nothing else.
    expect(plain).not.toContain('\x1b');
    expect(stripVTControlCharacters(coloured)).toBe(plain);
    parts.push(`--- ${columns} columns\n${plain}`);
    if (columns === 80) parts.push(`--- ${columns} columns, colours as marks\n${marked(coloured)}`);
  }
  return parts.join('\n');
}

it.each([
  'databases list',
  'databases list-collections shop',
  'databases get-collection shop products',
  'databases list-attributes shop products',
  'databases list-documents shop products',
  'databases get-document shop products teapot',
  'users list',
  'users get ada',
  'storage list-buckets',
  'storage list-files photos',
  'storage get-file photos mug',
  'functions list',
  'functions get hello',
  'functions list-deployments hello',
  'functions list-executions hello',
  'teams list',
  'whoami',
  'doctor',
  'plan',
  'databases list --help',
  'databases get missing',
  'users list --where nmae=Ada',
])('shows the screens of %s', async (line) => {
  const name = line
    .replace(/[^a-z]+/g, ' ')
    .trim()
    .replaceAll(' ', '-');
  await expect(await fileOf(line, screenOf)).toMatchFileSnapshot(`screens/${name}.txt`);
});

it('shows the question before a deletion', async () => {
  const file = await fileOf('databases delete shop', questionOf);
  await expect(file).toMatchFileSnapshot('screens/databases-delete-shop.txt');
});
