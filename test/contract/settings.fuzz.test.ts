import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { openTransport } from '../../src/http/transport/open-transport.ts';
import { proxySettings } from '../../src/http/transport/settings.ts';
import { anyText } from '../kit/arbitraries.ts';
import { runLine } from '../kit/in-process.ts';
import { temporaryFolder } from '../kit/program.ts';
import { jsonResponse, memoryTransport } from '../kit/transport.ts';

/** Few runs for each change; `npm run test:soak` does many. */
const numRuns = Number(process.env.FUZZ_RUNS ?? 60);

const endpoint = 'https://appwrite.test/v1';
const base = {
  APPWRITE_ENDPOINT: endpoint,
  APPWRITE_PROJECT_ID: 'shop',
  APPWRITE_API_KEY: 'secret-of-the-key',
};

const settings = [
  ...['APPWRITE_ENDPOINT', 'APPWRITE_PROJECT_ID', 'APPWRITE_API_KEY', 'APPWRITE_JWT', 'APPWRITE_SESSION'],
  ...[
    'APPWRITE_PROFILE',
    'APPWRITE_LOCALE',
    'APPWRITE_CLI_CONFIG_DIR',
    'NO_COLOR',
    'FORCE_COLOR',
    'CI',
    'TERM',
  ],
  ...['HTTPS_PROXY', 'HTTP_PROXY', 'NO_PROXY', 'https_proxy', 'http_proxy', 'no_proxy', 'XDG_CONFIG_HOME'],
];

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

describe('settings of the environment', () => {
  it.each(['list', 'doctor'])('work or end in one line, whatever their value (%s)', async (command) => {
    const argv = command === 'list' ? ['databases', 'list'] : ['doctor'];
    const home = temporaryFolder();
    const check = async (name: string, value: string) => {
      const env = { ...base, [name]: value };
      const { code, stderr } = await runLine(argv, { env, cwd: home, home, transport: emptyList });
      expect(stderr).not.toMatch(/unexpected:|\n {4}at /);
      expect([0, 1, 2, 3]).toContain(code);
      const errors = command === 'doctor' || code === 0 ? 0 : 1;
      expect(stderr.match(/error:/g) ?? []).toHaveLength(errors);
    };
    await fc.assert(fc.asyncProperty(fc.constantFrom(...settings), hostile, check), { numRuns });
  });

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
    await fc.assert(fc.asyncProperty(names, hostile, check), { numRuns });
  });

  it.each([
    ['APPWRITE_ENDPOINT', '"https://host/v1"', 2, 'the value of APPWRITE_ENDPOINT has quotes around it'],
    ['APPWRITE_PROJECT_ID', "'shop'", 2, 'the value of APPWRITE_PROJECT_ID has quotes around it'],
    ['APPWRITE_API_KEY', '"key"', 3, 'the value of APPWRITE_API_KEY has quotes around it'],
    ['HTTP_PROXY', 'http://', 2, 'HTTP_PROXY is not the address of a proxy'],
    ['https_proxy', '"http://host:3128"', 2, 'https_proxy is not the address of a proxy'],
    ['HTTPS_PROXY', 'ftp://host', 2, 'HTTPS_PROXY names a kind of proxy'],
    ['HTTPS_PROXY', 'http://a%b:c@host', 2, 'a % itself is written %25'],
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
