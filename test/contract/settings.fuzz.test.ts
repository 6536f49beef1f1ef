import { mkdirSync, readdirSync, readFileSync, writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { openTransport } from '../../src/http/transport/open-transport.ts';
import { proxySettings } from '../../src/http/transport/settings.ts';
import { hasUnicode } from '../../src/output/screen.ts';
import { anyText } from '../kit/arbitraries.ts';
import { runLine } from '../kit/in-process.ts';
import { sharedFolder, temporaryFolder } from '../kit/program.ts';
import { jsonResponse, memoryTransport } from '../kit/transport.ts';

/** Values tried for each setting; `npm run test:soak` tries many. */
const numRuns = Number(process.env.FUZZ_RUNS ?? 3);

const endpoint = 'https://appwrite.test/v1';
const base = {
  APPWRITE_ENDPOINT: endpoint,
  APPWRITE_PROJECT_ID: 'shop',
  APPWRITE_API_KEY: 'secret-of-the-key',
};

/** Lines that between them read all settings. */
type Lines = readonly (readonly string[])[];
const connecting: Lines = [['databases', 'list'], ['api', 'GET', '/locale'], ['doctor']];
const installing: Lines = [['completion', 'install', '--dry-run']];
const importing: Lines = [['databases', 'import-documents', 'shop', 'items', 'rows.ndjson']];

/** The variables that this program reads, except those of `unread`, with the lines that read them. */
const variables: ReadonlyMap<string, Lines> = new Map([
  ...linesOf(
    connecting,
    'APPWRITE_ENDPOINT APPWRITE_PROJECT_ID APPWRITE_API_KEY APPWRITE_JWT APPWRITE_SESSION',
  ),
  ...linesOf(connecting, 'APPWRITE_PROFILE APPWRITE_LOCALE APPWRITE_CLI_CONFIG_DIR XDG_CONFIG_HOME'),
  ...linesOf(connecting, 'APPWRITE_API_VERSION'),
  ...linesOf(connecting, 'NO_COLOR FORCE_COLOR CI TERM'),
  ...linesOf(connecting, 'HTTPS_PROXY HTTP_PROXY NO_PROXY https_proxy http_proxy no_proxy'),
  ...linesOf(installing, 'PATH SHELL BASH_COMPLETION_USER_DIR ZDOTDIR XDG_DATA_HOME'),
  ...linesOf(importing, 'XDG_STATE_HOME'),
  ...linesOf([['backup', 'create', 'b', '--encrypt']], 'APPWRITE_BACKUP_PASSPHRASE'),
  ...linesOf([['users', 'list', '--web']], 'DISPLAY WAYLAND_DISPLAY SSH_CONNECTION SSH_TTY'),
]);

function linesOf(lines: Lines, names: string): (readonly [string, Lines])[] {
  return names.split(' ').map((name) => [name, lines]);
}

/** Variables that decide only which characters a drawing at a terminal has. */
const drawing = ['LC_ALL', 'LC_CTYPE', 'LANG', 'WT_SESSION', 'TERM_PROGRAM'];
/** Variables that only a process of its own or an editor at a terminal reads, or only Windows has. */
const unread = [
  'NODE_DISABLE_COMPILE_CACHE',
  'HOME',
  'LOCALAPPDATA',
  'USERPROFILE',
  'ComSpec',
  'ENV',
  'VISUAL',
  'EDITOR',
];
/** Variables that are read if others are not set. */
const readLast = ['APPWRITE_PROFILE', 'APPWRITE_CLI_CONFIG_DIR', 'XDG_CONFIG_HOME'];

/** A place of a setting: what a line is given so that the setting has the value. */
interface Placed {
  readonly env?: Readonly<Record<string, string>>;
  readonly flags?: readonly string[];
  /** Text of files, by path. */
  readonly files?: Readonly<Record<string, string>>;
}
type Place = readonly [name: string, place: (value: string) => Placed, lines?: Lines];

const flags = [
  '--endpoint',
  '--project',
  '--profile',
  '--locale',
  '--request-timeout',
  '--retries',
  '--format',
  '--api-version',
];

const folder = { APPWRITE_CLI_CONFIG_DIR: 'config', APPWRITE_PROJECT_ID: '' };
/** Places a JSON value in a member of appwrite.json, or the text itself if that is JSON. */
const inFolder = (member: string): Place => [
  `${member} of appwrite.json`,
  (value) => ({
    env: { ...folder, APPWRITE_ENDPOINT: '', APPWRITE_API_KEY: '' },
    files: { 'appwrite.json': JSON.stringify({ projectId: 'shop', endpoint, [member]: jsonOrText(value) }) },
  }),
];
const profile = {
  ...{ name: 'home', endpoint, project: 'shop' },
  credential: { kind: 'key', store: 'file', secret: 'secret-of-the-key' },
};
const inProfile = (member: string): Place => [
  `${member} of a profile`,
  (value) => profilePlace({ ...profile, [member]: jsonOrText(value) }),
];
const profilePlace = (stored: object, others: object = { current: 'home' }): Placed => ({
  env: { ...folder, APPWRITE_ENDPOINT: '', APPWRITE_API_KEY: '' },
  files: { 'config/config.json': JSON.stringify({ version: 1, profiles: [stored], ...others }) },
});

const places: readonly Place[] = [
  ...[...variables].map(
    ([name, lines]): Place => [
      name,
      (value) => ({ env: { ...(readLast.includes(name) && { APPWRITE_ENDPOINT: '' }), [name]: value } }),
      lines,
    ],
  ),
  ...flags.map((flag): Place => [flag, (value) => ({ flags: [`${flag}=${value}`] })]),
  ...['projectId', 'endpoint', 'projectName'].map(inFolder),
  [
    'appwrite.json',
    (value) => ({ env: { ...folder, APPWRITE_ENDPOINT: '' }, files: { 'appwrite.json': value } }),
  ],
  ...['name', 'endpoint', 'project', 'locale', 'user', 'serverVersion', 'credential'].map(inProfile),
  [
    'secret of a profile',
    (value) => profilePlace({ ...profile, credential: { ...profile.credential, secret: value } }),
  ],
  ['current profile', (value) => profilePlace(profile, { current: jsonOrText(value) })],
  ['version of the config file', (value) => profilePlace(profile, { version: jsonOrText(value) })],
  [
    'config.json',
    (value) => ({ env: { ...folder, APPWRITE_ENDPOINT: '' }, files: { 'config/config.json': value } }),
  ],
];

function jsonOrText(value: string): unknown {
  try {
    return JSON.parse(value);
  } catch {
    return value;
  }
}

const hostile = fc.oneof(
  fc.constantFrom(
    '',
    ' ',
    '"',
    '""',
    "'a'",
    '"https://host/v1"',
    '~',
    '~/x',
    '/dev/null',
    '/dev/null/x',
    '.',
  ),
  fc.constantFrom(
    'false',
    '0',
    '-1',
    '1e999',
    '[]',
    '{}',
    '{"a":',
    'null',
    'undefined',
    '$HOME',
    '-',
    '--yes',
    'http://',
    'http://:80',
    '://',
    '%',
  ),
  fc.constantFrom(
    'http://%zz:x@host',
    'ftp://host',
    'http://host:99999',
    'a\nb',
    'a\r\n',
    '\u202e',
    '\ud800',
  ),
  fc.constantFrom('*', ',,', '[::1', 'http://[', 'é', 'x'.repeat(70_000), '../../..', 'javascript:alert(1)'),
  anyText(20).map((text) => text.replaceAll('\0', '')),
);

const emptyList = memoryTransport(() => jsonResponse({ total: 0, databases: [] }));

const settings = places.map(([name, place, lines = connecting]) => ({ name, place, lines }));

describe.each(settings)('the setting $name', ({ place, lines }) => {
  const home = sharedFolder();
  const write = (path: string, text: string) => {
    mkdirSync(dirname(join(home, path)), { recursive: true, mode: 0o700 });
    writeFileSync(join(home, path), text, { mode: 0o600 });
  };
  write('rows.ndjson', '{"name":"a"}\n');

  it.each(lines)('works or ends in one line, whatever its value (%s)', async (...argv) => {
    const check = async (value: string) => {
      const { env = {}, flags = [], files = {} } = place(value);
      for (const [path, text] of Object.entries(files)) write(path, text);
      const given: Record<string, string> = { ...base, ...env };
      if (given.APPWRITE_CLI_CONFIG_DIR === 'config') given.APPWRITE_CLI_CONFIG_DIR = join(home, 'config');
      const line = { env: given, cwd: home, home, transport: emptyList };
      const { code, stderr } = await runLine([...argv, ...flags], line);
      expect(stderr).not.toMatch(/unexpected:|\n {4}at /);
      expect([0, 1, 2, 3, 8]).toContain(code);
      const isReport = argv[0] === 'doctor' && code === 1;
      expect(stderr.match(/^(error:|\{"error":)/gm) ?? []).toHaveLength(code === 0 || isReport ? 0 : 1);
    };
    await fc.assert(fc.asyncProperty(hostile, check), { numRuns });
  });
});

it('is asked of every variable that the sources read', () => {
  const src = new URL('../../src/', import.meta.url).pathname;
  const files = readdirSync(src, { recursive: true, encoding: 'utf8' }).filter((path) =>
    path.endsWith('.ts'),
  );
  const read = files.flatMap((path) =>
    [...readFileSync(join(src, path), 'utf8').matchAll(/\benv(?:\.|\[')([A-Z][A-Z_]+)/g)].map(
      ([, name]) => name!,
    ),
  );
  const known = [...variables.keys(), ...drawing, ...unread];
  expect([...new Set(read)].filter((name) => !known.includes(name))).toEqual([]);
});

it.each(drawing)('lets %s have any value', (name) => {
  const check = (value: string) => {
    for (const platform of ['linux', 'win32'] as const)
      expect([true, false]).toContain(hasUnicode({ env: { [name]: value }, platform }));
  };
  fc.assert(fc.property(hostile, check), { numRuns });
});

describe('settings of the environment', () => {
  it('opens a transport with every proxy that is accepted', async () => {
    const check = async (name: string, value: string) => {
      let proxy: ReturnType<typeof proxySettings>;
      try {
        proxy = proxySettings(endpoint, { [name]: value });
      } catch (error) {
        expect(error).toMatchObject({ exitCode: 2, message: expect.stringContaining(name) });
        return;
      }
      const rest = { endpoint, insecure: false, connectTimeoutMs: 100, idleTimeoutMs: 100 };
      await (await openTransport({ ...rest, proxy })).close();
    };
    const names = fc.constantFrom('HTTP_PROXY', 'https_proxy', 'NO_PROXY');
    await fc.assert(fc.asyncProperty(names, hostile, check), { numRuns: Math.max(45, numRuns) });
  });

  it.each([
    ['APPWRITE_ENDPOINT', '"https://host/v1"', 2, 'the value of APPWRITE_ENDPOINT has quotes around it'],
    ['APPWRITE_PROJECT_ID', "'shop'", 2, 'the value of APPWRITE_PROJECT_ID has quotes around it'],
    ['APPWRITE_API_VERSION', '"1.8"', 2, 'the value of APPWRITE_API_VERSION has quotes around it'],
    ['APPWRITE_API_VERSION', '2.0', 2, 'APPWRITE_API_VERSION takes 1.5, 1.6, 1.7, 1.8, 1.9, not "2.0"'],
    ['APPWRITE_API_KEY', '"key"', 3, 'the value of APPWRITE_API_KEY has quotes around it'],
    ['HTTP_PROXY', 'http://', 2, 'HTTP_PROXY is not the address of a proxy'],
    ['https_proxy', '"http://host:3128"', 2, 'https_proxy is not the address of a proxy'],
    ['HTTPS_PROXY', 'ftp://host', 2, 'HTTPS_PROXY names an unsupported kind of proxy'],
    ['HTTPS_PROXY', 'http://a%b:c@host', 2, 'write % as %25'],
  ])('refuses %s=%s', async (name, value, exitCode, message) => {
    const { code, stderr } = await runLine(['databases', 'list'], {
      env: { ...base, [name]: value },
      transport: emptyList,
    });
    expect(stderr).toContain(message);
    expect(code).toBe(exitCode);
  });

  it.each(['"/x"', '~/x', '~'])('refuses %s for the folder of the profiles', async (folder) => {
    const { code, stderr } = await runLine(['profile', 'list'], {
      env: { APPWRITE_CLI_CONFIG_DIR: folder },
      cwd: temporaryFolder(),
    });
    expect(stderr).toMatch(/^error: [^\n]*APPWRITE_CLI_CONFIG_DIR[^\n]*\nhint: [^\n]*\n$/);
    expect(code).toBe(2);
  });

  it('reports a proxy that is no address as a check of doctor', async () => {
    const { code, stdout, stderr } = await runLine(['doctor'], {
      env: { ...base, HTTPS_PROXY: 'http://' },
      transport: emptyList,
    });
    expect(stdout).toMatch(/^FAIL\s+proxy\s+HTTPS_PROXY is not the address of a proxy$/m);
    expect([code, stderr]).toEqual([1, '']);
  });
});
