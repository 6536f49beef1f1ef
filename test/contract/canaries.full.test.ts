import { mkdirSync, mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import type { Operation } from '../../src/api/schema.ts';
import { everyOperation } from '../kit/catalogue.ts';
import { keepConsoleLogin } from '../kit/console-login.ts';
import type { Hit } from '../kit/faults.ts';
import { type RunResult, runLine } from '../kit/in-process.ts';
import { sharedFolder } from '../kit/program.ts';
import { jsonResponse, type MemoryTransport, memoryTransport } from '../kit/transport.ts';
import { validAnswer } from '../kit/valid-answers.ts';
import { lineOf, uploadedFile, uploadedText } from './every-operation.ts';

/** Credentials that are recognised wherever they are written. */
const credentials = {
  APPWRITE_API_KEY: 'canary-key-"quoted\\%20+/=:0123456789',
  APPWRITE_JWT: 'canary.jwt.0123456789',
  APPWRITE_SESSION: 'canary-session/0123456789+==',
};
type Variable = keyof typeof credentials;

const endpoint = 'http://127.0.0.1:9/v1';

/** Value of every secret parameter: it is spelled differently in JSON, in URLs and in shells. */
const secretText = 'canary param "quoted" \\ 100%/é+&=0123456789';
const secretValue = ({ type }: { readonly type: string }) =>
  type === 'object' ? JSON.stringify({ private_key: secretText }) : secretText;

const sharedHome = sharedFolder();
let home: string;
beforeEach(() => {
  home = mkdtempSync(join(sharedHome, 'home-'));
  mkdirSync(join(home, 'work'));
  writeFileSync(join(home, 'work', uploadedFile), uploadedText);
});
afterEach(() => rmSync(home, { recursive: true }));

/** Runs a line in a home of its own, without waiting for anything. */
function run(
  line: readonly string[],
  transport: MemoryTransport,
  variable: Variable,
  stdin = '',
): Promise<RunResult> {
  return runLine([...line, '--retries', '0'], {
    transport,
    env: {
      APPWRITE_CLI_CONFIG_DIR: join(home, 'config'),
      APPWRITE_ENDPOINT: endpoint,
      APPWRITE_PROJECT_ID: 'shop',
      [variable]: credentials[variable],
    },
    home,
    cwd: join(home, 'work'),
    stdin,
    clock: { now: Date.now, sleep: async () => {} },
  });
}

/** Streams that contain a canary in any spelling. */
function streamsWithSecret({ stdout, stderr }: RunResult): string[] {
  return [...(leaks(stdout) ? ['stdout'] : []), ...(leaks(stderr) ? ['stderr'] : [])];
}

/** Names of files that contain a canary in any spelling, in their name or their content. */
function filesWithSecret(): string[] {
  const files = readdirSync(home, { recursive: true, withFileTypes: true }).filter((entry) => entry.isFile());
  return files
    .filter(({ parentPath, name }) => leaks(name) || leaks(readFileSync(join(parentPath, name), 'utf8')))
    .map(({ name }) => name);
}

const placesWithSecret = (result: RunResult) => [...streamsWithSecret(result), ...filesWithSecret()];

const base64 = [0, 1, 2].map((shift) =>
  Buffer.from(`${'\0'.repeat(shift)}canary`)
    .toString('base64')
    .replace(/=+$/, '')
    .slice(shift + 1, -1),
);
const leaks = (text: string) => /canary/i.test(text) || base64.some((part) => text.includes(part));

/** Echoes everything that it received: unchanged, as JSON, as part of an address. */
function everything(hit: Hit): string {
  const headers = JSON.stringify(hit.headers);
  const body = hit.body.toString();
  const all = [hit.url, decodeURIComponent(hit.url.replace(/%(?![0-9a-f]{2})/gi, '%25')), headers, body];
  return [...all, ...all.map((part) => JSON.stringify(part)), encodeURIComponent(body)].join(' ');
}

type Respond = Parameters<typeof memoryTransport>[0];
const refuse: Respond = (hit) =>
  jsonResponse({ message: everything(hit), code: 400, type: 'general_argument_invalid' }, 400, {
    'x-echo': String(hit.headers['x-appwrite-key'] ?? ''),
    'set-cookie': [`a_session_shop=${encodeURIComponent(String(hit.headers['x-appwrite-session']))}`],
  });
const fail: Respond = (hit) => ({
  status: 500,
  headers: { 'content-type': 'text/html' },
  body: `<html><body><pre>${everything(hit)}</pre></body></html>`,
});
const hangUp: Respond = () => undefined;
const accept: Respond = (hit) => validAnswer(hit, { sizeOriginal: uploadedText.length });

/** Server, credential, and flags that print more. */
const situations: [name: string, respond: Respond, variable: Variable, flags: string[]][] = [
  ['is refused, with a trace', refuse, 'APPWRITE_API_KEY', ['-v', '-v']],
  ['is refused, for a program', refuse, 'APPWRITE_JWT', ['--json', '-v']],
  ['gets a page that shows all', fail, 'APPWRITE_SESSION', ['-v']],
  ['gets no response', hangUp, 'APPWRITE_API_KEY', ['-v', '-v']],
  ['succeeds, with a trace', accept, 'APPWRITE_JWT', ['-v', '-v', '--json']],
  ['is a dry run', accept, 'APPWRITE_API_KEY', ['--dry-run', '-v', '-v']],
  ['is a dry run for a program', accept, 'APPWRITE_SESSION', ['--dry-run', '--json', '--insecure']],
];

/**
 * Number of situations that an operation without secret parameters is tried in; the next operation is tried in others.
 * Nothing in the program is written for a single operation.
 */
const situationsOfEach = 3;

const isTried = ({ params }: Operation, index: number, situation: number) =>
  params.some(({ secret }) => secret) || (index + situation) % situations.length < situationsOfEach;

describe('operations', () => {
  it.each(situations.map((situation, index) => [...situation, index] as const))(
    'write no secret if one %s',
    async (_, respond, variable, flags, situation) => {
      keepConsoleLogin(join(home, 'config'), endpoint);
      const transport = memoryTransport(respond);
      const found: string[] = [];
      for (const operation of everyOperation.filter((one, index) => isTried(one, index, situation))) {
        const line = lineOf(operation, secretValue);
        const result = await run([...line, ...flags], transport, variable);
        const codes = respond === accept ? [0] : [1, 5, 6];
        expect(codes, `${line.join(' ')}: ${result.stderr}`).toContain(result.code);
        found.push(...streamsWithSecret(result).map((place) => `${line.slice(0, 2).join(' ')}: ${place}`));
      }
      expect(found).toEqual([]);
      expect(filesWithSecret().filter((name) => name !== 'config.json')).toEqual([]);
      const sent = transport.hits.some(({ headers }) => JSON.stringify(headers).includes('canary'));
      expect(sent).toBe(!flags.includes('--dry-run'));
    },
  );
});

/** Secrets that a text may hold without repeating them: a word, and letters and digits that are short. */
const weakSecrets = [
  ['a word', 'sunshine'],
  ['short', 'hunter2'],
];

describe.each(weakSecrets)('a secret that is %s', (_, weak) => {
  const shows = ({ stdout, stderr }: RunResult) => `${stdout}${stderr}`.toLowerCase().includes(weak!);
  const weakValue = ({ type, minLength = 0 }: { readonly type: string; readonly minLength?: number }) =>
    type === 'object' ? JSON.stringify({ private_key: weak }) : weak!.padEnd(minLength, '!');

  it.each(situations)('is not written if an operation %s', async (_name, respond, variable, flags) => {
    const transport = memoryTransport(respond);
    const operations = everyOperation.filter(({ params }) => params.some(({ secret }) => secret));
    expect(operations.length).toBeGreaterThan(20);
    for (const operation of operations) {
      const line = lineOf(operation, weakValue);
      const result = await run([...line, ...flags], transport, variable);
      expect(shows(result), `${line.join(' ')}: ${result.stdout}${result.stderr}`).toBe(false);
    }
  });
});

it.each([
  ['password', 'Invalid `password` param: Password must be between 8 and 265 characters long.'],
  ['password', 'Param "password" is not optional.'],
  ['characters', 'Invalid `password` param: Password must be between 8 and 265 characters long.'],
])('leaves the words of the server alone if the password is %s', async (password, message) => {
  const transport = memoryTransport(() =>
    jsonResponse({ message, code: 400, type: 'general_argument_invalid' }, 400),
  );
  const line = ['users', 'create', '--password', password];
  const { stderr } = await run(line, transport, 'APPWRITE_API_KEY');
  expect(stderr).toContain(message);
});

/** Models that are secrets themselves: the caller asks for them, so they are printed as the result. */
const secretByNature: Readonly<Record<string, object>> = {
  // account create-jwt
  jwt: { jwt: 'canary.jwt' },
  // new sessions; the server leaves the secret empty when it lists sessions
  session: { $id: 'some', secret: 'canary', providerAccessToken: 'canary', providerRefreshToken: 'canary' },
  // magic links, codes by e-mail and phone, recoveries and verifications, users create-token
  token: { $id: 'some', secret: 'canary', phrase: '' },
  // the key of an authenticator app, also as the address in its QR code
  mfaType: { secret: 'canary', uri: 'otpauth://totp/Shop:ada?secret=canary&issuer=Shop' },
  mfaRecoveryCodes: { recoveryCodes: ['canary 1', 'canary 2'] },
  // the logins at Google and others that belong to an account
  identityList: {
    total: 1,
    identities: [{ $id: 'some', providerAccessToken: 'canary', providerRefreshToken: 'canary' }],
  },
  // password hashes, which the server returns to API keys
  user: { $id: 'some', password: '$2y$canary', hash: 'bcrypt' },
  // the project's credentials at mail, text and push services
  // the console's secrets of a project
  key: { $id: 'some', secret: 'canary' },
  webhook: { $id: 'some', httpPass: 'canary', signatureKey: 'canary' },
  project: { $id: 'some', smtpPassword: 'canary', oAuthProviders: [{ secret: 'canary' }] },
  variable: { $id: 'some', key: 'K', value: 'canary' },
  provider: { $id: 'some', credentials: { apiKey: 'canary', serviceAccountJSON: { private_key: 'canary' } } },
};

describe('a result that is a secret itself', () => {
  it.each(Object.entries(secretByNature))('goes to stdout and nowhere else: %s', async (model, answer) => {
    keepConsoleLogin(join(home, 'config'), endpoint);
    const transport = memoryTransport(() => jsonResponse(answer));
    const operations = everyOperation.filter(({ response }) => response === model);
    expect(operations).not.toEqual([]);
    for (const operation of operations) {
      const line = lineOf(operation, secretValue);
      const result = await run([...line, '--json', '-v', '-v'], transport, 'APPWRITE_SESSION');
      expect(JSON.parse(result.stdout)).toEqual(answer);
      expect(streamsWithSecret(result), line.join(' ')).toEqual(['stdout']);
    }
    expect(filesWithSecret().filter((name) => name !== 'config.json')).toEqual([]);
  });
});

/** A function of a project file, with its code in the folder `hello`. */
const localFunction = {
  $id: 'hello',
  name: 'Hello',
  runtime: 'node-20.0',
  entrypoint: 'main.js',
  path: 'hello',
};

describe('commands written by hand', () => {
  const lines: [line: string, stdin?: string][] = [
    ['api GET /databases --param name=a'],
    [`api PUT /account/sessions/magic-url?secret=${credentials.APPWRITE_SESSION} --param otp=canary`],
    [`api POST /account/sessions/email --data email=a@b.c password=${credentials.APPWRITE_SESSION}`],
    ['databases export-documents a b'],
    ['databases import-documents a b rows.ndjson'],
    ['databases delete-documents a b --all --yes'],
    ['databases update-documents a b --all --set n=1 --yes'],
    ['tables-db export-rows a b --api-version 1.8'],
    ['tables-db import-rows a b rows.ndjson --api-version 1.8'],
    ['tables-db delete-rows a b --all --yes --api-version 1.8'],
    ['tables-db update-rows a b --all --data n=1 --yes --api-version 1.8'],
    ['tables-db create-rows a b --rows {"n":1} --api-version 1.8'],
    ['tables-db upsert-rows a b --rows {"n":1} --api-version 1.8'],
    ['tables-db create-operations a --operations {"action":"create"} --api-version 1.8'],
    ['users export'],
    ['users import users.ndjson'],
    ['users delete-many a --yes'],
    ['users block a b'],
    ['users find ada'],
    ['users edit-prefs ada'],
    ['databases edit-document a b c'],
    ['storage upload photos cat.png'],
    ['storage download photos cat'],
    ['storage delete-files photos cat --yes'],
    ['functions import-variables a - --prune --yes', 'A=canary'],
    ['functions logs a'],
    ['functions create-execution a --wait --wait-timeout 0.01'],
    ['sandbox reset'],
    ['functions trigger hello --config functions.json --live --set KEY=key --as ada --with-variables'],
    ['health check'],
    ['whoami'],
    ['doctor'],
    ['sandbox outbox'],
    ['init --project shop'],
    ['pull'],
    ['types --lang ts --from server'],
    ['databases diagram --from server'],
    ['tables-db diagram --from server --api-version 1.8'],
    ['plan'],
    ['diff'],
    ['push'],
    ['login --project shop --api-key-stdin', credentials.APPWRITE_API_KEY],
    ['login --email ada@example.com --without-project --password-stdin', secretText],
    ['logout'],
    ['profile list'],
    ['profile show'],
    ['commands --json'],
    ['completion bash'],
  ];
  const ofConsole = [
    'project show',
    'project usage',
    'projects create --name a --new-organization b',
    'projects create-key --name a --preset ci',
    'proxy create-rule --domain a.example.com --resource-type api',
    'migrations create-firebase-migration --resources user --service-account-file work.json',
  ];
  const servers: [name: string, respond: Respond][] = [
    ['refuses', refuse],
    ['answers a page', fail],
    ['accepts anything', accept],
  ];

  it.each(servers)('write no secret if the server %s', async (_, respond) => {
    const transport = memoryTransport(respond);
    const found: string[] = [];
    for (const [line, stdin] of lines) {
      for (const flags of [
        ['-v', '-v'],
        ['--json', '-v'],
        ['--dry-run', '-v'],
      ]) {
        writeFileSync(join(home, 'work', 'rows.ndjson'), '{"name":"a"}\n');
        writeFileSync(join(home, 'work', 'functions.json'), JSON.stringify({ functions: [localFunction] }));
        mkdirSync(join(home, 'work', 'hello'), { recursive: true });
        writeFileSync(
          join(home, 'work', 'hello', 'main.js'),
          "module.exports = ({ res }) => res.send('Hello');",
        );
        writeFileSync(
          join(home, 'work', 'users.ndjson'),
          JSON.stringify({ email: 'a@b.c', password: secretText }),
        );
        const words = [...line.split(' '), '--yes', ...flags];
        const result = await run(words, transport, 'APPWRITE_API_KEY', stdin);
        // The input file and the file of rejected rows contain the secrets of the input, the config file that of a login.
        const mayHold = /^(users\.ndjson(\.rejected\.ndjson)?|config\.json)$/;
        const places = placesWithSecret(result).filter((place) => !mayHold.test(place));
        found.push(...places.map((place) => `${words.join(' ')}: ${place}`));
      }
    }
    expect(found).toEqual([]);
  });

  it.each(servers)('write nothing of a console login if the server %s', async (_, respond) => {
    const transport = memoryTransport(respond);
    const found: string[] = [];
    for (const line of ofConsole) {
      for (const flags of [
        ['-v', '-v'],
        ['--json', '-v'],
        ['--dry-run', '-v'],
      ]) {
        keepConsoleLogin(join(home, 'config'), endpoint);
        writeFileSync(join(home, 'work', 'work.json'), JSON.stringify({ private_key: secretText }));
        const result = await run([...line.split(' '), ...flags], transport, 'APPWRITE_API_KEY');
        const places = placesWithSecret(result).filter(
          (place) => !['config.json', 'work.json'].includes(place),
        );
        found.push(...places.map((place) => `${line} ${flags.join(' ')}: ${place}`));
      }
    }
    expect(found).toEqual([]);
    expect(transport.hits.length).toBeGreaterThan(0);
  });
});
