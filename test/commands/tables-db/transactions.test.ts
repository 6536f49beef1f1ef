import { describe, expect, it } from 'vitest';
import { numbered, shop } from './kit.ts';

const inTx = ['--transaction-id', 'tx1'];

async function withTransaction(rows = numbered(3)) {
  const place = shop(rows);
  await place.run(['tables-db', 'create-transaction']);
  const commit = ['tables-db', 'update-transaction', 'tx1', '--commit'];
  return { ...place, commit: () => place.run(commit) };
}

describe('operations in a transaction', () => {
  it('says that a row is staged, and shows the answer of the server to programs only', async () => {
    const { run, commit, server } = await withTransaction();
    const argv = ['tables-db', 'update-row', 'shop', 'plain', 'r1', '--data', 'n:=5', ...inTx];
    expect((await run(argv)).stdout).toBe(
      'Staged in transaction tx1: it takes effect when that is committed.\n',
    );
    expect((await run([...argv, '--json'])).stdout).toBe(
      '{"$id":"r1","n":5,"$permissions":[],"$sequence":0}\n',
    );
    expect(server.rows('plain')).toMatchObject({ r1: { n: 1 } });
    await commit();
    expect(server.rows('plain')).toMatchObject({ r1: { n: 5 } });
  });

  it('does not say that a row is deleted', async () => {
    const { run } = await withTransaction();
    const { stderr } = await run(['tables-db', 'delete-row', 'shop', 'plain', 'r1', '--yes', ...inTx]);
    expect(stderr).toContain('Staged in transaction tx1');
    expect(stderr).not.toContain('Deleted');
  });

  it.each([
    ['delete-rows', [], 'deletes'],
    ['update-rows', ['--data', 's=x'], 'updates'],
  ])(
    'stages the conditions of %s as they are, and takes the 0 of the answer for what it is',
    async (name, data, verb) => {
      const { run, server } = await withTransaction();
      const argv = ['tables-db', name, 'shop', 'plain', '--where', 'n >= 1', ...data, '--yes', ...inTx];
      const { stdout, code } = await run(argv);
      expect(stdout).toBe(
        `Staged in transaction tx1: its commit ${verb} what matches by then, 2 rows as of now.\n`,
      );
      expect(code).toBe(0);
      expect((await run([...argv, '--json'])).stdout).toBe('{"total":0,"rows":[]}\n');
      const [sent] = server.bodies(name === 'delete-rows' ? 'DELETE' : 'PATCH', '/rows');
      expect(sent).toMatchObject({
        queries: ['{"method":"greaterThanEqual","attribute":"n","values":[1]}'],
        transactionId: 'tx1',
      });
    },
  );

  it('sends no condition only if --all says so', async () => {
    const { run, server } = await withTransaction();
    await run(['tables-db', 'delete-rows', 'shop', 'plain', '--all', '--yes', ...inTx]);
    expect(server.bodies('DELETE', '/rows')).toEqual([{ queries: [], transactionId: 'tx1' }]);
  });

  it('says that nothing is written after a conflict', async () => {
    const { run, commit, server } = await withTransaction();
    await run(['tables-db', 'update-row', 'shop', 'plain', 'r1', '--data', 'n:=5', ...inTx]);
    server.edit('plain', 'r1', { n: 6 });
    const { stderr, code } = await commit();
    expect(stderr).toContain('(409 transaction_conflict)');
    expect(stderr).toContain('nothing of the transaction was written');
    expect(code).toBe(5);
    expect(server.rows('plain')).toMatchObject({ r1: { n: 6 } });
  });

  it('explains the status after a rollback', async () => {
    const { run } = await withTransaction();
    const rollback = await run(['tables-db', 'update-transaction', 'tx1', '--rollback', '--json']);
    const shown = await run(['tables-db', 'get-transaction', 'tx1', '--json']);
    for (const { stdout, stderr } of [rollback, shown]) {
      expect(JSON.parse(stdout).status).toBe('failed');
      expect(stderr).toContain('it was rolled back, or met a conflict; none of it was written');
    }
  });

  it('names the way to find out about a commit without an answer', async () => {
    const { commit, server } = await withTransaction();
    server.lose = () => 'answer';
    const { stderr, code } = await commit();
    expect(stderr).toContain('appwrite-cli tables-db get-transaction tx1 shows if it is committed');
    expect(code).toBe(6);
  });

  it('never commits again a transaction that is not ready, whatever the server says', async () => {
    const { commit, server } = await withTransaction();
    await commit();
    const { stderr, code } = await commit();
    expect(stderr).toContain('a retry does not help');
    expect(code).toBe(5);
    expect(server.log().filter((line) => line.startsWith('PATCH'))).toHaveLength(2);
  });
});

describe('create-operations', () => {
  const upsert = { action: 'upsert', databaseId: 'shop', tableId: 'plain', rowId: 'r1', data: { n: 7 } };
  const command = (operations: unknown) => [
    'tables-db',
    'create-operations',
    'tx1',
    '--operations',
    JSON.stringify(operations),
  ];

  it('keeps the ID of an upsert', async () => {
    const { run, commit, server } = await withTransaction(numbered(2));
    const create = { ...upsert, action: 'create', rowId: 'r9', data: { n: 9 } };
    const { stderr, code } = await run(command([upsert, create]));
    expect(stderr).toContain('1 upsert sent as bulkUpsert: the server would create a new row for an upsert');
    expect(code).toBe(0);
    await commit();
    expect(server.rows('plain')).toEqual({ r0: { n: 0, s: 'even' }, r1: { n: 7, s: 'odd' }, r9: { n: 9 } });
    expect(server.bodies('POST', '/operations')).toEqual([
      {
        operations: [
          { databaseId: 'shop', tableId: 'plain', action: 'bulkUpsert', data: [{ $id: 'r1', n: 7 }] },
          create,
        ],
      },
    ]);
  });

  it('uses the words of documents', async () => {
    const { run, server } = await withTransaction();
    const { tableId, rowId, ...rest } = upsert;
    const operations = [{ ...rest, collectionId: 'plain', documentId: 'r1' }];
    await run(['databases', ...command(operations).slice(1)]);
    expect(server.bodies('POST', '/operations')[0]).toMatchObject({
      operations: [{ action: 'bulkUpsert', collectionId: 'plain', data: [{ $id: 'r1', n: 7 }] }],
    });
  });

  it.each([
    ['no ID', { ...upsert, rowId: undefined }, "number 1 is an upsert that can't be sent: it has no rowId"],
    ['no data', { ...upsert, data: [] }, 'its data is not an object'],
    ['two IDs', { ...upsert, data: { $id: 'other' } }, 'its data has a different $id'],
    ['too many', Array(101).fill({ ...upsert, action: 'create' }), 'a transaction takes at most 100'],
    ['none', [], '--operations is missing'],
  ])('refuses an upsert with %s', async (_case, operations, message) => {
    const { run, server } = await withTransaction();
    const { stderr, code } = await run(command(operations));
    expect(stderr).toContain(message);
    expect(code).toBe(2);
    expect(server.bodies('POST', '/operations')).toEqual([]);
  });
});
