import { describe, expect, it } from 'vitest';
import type { Transport } from '../../../src/transport.ts';
import { runLine } from '../../kit/in-process.ts';
import { seededSandbox } from '../../kit/sandbox-transport.ts';
import { jsonResponse, memoryTransport } from '../../kit/transport.ts';

/** Runs lines against a seeded sandbox; `change` may replace its transport. */
async function place(change = (transport: Transport) => transport) {
  const { env, transport } = await seededSandbox();
  const options = { env, transport: change(transport) };
  return (line: string) => runLine(line.split(' '), options);
}

const statuses = (stdout: string) =>
  JSON.parse(stdout).users.map((user: { $id: string; status: boolean }) => [user.$id, user.status]);

describe('users block and unblock', () => {
  it('change several users, named by ID or address, each once', async () => {
    const run = await place();
    const blocked = await run('users block grace,ada ADA@example.com grace --json');
    expect(blocked).toMatchObject({ code: 0, stderr: 'Blocked 2 users.\n' });
    expect(statuses(blocked.stdout)).toEqual([
      ['grace', false],
      ['ada', false],
    ]);
    const mixed = await run('users block ada linus');
    expect(mixed.stderr).toContain('Blocked 1 user; 1 user was blocked already.\n');
    expect(await run('users unblock grace -f ndjson --fields $id,status')).toMatchObject({
      code: 0,
      stdout: '{"$id":"grace","status":true}\n',
      stderr: expect.stringContaining('Unblocked 1 user.\n'),
    });
  });

  it('leave users alone that are so already', async () => {
    const sent: string[] = [];
    const run = await place((transport) => ({
      ...transport,
      send(request) {
        sent.push(request.method);
        return transport.send(request);
      },
    }));
    expect(await run('users unblock ada grace')).toMatchObject({
      code: 0,
      stderr: expect.stringContaining('Nothing changed: 2 users were not blocked already.\n'),
    });
    expect(sent).toEqual(['GET', 'GET']);
  });

  it('go on after a user that does not exist', async () => {
    const run = await place();
    expect(await run('users block ghost nobody@x.yz grace --json')).toMatchObject({
      code: 8,
      stdout: expect.stringContaining('"total":1'),
      stderr: expect.stringMatching(
        /error: ghost: no user has the ID ghost\n(.*\n)*.*2 of 3 users could not be blocked/,
      ),
    });
    expect((await run('users block ghost')).code).toBe(4);
  });

  it('need no permission to read users that are named by their IDs', async () => {
    const refusal = jsonResponse(
      {
        message: 'app@ (role: applications) missing scope (users.read)',
        code: 401,
        type: 'general_unauthorized_scope',
      },
      401,
    );
    const run = await place((transport) => {
      const refusing = memoryTransport(() => refusal);
      return {
        ...transport,
        send: (request) => (request.method === 'GET' ? refusing : transport).send(request),
      };
    });
    expect(await run('users block grace')).toMatchObject({
      code: 0,
      stdout: expect.stringContaining('false'),
    });
    expect((await run('users block ada@example.com')).code).toBe(3);
  });

  it('report a server that does not do it', async () => {
    const run = await place((transport) => ({
      ...transport,
      send: (request) =>
        transport.send(request.method === 'PATCH' ? { ...request, body: '{"status":true}' } : request),
    }));
    expect(await run('users block grace')).toMatchObject({
      code: 1,
      stderr: expect.stringContaining('the status is still the same'),
    });
  });

  it.each([
    ['users block', '<users> is missing'],
    ['users block ada,', 'the name of a user is empty'],
  ])('refuse %s', async (line, message) => {
    const run = await place();
    expect(await run(line)).toMatchObject({ code: 2, stderr: expect.stringContaining(message) });
  });

  it('show their requests in a dry run', async () => {
    const run = await place();
    const { stdout } = await run('users block grace ada@example.com --dry-run');
    expect(stdout.match(/curl .*/g)).toEqual([
      expect.stringContaining('-X PATCH'),
      expect.stringContaining('/users?queries'),
      expect.stringContaining('/users/USER_ID/status'),
    ]);
  });
});

describe('users find', () => {
  it.each([
    ['ada', 'ada'],
    ['ADA@example.com', 'ada'],
    ['Grace Hopper', 'grace'],
    ['Hop', 'grace'],
    ['opp', 'grace'],
    ['@example.com', 'ada grace linus'],
  ])('finds %s', async (text, ids) => {
    const run = await place();
    const { stdout, code } = await run(`users find ${text} --json`);
    expect(
      JSON.parse(stdout)
        .users.map(({ $id }: { $id: string }) => $id)
        .join(' '),
    ).toBe(ids);
    expect(code).toBe(0);
  });

  it('prints like users list', async () => {
    const run = await place();
    expect((await run('users find ada')).stdout).toMatch(/^ID +NAME +EMAIL.*\nada +Ada Lovelace/);
  });

  it('ends with 4 if it finds nobody', async () => {
    const run = await place();
    expect(await run('users find zzz')).toMatchObject({
      code: 4,
      stderr: expect.stringContaining('no user has "zzz"'),
    });
  });
});
