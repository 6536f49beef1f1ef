import { describe, expect, it } from 'vitest';
import { shop } from './kit.ts';

const line = (name: string, rows: unknown) => [
  'tables-db',
  name,
  'shop',
  'plain',
  '--rows',
  JSON.stringify(rows),
];
const two = [{ $id: 'a', n: 1 }, { n: 2 }];

describe('create-rows and upsert-rows', () => {
  it.each([
    ['create-rows', 'POST'],
    ['upsert-rows', 'PUT'],
  ])('%s gives an ID to rows that have none', async (name, method) => {
    const { server, run } = shop();
    const { stdout, code } = await run([...line(name, two), '--json']);
    expect(code).toBe(0);
    expect(JSON.parse(stdout)).toMatchObject({ total: 2, rows: [{ $id: 'a', n: 1 }, { n: 2 }] });
    const [sent] = server.bodies(method, '/rows');
    expect(sent).toEqual({
      rows: [
        { $id: 'a', n: 1 },
        { $id: expect.stringMatching(/^[0-9a-f]{20}$/), n: 2 },
      ],
    });
    expect(Object.values(server.rows('plain'))).toEqual([{ n: 1 }, { n: 2 }]);
  });

  it.each(['create-rows', 'upsert-rows'])(
    '%s writes each row once although the answer is lost',
    async (name) => {
      const { server, run } = shop();
      let isFirst = true;
      server.lose = ({ method }) => {
        if (method === 'GET' || !isFirst) return undefined;
        isFirst = false;
        return 'answer';
      };
      const { stdout, code } = await run([...line(name, two), '--json']);
      expect(code).toBe(0);
      expect(JSON.parse(stdout)).toMatchObject({ total: 2, rows: [{ $id: 'a', n: 1 }, { n: 2 }] });
      expect(Object.values(server.rows('plain'))).toEqual([{ n: 1 }, { n: 2 }]);
    },
  );

  it('says what is there after a loss', async () => {
    const { server, run } = shop();
    server.lose = ({ method }) => (method === 'POST' ? 'request' : undefined);
    const { stderr, code } = await run(line('create-rows', two));
    expect(stderr).toContain('0 of the 2 rows are there now');
    expect(code).toBe(6);
  });

  it('says in a transaction that rows are staged', async () => {
    const { run } = shop();
    await run(['tables-db', 'create-transaction']);
    const argv = [...line('create-rows', two), '--transaction-id', 'tx1'];
    expect((await run(argv)).stdout).toContain('Staged in transaction tx1');
    expect((await run([...argv, '--json'])).stdout).toBe('{"total":0,"rows":[]}\n');
  });

  it('refuses none and too many before anything is sent', async () => {
    const { server, run } = shop();
    const many = await run(line('create-rows', Array(101).fill({ n: 1 })));
    expect(many.stderr).toContain('--rows takes at most 100 objects, not 101');
    expect(many.stderr).toContain('import-rows takes a file of any length');
    const none = await run(line('upsert-rows', []));
    expect(none.stderr).toContain('--rows is empty');
    expect([many.code, none.code]).toEqual([2, 2]);
    expect(server.log()).toEqual([]);
  });
});
