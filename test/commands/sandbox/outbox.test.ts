import { beforeEach, describe, expect, it } from 'vitest';
import { createSandbox } from '../../../src/sandbox/sandbox.ts';
import { type LineOptions, runLine } from '../../kit/in-process.ts';
import { cheapHashing } from '../../kit/password-hashing.ts';
import { sandboxEnv, sandboxTransport } from '../../kit/sandbox-transport.ts';
import { jsonResponse, memoryTransport } from '../../kit/transport.ts';

const now = Date.UTC(2026, 0, 1, 12);
let run: (line: string, options?: LineOptions) => ReturnType<typeof runLine>;
beforeEach(async () => {
  const sandbox = await createSandbox({ passwordHashing: cheapHashing, now: () => now });
  const transport = sandboxTransport(sandbox);
  run = (line, options) =>
    runLine(line.split(' '), { env: { ...sandboxEnv(sandbox), NO_COLOR: '1' }, transport, ...options });
  return () => sandbox.close();
});

const askForCode = (email: string) => run(`account create-email-token --email ${email}`);
const note = 'The sandbox kept the message, and sent nothing: appwrite-cli sandbox outbox shows it.';

it('says after a request that the sandbox kept the message, except with --quiet', async () => {
  expect((await askForCode('ann@example.com')).stderr).toContain(note);
  expect((await run('account create-email-token --email ann@example.com -q')).stderr).toBe('');
  expect((await run('users list')).stderr).not.toContain('kept');
});

it('shows no message of a server in that note', async () => {
  const headers = { 'x-sandbox-outbox': '\u001b[31mred' };
  const transport = memoryTransport(() => jsonResponse({ $id: 'a' }, 200, headers));
  const { stderr } = await run('users get a', { transport });
  expect(stderr).toContain(note);
  expect(stderr).not.toContain('red');
});

it('gives a script the secret of the newest entry for an address', async () => {
  await askForCode('ann@example.com');
  await askForCode('bob@example.com');
  const line = 'sandbox outbox --to ann@example.com --limit 1 --json';
  const { stdout } = await run(line);
  const { total, entries } = JSON.parse(stdout);
  expect({ total, entries }).toMatchObject({ total: 1, entries: [{ to: 'ann@example.com', kind: 'otp' }] });
  expect(JSON.parse((await run(`${line} --filter entries[0].secret`)).stdout)).toBe(entries[0].secret);
  const session = `account create-session --user-id ${entries[0].userId} --secret ${entries[0].secret}`;
  expect((await run(session)).code).toBe(0);
});

it('traces no code', async () => {
  await run('account create-phone-token --phone +12065550100');
  const { stdout, stderr } = await run('sandbox outbox --json -v');
  const [{ secret, text }] = JSON.parse(stdout).entries;
  expect(text).toContain(secret);
  expect(stderr).toContain('verification code');
  expect(stderr).not.toContain(secret);
});

it('limits the list to the newest, and filters it', async () => {
  for (const name of ['a', 'b', 'c']) await askForCode(`${name}@example.com`);
  await run('account create-phone-token --phone +12065550100');
  const to = async (flags: string) => (await run(`sandbox outbox ${flags} -f csv --fields to`)).stdout;
  expect(await to('--limit 2')).toBe('to\nc@example.com\n+12065550100\n');
  expect(await to('--channel sms')).toBe('to\n+12065550100\n');
  expect(await to('--kind recovery')).toBe('');
});

describe('on a terminal', () => {
  it.each([40, 80, 120])('shows link and code in full, %d columns wide', async (columns) => {
    await askForCode('ann@example.com');
    await run('account create-magic-url-token --email ann@example.com --url http://localhost/in');
    const { entries } = JSON.parse((await run('sandbox outbox --json')).stdout);
    const { stdout } = await run('sandbox outbox', { terminal: true, columns });
    expect(stdout).toContain(`\n  code ${entries[0].secret}\n`);
    expect(stdout).toContain(`\n  ${entries[1].url}\n`);
    expect(stdout.split('\n')[1]).toBe(
      columns === 40 ? '  OTP for Sandbox Login' : `  code ${entries[0].secret}`,
    );
  });

  it('shows control characters as escapes', async () => {
    const transport = memoryTransport(() =>
      jsonResponse({
        total: 1,
        entries: [
          {
            $id: 'a',
            $createdAt: '2026-01-01T00:00:00.000+00:00',
            channel: 'email',
            kind: 'message',
            to: '\u001b[31ma@b.c',
            subject: 'x\ny',
            text: 'one\n\u009b31mtwo',
            secret: '',
            url: '',
          },
        ],
      }),
    );
    const { stdout } = await run('sandbox outbox', { transport, terminal: true });
    expect(stdout).toContain('\\x1b[31ma@b.c  x\\ny\n  one\n  \\x9b31mtwo\n');
  });
});

