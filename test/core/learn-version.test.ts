import { chmodSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { newestApiVersion } from '../../src/api/versions.ts';
import { runLine } from '../kit/in-process.ts';
import { temporaryFolder } from '../kit/program.ts';
import { jsonResponse, type MemoryResponse, memoryTransport } from '../kit/transport.ts';
import { put, stored } from '../profile/kit.ts';

const endpoint = 'https://shop.test/v1';
const credential = { kind: 'key', store: 'file', secret: 'secret-of-the-key' };

/** A failed command against a server, with a profile for its endpoint. */
interface Situation {
  /** Version that the profile has stored. */
  readonly stored?: string;
  readonly env?: Record<string, string>;
  readonly flags?: readonly string[];
  /** Response of the server. */
  readonly answer: MemoryResponse;
}

const errorOf = (version: unknown, status = 404, others: object = {}) =>
  jsonResponse(
    { message: 'Not found', code: status, type: 'database_not_found', version, ...others },
    status,
  );

async function fail({ stored: serverVersion, env = {}, flags = [], answer }: Situation) {
  const home = temporaryFolder();
  const profile = { name: 'shop', endpoint, project: 'p', serverVersion, credential };
  const other = { name: 'other', endpoint: 'https://other.test/v1', serverVersion: '1.6.2', kept: true };
  put(join(home, '.config/appwrite-cli/config.json'), {
    version: 1,
    current: 'shop',
    profiles: [profile, other],
  });
  const transport = memoryTransport(() => answer);
  const line = ['databases', 'get', 'shop', '--json', ...flags];
  const { code, stderr } = await runLine(line, { home, cwd: home, env, transport });
  const lines = stderr.trimEnd().split('\n');
  const { error } = JSON.parse(lines.at(-1)!) as { error: { hint: string | null } };
  const [first, second] = stored({ home }).profiles as (typeof profile)[];
  return { code, notes: lines.slice(0, -1), hint: error.hint, first, second, other, home, line, transport };
}

describe('the profile of a server that names another version in an error', () => {
  it.each<[string, Situation, string | undefined, RegExp[]]>([
    [
      'learns it, and says what changes',
      { stored: '1.5.7', answer: errorOf('1.8.1') },
      '1.8.1',
      [
        /^The server of profile "shop" now runs Appwrite 1\.8\.1 \(before: 1\.5\.7\)\. Commands now follow 1\.8 instead of 1\.5\. New: the groups? .*\bsites\b.* \(see appwrite-cli help versions\)\.$/,
        /^If this command failed for that reason, run it again\.$/,
      ],
    ],
    [
      'learns its first version',
      { answer: errorOf('1.8.1') },
      '1.8.1',
      [/^The server of profile "shop" runs Appwrite 1\.8\.1\. Commands now follow 1\.8/, /run it again/],
    ],
    ['learns the version that is spoken in silence', { answer: errorOf('1.5.7') }, '1.5.7', []],
    [
      'says the same version of the server no second time',
      { stored: '1.8.1', answer: errorOf('1.8.1') },
      '1.8.1',
      [],
    ],
    [
      'learns a patch release in one line',
      { stored: '1.8.1', answer: errorOf('1.8.2') },
      '1.8.2',
      [/^The server of profile "shop" now runs Appwrite 1\.8\.2 \(before: 1\.8\.1\)\.$/],
    ],
    [
      'learns an older version after a downgrade',
      { stored: '1.8.1', answer: errorOf('1.7.4') },
      '1.7.4',
      [/Commands now follow 1\.7 instead of 1\.8\./, /run it again/],
    ],
    [
      'speaks the newest known version to a newer server',
      { stored: `${newestApiVersion}.0`, answer: errorOf('1.99.2') },
      '1.99.2',
      [
        / now runs Appwrite 1\.99\.2 \(before: [\d.]+\)\.$/,
        new RegExp(
          `^Appwrite 1\\.99\\.2 is newer than this program supports; it is treated as ${newestApiVersion}\\.$`,
        ),
      ],
    ],
    [
      'does not decide beside a variable',
      { stored: '1.5.7', env: { APPWRITE_API_VERSION: '1.6' }, answer: errorOf('1.8.1') },
      '1.8.1',
      [/Commands now follow 1\.8/, /^APPWRITE_API_VERSION overrides the profile with 1\.6\.$/],
    ],
    [
      'learns nothing from a gateway',
      { stored: '1.5.7', answer: jsonResponse({ message: 'no route', version: '1.8.1' }, 404) },
      '1.5.7',
      [],
    ],
    [
      'learns nothing from an error with another code',
      { stored: '1.5.7', answer: errorOf('1.8.1', 404, { code: 'E404' }) },
      '1.5.7',
      [],
    ],
    [
      'learns nothing from text that is no version',
      { stored: '1.5.7', answer: errorOf('1.8\u001b[31m') },
      '1.5.7',
      [],
    ],
    ['learns nothing from a version that is no text', { stored: '1.5.7', answer: errorOf(18) }, '1.5.7', []],
    [
      'learns nothing from another endpoint',
      {
        stored: '1.5.7',
        env: { APPWRITE_ENDPOINT: 'https://third.test/v1', APPWRITE_API_KEY: 'k' },
        answer: errorOf('1.5.9'),
      },
      '1.5.7',
      [],
    ],
  ])('%s', async (_, situation, version, notes) => {
    const failed = await fail(situation);
    expect(failed.code).toBe(4);
    expect(failed.first?.serverVersion).toBe(version);
    expect(failed.first).toMatchObject({ name: 'shop', endpoint, project: 'p', credential });
    expect(failed.second).toEqual(failed.other);
    expect(failed.notes).toEqual(notes.map((note) => expect.stringMatching(note)));
  });

  it('is spoken to in that version by the next command', async () => {
    const { home, line, transport } = await fail({ answer: errorOf('1.8.1') });
    await runLine(line, { home, cwd: home, transport });
    expect(transport.hits.map(({ headers }) => headers['x-appwrite-response-format'])).toEqual([
      '1.5.0',
      '1.8.0',
    ]);
  });

  it('stays as it is if the file can’t be written, which is no failure', async () => {
    const home = temporaryFolder();
    const folder = join(home, '.config/appwrite-cli');
    // A folder in the place of the lock keeps everybody from writing, root too.
    put(join(folder, 'config.json'), {
      version: 1,
      current: 'shop',
      profiles: [{ name: 'shop', endpoint, project: 'p', credential }],
    });
    put(join(folder, 'config.lock'), 'in the way');
    chmodSync(folder, 0o700);
    const transport = memoryTransport(() => errorOf('1.8.1'));
    const { code, stderr } = await runLine(['databases', 'get', 'shop'], { home, cwd: home, transport });
    expect(code).toBe(4);
    expect(stderr).toMatch(
      /^The server of profile "shop" runs Appwrite 1\.8\.1, which can't be stored \(.*\): set APPWRITE_API_VERSION=1\.8\.\nerror: Not found/,
    );
  });
});

describe('the error of a server whose version no profile learns', () => {
  const env = { APPWRITE_ENDPOINT: 'https://third.test/v1', APPWRITE_PROJECT_ID: 'p', APPWRITE_API_KEY: 'k' };

  it.each<[string, Omit<Situation, 'answer'>, MemoryResponse, string | undefined]>([
    [
      'the variable and the flag',
      { env },
      errorOf('1.8.1'),
      'the server is Appwrite 1.8.1, but the version in use is 1.5 (default): set APPWRITE_API_VERSION=1.8 or pass --api-version 1.8',
    ],
    [
      'the variable that is wrong',
      { env: { ...env, APPWRITE_API_VERSION: '1.9' } },
      errorOf('1.8.1'),
      'the server is Appwrite 1.8.1, but the version in use is 1.9 (APPWRITE_API_VERSION): set APPWRITE_API_VERSION=1.8 or pass --api-version 1.8',
    ],
    [
      'the flag that is wrong',
      { env, flags: ['--api-version', '1.5'] },
      errorOf('1.99.0'),
      `the server is Appwrite 1.99.0, but the version in use is 1.5 (--api-version): pass --api-version ${newestApiVersion}`,
    ],
    [
      'the flag that goes before a profile',
      { stored: '1.8.1', flags: ['--api-version=1.5'] },
      errorOf('1.8.1'),
      'the server is Appwrite 1.8.1, but the version in use is 1.5 (--api-version): pass --api-version 1.8',
    ],
    ['nothing for the version that is spoken', { env }, errorOf('1.5.7'), undefined],
    ['nothing for a gateway', { env }, jsonResponse({ code: 400, version: '1.8.1' }, 400), undefined],
    [
      'the better hint first',
      { env },
      errorOf('1.8.1', 404, { type: 'project_not_found' }),
      "check the project's ID: APPWRITE_PROJECT_ID or --project (now p)",
    ],
  ])('names %s', async (_, situation, answer, hint) => {
    const failed = await fail({ ...situation, answer });
    expect(failed.hint ?? undefined).toBe(hint);
    expect(failed.notes).toEqual([]);
  });

  it('says that the server does not have an operation, and which version to speak', async () => {
    const answer = errorOf('1.6.2', 404, { type: 'general_route_not_found' });
    const line = ['sites', 'list', '--api-version', '1.8'];
    const { code, stderr } = await runLine(line, { env, transport: memoryTransport(() => answer) });
    expect([code, stderr]).toEqual([
      4,
      'error: this server (Appwrite 1.6.2) does not have sites list, which was added in 1.7 (404 general_route_not_found)\n' +
        'hint: the server is Appwrite 1.6.2, but the version in use is 1.8 (--api-version): pass --api-version 1.6\n',
    ]);
  });
});
