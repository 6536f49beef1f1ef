import { mkdirSync, mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { groups } from '../../src/api/index.ts';
import { type Behaviour, type Exchange, hangUp, json, startFaults, text } from '../kit/faults.ts';
import { type RunResult, runLine } from '../kit/in-process.ts';
import { sharedFolder } from '../kit/program.ts';
import { everyOperation, lineOf, uploadedFile } from './every-operation.ts';

/** What stands in for every credential. */
const credentials = {
  APPWRITE_API_KEY: 'canary-key-"quoted\\%20+/=:0123456789',
  APPWRITE_JWT: 'canary.jwt.0123456789',
  APPWRITE_SESSION: 'canary-session/0123456789+==',
};
type Variable = keyof typeof credentials;

/** What stands in for every secret parameter: text whose spelling differs wherever it travels. */
const secretText = 'canary param "quoted" \\ 100%/é+&=0123456789';
const secretValue = ({ type }: { readonly type: string }) =>
  type === 'object' ? JSON.stringify({ private_key: secretText }) : secretText;

const sharedHome = sharedFolder();
let home: string;
beforeEach(() => {
  home = mkdtempSync(join(sharedHome, 'home-'));
  mkdirSync(join(home, 'work'));
  writeFileSync(join(home, 'work', uploadedFile), 'meow');
});
afterEach(() => rmSync(home, { recursive: true }));

/** Runs a line in a home of its own, without waiting for anything. */
function run(line: readonly string[], endpoint: string, variable: Variable, stdin = ''): Promise<RunResult> {
  return runLine([...line, '--retries', '0'], {
    env: {
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

/** The places where a canary is seen, in whatever spelling: `stdout`, `stderr`, the name of a file. */
function seenIn({ stdout, stderr }: RunResult): string[] {
  const files = readdirSync(home, { recursive: true, withFileTypes: true }).filter((entry) => entry.isFile());
  const written = files.map(({ parentPath, name }): [string, string] => [
    name,
    readFileSync(join(parentPath, name), 'utf8'),
  ]);
  const places: [string, string][] = [['stdout', stdout], ['stderr', stderr], ...written];
  return places.filter(([place, text]) => leaks(place) || leaks(text)).map(([place]) => place);
}

const base64 = [0, 1, 2].map((shift) =>
  Buffer.from(`${'\0'.repeat(shift)}canary`)
    .toString('base64')
    .replace(/=+$/, '')
    .slice(shift + 1, -1),
);
const leaks = (text: string) => /canary/i.test(text) || base64.some((part) => text.includes(part));

/** Says back all that it was told: as it came, as JSON, as part of an address, as base64. */
function everything({ hit }: Exchange): string {
  const headers = JSON.stringify(hit.headers);
  const body = hit.body.toString();
  const all = [hit.url, decodeURIComponent(hit.url.replace(/%(?![0-9a-f]{2})/gi, '%25')), headers, body];
  return [...all, ...all.map((part) => JSON.stringify(part)), encodeURIComponent(body)].join(' ');
}

const refusing: Behaviour = (exchange) =>
  json({ message: everything(exchange), code: 400, type: 'general_argument_invalid' }, 400, {
    'x-echo': String(exchange.hit.headers['x-appwrite-key'] ?? ''),
    'set-cookie': `a_session_shop=${encodeURIComponent(String(exchange.hit.headers['x-appwrite-session']))}`,
  })(exchange);
const failing: Behaviour = (exchange) =>
  text(`<html><body><pre>${everything(exchange)}</pre></body></html>`, 500)(exchange);
const taking = json({ $id: 'some', name: 'Some', total: 0 });

/** A server, the credential, and the flags that say more. */
const situations: [name: string, server: Behaviour, variable: Variable, flags: string[]][] = [
  ['is refused, with a trace', refusing, 'APPWRITE_API_KEY', ['-v', '-v']],
  ['is refused, for a program', refusing, 'APPWRITE_JWT', ['--json', '-v']],
  ['meets a page that shows all', failing, 'APPWRITE_SESSION', ['-v']],
  ['breaks off', hangUp, 'APPWRITE_API_KEY', ['-v', '-v']],
  ['succeeds, with a trace', taking, 'APPWRITE_JWT', ['-v', '-v', '--json']],
  ['is a dry run', taking, 'APPWRITE_API_KEY', ['--dry-run', '-v', '-v']],
  ['is a dry run for a program', taking, 'APPWRITE_SESSION', ['--dry-run', '--json', '--insecure']],
];

describe.each(groups.map(({ name }) => name))('no secret is written by any command of %s', (group) => {
  it.each(situations)('that %s', async (_, server, variable, flags) => {
    await using faults = await startFaults(server);
    const leaks: string[] = [];
    for (const operation of everyOperation.filter((one) => one.group === group)) {
      const line = lineOf(operation, secretValue);
      const ran = await run([...line, ...flags], faults.endpoint, variable);
      expect([0, 1, 5, 6], `${line.join(' ')}: ${ran.stderr}`).toContain(ran.code);
      leaks.push(...seenIn(ran).map((place) => `${group} ${operation.command}: ${place}`));
    }
    expect(leaks).toEqual([]);
    const sung = faults.hits.filter(({ headers }) => JSON.stringify(headers).includes('canary'));
    expect(sung.length > 0).toBe(!flags.includes('--dry-run') && needsCredential(group));
  });
});

/** Whether a group has operations that are not for guests alone. */
function needsCredential(group: string): boolean {
  return everyOperation.some((operation) => operation.group === group && operation.auth.length > 0);
}

/**
 * Models that are secrets by their nature: who asks for one wants to have it, so it is the result and goes to stdout,
 * and to nothing else.
 */
const secretByNature: Readonly<Record<string, object>> = {
  // account create-jwt
  jwt: { jwt: 'canary.jwt' },
  // sessions that were just opened; of those that are listed the server leaves the secret empty
  session: { secret: 'canary', providerAccessToken: 'canary', providerRefreshToken: 'canary' },
  // magic links, codes by e-mail and phone, recoveries and verifications, users create-token
  token: { $id: 'some', secret: 'canary', phrase: '' },
  // the key of an authenticator app, also as the address in its QR code
  mfaType: { secret: 'canary', uri: 'otpauth://totp/Shop:ada?secret=canary&issuer=Shop' },
  mfaRecoveryCodes: { recoveryCodes: ['canary 1', 'canary 2'] },
  // the logins at Google and others that belong to an account
  identityList: { total: 1, identities: [{ providerAccessToken: 'canary', providerRefreshToken: 'canary' }] },
  // hashes of passwords, which the server gives to API keys
  user: { $id: 'some', password: '$2y$canary', hash: 'bcrypt' },
  // what the project signs in with at mail, text and push services
  provider: { $id: 'some', credentials: { apiKey: 'canary', serviceAccountJSON: { private_key: 'canary' } } },
};

describe('what is a secret by its nature goes to stdout and to nothing else', () => {
  it.each(Object.entries(secretByNature))('%s', async (model, answer) => {
    await using faults = await startFaults(json(answer));
    const operations = everyOperation.filter(({ response }) => response === model);
    expect(operations).not.toEqual([]);
    for (const operation of operations) {
      const line = lineOf(operation, secretValue);
      const ran = await run([...line, '--json', '-v', '-v'], faults.endpoint, 'APPWRITE_SESSION');
      expect(JSON.parse(ran.stdout)).toEqual(answer);
      expect(seenIn(ran), line.join(' ')).toEqual(['stdout']);
    }
  });
});

describe('no secret is written by our own commands', () => {
  const lines: [line: string, stdin?: string][] = [
    ['api GET /databases --param name=a'],
    [`api PUT /account/sessions/magic-url?secret=${credentials.APPWRITE_SESSION} --param otp=canary`],
    [`api POST /account/sessions/email --data email=a@b.c password=${credentials.APPWRITE_SESSION}`],
    ['databases export-documents a b'],
    ['databases import-documents a b rows.ndjson'],
    ['databases delete-documents a b c'],
    ['users export'],
    ['users import users.ndjson'],
    ['users delete-many a'],
    ['storage upload photos cat.png'],
    ['storage download photos cat'],
    ['health check'],
    ['whoami'],
    ['doctor'],
    ['init --project shop'],
    ['login --project shop --api-key-stdin', credentials.APPWRITE_API_KEY],
    ['login --email ada@example.com --without-project --password-stdin', secretText],
    ['logout'],
    ['profile list'],
    ['profile show'],
    ['commands --json'],
    ['completion bash'],
  ];
  const servers: [name: string, server: Behaviour][] = [
    ['refuses', refusing],
    ['shows a page', failing],
    ['takes anything', taking],
  ];

  it.each(servers)('whose server %s', async (_, server) => {
    await using faults = await startFaults(server);
    const leaks: string[] = [];
    for (const [line, stdin] of lines) {
      for (const flags of [
        ['-v', '-v'],
        ['--json', '-v'],
        ['--dry-run', '-v'],
      ]) {
        writeFileSync(join(home, 'work', 'rows.ndjson'), '{"name":"a"}\n');
        writeFileSync(
          join(home, 'work', 'users.ndjson'),
          JSON.stringify({ email: 'a@b.c', password: secretText }),
        );
        const words = [...line.split(' '), '--yes', ...flags];
        const ran = await run(words, faults.endpoint, 'APPWRITE_API_KEY', stdin);
        // What was read from a file, and what is given back to be mended, holds what it held.
        const places = seenIn(ran).filter((place) => !/^users\.ndjson(\.rejected\.ndjson)?$/.test(place));
        leaks.push(...places.map((place) => `${words.join(' ')}: ${place}`));
      }
    }
    expect(leaks).toEqual([]);
  });
});