describe('--follow', () => {
  /** Follows with a clock of its own: before each look but the first a step is taken, and the last is Ctrl-C. */
  async function follow(line: string, steps: readonly (() => Promise<unknown>)[], options: LineOptions = {}) {
    const stop = new AbortController();
    const left = [...steps];
    const clock = {
      now: () => now,
      async sleep() {
        const step = left.shift();
        if (step) return void (await step());
        stop.abort(new Error('SIGINT'));
        throw stop.signal.reason;
      },
    };
    return run(line, { clock, signal: stop.signal, ...options });
  }

  it('writes each new entry once, until Ctrl-C', async () => {
    await askForCode('old@example.com');
    const line = 'sandbox outbox --follow -f ndjson --fields to';
    const { stdout, code } = await follow(line, [
      () => askForCode('new@example.com'),
      async () => {},
      () => askForCode('newer@example.com'),
      () => askForCode('old@example.com'),
    ]);
    const recipients = stdout
      .trim()
      .split('\n')
      .map((row) => JSON.parse(row).to);
    expect(recipients.map((to) => to.split('@')[0])).toEqual(['old', 'new', 'newer', 'old']);
    expect(code).toBe(130);
  });

  it('shows them on a terminal one below the other', async () => {
    const steps = [() => askForCode('a@example.com'), () => askForCode('b@example.com')];
    const { stdout } = await follow('sandbox outbox --follow', steps, { terminal: true, columns: 100 });
    expect(stdout).toMatch(/a@example.com {2}OTP for Sandbox Login\n {2}code \d{6}\n\n.*b@example.com/);
  });
});

it.each([
  ['--limit 0', '--limit takes a whole number from 1 to 1000, not "0"'],
  ['--limit many', '--limit takes a whole number from 1 to 1000, not "many"'],
  ['--kind opt', 'did you mean otp?'],
  ['--channel fax', '--channel takes email, sms, push, not "fax"'],
  ['--to=', '--to is empty'],
  ['--follow', 'add --format ndjson'],
  ['--follow --json', 'add --format ndjson'],
  ['--follow -f ndjson --out x.ndjson', '--follow never ends'],
])('refuses %s, and sends nothing', async (flags, message) => {
  const transport = memoryTransport(() => jsonResponse({}));
  const { code, stderr } = await run(`sandbox outbox ${flags}`, { transport });
  expect({ code, stderr }).toEqual({ code: 2, stderr: expect.stringContaining(message) });
  expect(transport.hits).toEqual([]);
});

it.each([
  ['has no such route', jsonResponse({ message: 'x', code: 404, type: 'general_route_not_found' }, 404)],
  ['is no Appwrite', jsonResponse({}, 404)],
  ['answers something else', jsonResponse({ total: 0, users: [] })],
])('says that a server is no sandbox if it %s', async (_, response) => {
  const { code, stderr } = await run('sandbox outbox', { transport: memoryTransport(() => response) });
  expect(code).toBe(2);
  expect(stderr).toContain('http://127.0.0.1/v1 is no sandbox of this version: only a sandbox has an outbox');
  expect(stderr).toContain('appwrite-cli sandbox start');
});

it('needs a credential', async () => {
  const env = { APPWRITE_ENDPOINT: 'http://127.0.0.1/v1', APPWRITE_PROJECT_ID: 'sandbox' };
  expect((await run('sandbox outbox', { env })).code).toBe(3);
});

it('prints the request of a dry run', async () => {
  const { stdout } = await run('sandbox outbox --to a@example.com --dry-run');
  expect(stdout).toContain("'http://127.0.0.1/v1/sandbox/outbox?to=a%40example.com'");
});
