import { cpSync, existsSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { lines } from '../../bulk/kit.ts';
import { runLine } from '../../kit/in-process.ts';
import { temporaryFolder } from '../../kit/program.ts';
import { type RowsServer, rowsServer } from '../../kit/rows-server.ts';
import { columns, instantClock } from './kit.ts';

const command = ['tables-db', 'import-rows', 'shop', 'plain', 'rows.ndjson', '--json'];
const rowsPath = '/tablesdb/shop/tables/plain/rows';

/** Returns a folder with the rows in a file, and a server with an empty table for them. */
function workplace(text: string, unique?: string) {
  const server = rowsServer();
  server.table('plain', columns, {}, unique);
  const folder = temporaryFolder();
  writeFileSync(join(folder, 'rows.ndjson'), text);
  return { server, folder, run: (...flags: string[]) => run(server, folder, folder, ...flags) };
}

function run(server: RowsServer, folder: string, home: string, ...flags: string[]) {
  const { env, transport } = server;
  return runLine([...command, ...flags], { env, transport, cwd: folder, home, clock: instantClock() });
}

const numbersOf = (server: RowsServer) => Object.values(server.rows('plain')).map(({ n }) => n);
const upTo = (count: number) => [...Array(count).keys()];
const posts = (server: RowsServer) => server.log().filter((line) => line.startsWith('POST'));
const kinds = [
  ['without IDs', (n: number) => ({ n })],
  ['with IDs', (n: number) => ({ $id: `row${n}`, n, s: 'ü' })],
] as const;

describe('import-rows', () => {
  it.each(kinds)('creates a hundred rows by one request: %s', async (_kind, row) => {
    const { server, run } = workplace(lines(250, row));
    const { stdout, code } = await run();
    expect(JSON.parse(stdout)).toMatchObject({ rows: 250, created: 250, failed: 0 });
    expect(code).toBe(0);
    expect(numbersOf(server).toSorted((a, b) => Number(a) - Number(b))).toEqual(upTo(250));
    expect(posts(server)).toEqual(Array(3).fill(`POST ${rowsPath}`));
  });

  it('sends values beside ID and permissions, with all their digits', async () => {
    const text = '{"$id":"a","n":9007199254740993,"$permissions":["read(\\"any\\")"]}\n{"$id":"b","n":2}\n';
    const { server, run } = workplace(text);
    await run();
    const hit = server.transport.hits.find(({ method }) => method === 'POST')!;
    expect(hit.body.toString()).toBe(
      '{"rows":[{"$id":"a","$permissions":["read(\\"any\\")"],"n":9007199254740993},{"$id":"b","n":2}]}',
    );
    expect(hit.url).toBe(`/v1${rowsPath}`);
  });

  it.each([
    ['fail', { created: 119, updated: 0, skipped: 0, failed: 1 }, 8, 'taken'],
    ['skip', { created: 119, updated: 0, skipped: 1, failed: 0 }, 0, 'taken'],
    ['update', { created: 119, updated: 1, skipped: 0, failed: 0 }, 0, 5],
  ])('treats a taken ID with --on-conflict %s, and creates the others', async (choice, counts, exit, n) => {
    const { server, folder, run } = workplace(lines(120, (n) => ({ $id: `row${n}`, n })));
    server.edit('plain', 'row5', { n: 'taken' });
    const { stdout, code } = await run('--on-conflict', choice);
    expect(JSON.parse(stdout)).toMatchObject({ rows: 120, ...counts });
    expect(code).toBe(exit);
    expect(server.rows('plain')).toMatchObject({ row5: { n }, row6: { n: 6 } });
    expect(existsSync(join(folder, 'rows.ndjson.rejected.ndjson'))).toBe(choice === 'fail');
    // The refused batch is sent again without the taken row, and that by itself.
    expect(posts(server)).toHaveLength(4);
  });

  it('finds the row that the server refuses, and creates the others', async () => {
    const { server, folder, run } = workplace(lines(30, (n) => ({ n, s: n === 7 ? 'refuse me' : 'fine' })));
    const { stdout, stderr, code } = await run();
    expect(JSON.parse(stdout)).toMatchObject({ rows: 30, created: 29, failed: 1 });
    expect(code).toBe(8);
    expect(stderr).toContain('rows.ndjson, line 8: Invalid document structure');
    expect(numbersOf(server)).toHaveLength(29);
    expect(readFileSync(join(folder, 'rows.ndjson.rejected.ndjson'), 'utf8')).toContain('"$line":8');
    const again = await run('--restart');
    expect(again.code).toBe(8);
  });

  it('finds the row whose value a unique index has', async () => {
    const { server, run } = workplace(
      lines(20, (n) => ({ $id: `row${n}`, n: n === 9 ? 3 : n })),
      'n',
    );
    const { stdout, code } = await run();
    expect(JSON.parse(stdout)).toMatchObject({ created: 19, failed: 1 });
    expect(code).toBe(8);
    expect(Object.keys(server.rows('plain'))).not.toContain('row9');
  });

  it('sends rows of a table with a relationship one by one', async () => {
    const { server, run } = workplace(lines(3, (n) => ({ n })));
    server.table('plain', [...columns, { key: 'notes', type: 'relationship' }]);
    expect(JSON.parse((await run()).stdout)).toMatchObject({ created: 3 });
    expect(posts(server)).toHaveLength(3);
    expect(server.bodies('POST', '/rows').every((body) => 'rowId' in body)).toBe(true);
  });

  it('keeps a request small, whatever is in the rows', async () => {
    const { server, run } = workplace(lines(10, (n) => ({ n, s: 'x'.repeat(200_000) })));
    expect(JSON.parse((await run()).stdout)).toMatchObject({ created: 10 });
    expect(posts(server)).toHaveLength(5);
    const sizes = server.transport.hits.map(({ body }) => body.length);
    expect(Math.max(...sizes)).toBeLessThan(600_000);
  });

  it.each(kinds)('creates each row once although every second answer is lost: %s', async (_kind, row) => {
    const { server, run } = workplace(lines(350, row));
    let count = 0;
    server.lose = ({ method }) => (method === 'POST' && count++ % 2 === 0 ? 'answer' : undefined);
    expect(JSON.parse((await run()).stdout)).toMatchObject({ created: 350, failed: 0 });
    expect(numbersOf(server)).toHaveLength(350);
    // Nothing was sent twice: what is there was seen first.
    expect(posts(server)).toHaveLength(4);
  });

  describe.each(kinds)('killed at any request: %s', (_kind, row) => {
    it.each(['before it arrives', 'after it was carried out'])(
      'ends right when it is run again: %s',
      async (moment) => {
        const text = lines(250, row);
        const requests = await countRequests(text);
        expect(requests).toBeGreaterThanOrEqual(4);
        for (let kill = 0; kill < requests; kill++) {
          const { server, folder, run: runFirst } = workplace(text);
          const home = temporaryFolder();
          let left: RowsServer | undefined;
          // All that a killed process leaves behind: the journal on the disk, and what the server has done.
          const keep = () => {
            left = rowsServer(server.snapshot());
            cpSync(folder, home, { recursive: true });
          };
          let count = 0;
          server.lose = () => {
            if (count++ === kill) moment === 'before it arrives' ? keep() : queueMicrotask(keep);
            return undefined;
          };
          await runFirst();
          const { stdout, code } = await run(left!, folder, home);
          expect(code).toBe(0);
          const { created, finishedBefore } = JSON.parse(stdout);
          expect(created + finishedBefore).toBe(250);
          // The rows that may be there were looked up before anything was sent, so that no request met a taken ID.
          expect(posts(left!).length).toBeLessThanOrEqual(3);
          expect(numbersOf(left!).toSorted((a, b) => Number(a) - Number(b))).toEqual(upTo(250));
        }
      },
    );
  });

  async function countRequests(text: string): Promise<number> {
    const { server, run } = workplace(text);
    await run();
    return server.log().length;
  }

  it.each(['1.5', '1.6', '1.7', '1.8'])('uses what version %s offers for documents', async (version) => {
    const { server, folder } = workplace(lines(5, (n) => ({ n })));
    const argv = ['databases', 'import-documents', 'shop', 'plain', 'rows.ndjson', '--api-version', version];
    const { env, transport } = server;
    await runLine(argv, { env, transport, cwd: folder, home: folder });
    expect(numbersOf(server)).toHaveLength(5);
    expect(posts(server)).toHaveLength(['1.5', '1.6'].includes(version) ? 5 : 1);
  });
});
