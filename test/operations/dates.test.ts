import { describe, expect, it } from 'vitest';
import type { CliError } from '../../src/errors.ts';
import { DateReader } from '../../src/operations/dates.ts';
import { type LineOptions, runLine } from '../kit/in-process.ts';
import { jsonResponse, memoryTransport } from '../kit/transport.ts';

const env = { APPWRITE_ENDPOINT: 'http://127.0.0.1/v1', APPWRITE_PROJECT_ID: 'p', APPWRITE_API_KEY: 'k' };
const clock: LineOptions['clock'] = { now: () => Date.parse('2024-03-01T12:00:00Z'), sleep: async () => {} };
const inBerlin = { clock, env, utcOffsetMinutes: 60 };
const dryRun = (argv: readonly string[], options: LineOptions = {}) =>
  runLine([...argv, '--dry-run'], { ...inBerlin, ...options });

const email = (at: string) => [
  ...'messaging create-email --subject Sale --content Today --topics news --scheduled-at'.split(' '),
  at,
];
const defaultOf = (text: string) => [
  ...'databases create-datetime-attribute shop products --key arrived --no-required --default'.split(' '),
  text,
];
const since = (date: string) => ['users', 'list', '--where', `$createdAt > ${date}`];

describe('a date of a parameter', () => {
  it.each([
    [email('tomorrow 9:00'), '"scheduledAt":"2024-03-02T09:00:00.000+00:00"'],
    [email('tomorrow 9:00 local'), '"scheduledAt":"2024-03-02T08:00:00.000+00:00"'],
    [email('+2h'), '"scheduledAt":"2024-03-01T14:00:00.000+00:00"'],
    [email('2030-01-31T10:00:00.000+02:00'), '"scheduledAt":"2030-01-31T10:00:00.000+02:00"'],
    [
      [
        'projects',
        'create-key',
        '--project-id',
        'p',
        '--name',
        'CI',
        '--scopes',
        'users.read',
        '--expire',
        '-7d',
      ],
      '"expire":"2024-02-23T12:00:00.000+00:00"',
    ],
    [['project', 'get-usage', '--start-date', '-30d', '--end-date', 'today'], 'startDate=2024-01-31T12'],
    [defaultOf('2024-01-31'), '"default":"2024-01-31"'],
    [defaultOf('2024-01-31 9:00'), '"default":"2024-01-31T09:00:00.000+00:00"'],
  ])('is sent as the server takes it: %j', async (argv, sent) => {
    const { code, stdout } = await dryRun(argv);
    expect({ code, stdout }).toEqual({ code: 0, stdout: expect.stringContaining(sent) });
  });

  it.each([
    [email('soon'), '--scheduled-at takes a date, not "soon"', 'write it as 2024-03-01'],
    [email('2024-02-30'), '--scheduled-at takes a date, not "2024-02-30"', '-7d, +2h, now'],
    [defaultOf('now'), '--default takes a date, not "now"', 'it is stored as given'],
    [defaultOf('-7d'), '--default takes a date, not "-7d"', 'it is stored as given'],
  ])('is refused with the forms that work: %j', async (argv, problem, hint) => {
    const { code, stderr } = await dryRun(argv);
    expect({ code, stderr }).toEqual({ code: 2, stderr: expect.stringContaining(problem) });
    expect(stderr).toContain(hint);
  });
});

describe('what a date was read as', () => {
  const zoneNote = /is in UTC, which\s+is\s+2024-02-29\s+19:00\s+here;\s+for\s+your\s+time\s+zone\s+write/;

  it('is told in a dry run and with --verbose, for parameters and conditions', async () => {
    expect((await dryRun(email('+2h'))).stderr).toBe(
      '--scheduled-at: +2h is 2024-03-01T14:00:00.000+00:00\n',
    );
    expect((await dryRun(since('-7d'))).stderr).toBe('$createdAt: -7d is 2024-02-23T12:00:00.000+00:00\n');
    const transport = memoryTransport(() => jsonResponse({ total: 0, users: [] }));
    const told = await runLine([...since('-7d'), '-v'], { ...inBerlin, transport });
    expect(told.stderr).toContain('$createdAt: -7d is 2024-02-23T12:00:00.000+00:00\n');
    expect((await runLine(since('-7d'), { ...inBerlin, transport })).stderr).not.toContain('-7d');
  });

  it('is told on a terminal in another time zone, if the date names none', async () => {
    const told = (text: string, options: LineOptions) => dryRun(since(text), options);
    expect((await told('yesterday 18:00', { terminal: true })).stderr).toMatch(zoneNote);
    expect((await told('yesterday 18:00', {})).stderr).not.toMatch(zoneNote);
    expect((await told('yesterday 18:00', { terminal: true, utcOffsetMinutes: 0 })).stderr).not.toMatch(
      zoneNote,
    );
    expect((await told('yesterday 18:00 UTC', { terminal: true })).stderr).not.toMatch(zoneNote);
    expect((await told('-18h', { terminal: true })).stderr).not.toMatch(zoneNote);
  });
});

describe('a condition on a date', () => {
  const refused = async (argv: readonly string[]) => {
    const transport = memoryTransport(({ url }) =>
      url.includes('/attributes')
        ? jsonResponse({ total: 1, attributes: [{ key: 'soldAt', type: 'datetime', array: false }] })
        : jsonResponse({ total: 0, documents: [] }),
    );
    const { code, stderr } = await runLine(argv, { ...inBerlin, transport });
    return { code, stderr, sent: transport.hits.map(({ url }) => url.replace(/\?.*/, '')) };
  };
  const attributes = '/v1/databases/shop/collections/products/attributes';
  const documents = ['databases', 'list-documents', 'shop', 'products', '--where'];

  it.each([
    [['users', 'list', '--where', '$createdAt > banana'], [], '$createdAt takes a date'],
    [['users', 'list', '--where', 'registration between today and later'], [], 'registration takes a date'],
    [[...documents, '$updatedAt > 2024-02-30'], [], '$updatedAt takes a date'],
    [[...documents, 'soldAt > banana'], [attributes], 'soldAt takes a date, not "banana"'],
    [[...documents, 'soldAt = soon'], [attributes], 'soldAt takes a date, not "soon"'],
  ])('is refused before the list is asked for: %j', async (argv, sent, problem) => {
    expect(await refused(argv)).toEqual({ code: 2, stderr: expect.stringContaining(problem), sent });
  });
});

describe('DateReader', () => {
  it('takes the same moment for now, however long reading takes', () => {
    let nowMs = Date.parse('2024-03-01T12:00:00Z');
    const dates = new DateReader({ now: () => nowMs++, utcOffsetMinutes: () => 0 });
    expect(dates.read('a', 'now')).toBe(dates.read('b', 'now'));
  });

  it('refuses what is no date with exit 2', () => {
    const dates = new DateReader({ now: Date.now, utcOffsetMinutes: () => 0 });
    const param = { name: 'x', flag: '--x', in: 'body', type: 'string', required: false, help: '' } as const;
    expect(() => dates.readParam({ ...param, format: 'date' }, 'soon')).toThrow(
      expect.objectContaining({ exitCode: 2 } satisfies Partial<CliError>),
    );
  });
});
