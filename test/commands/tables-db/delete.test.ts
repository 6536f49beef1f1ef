import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import type { TransportRequest } from '../../../src/transport.ts';
import { numbered, queriesOf, shop } from './kit.ts';

const command = ['tables-db', 'delete-rows', 'shop', 'plain'];
const rowsPath = '/tablesdb/shop/tables/plain/rows';
const flags = ['--yes', '--json'];

describe('delete-rows', () => {
  it('deletes a hundred rows by one request, and nothing that was not counted', async () => {
    const { server, run } = shop(numbered(253));
    const { stdout, code } = await run([...command, '--where', 'n >= 3', ...flags]);
    expect(stdout).toBe('{"deleted":250,"failed":0}\n');
    expect(code).toBe(0);
    expect(Object.keys(server.rows('plain'))).toEqual(['r0', 'r1', 'r2']);
    expect(server.log().filter((line) => line.startsWith('DELETE'))).toEqual(
      Array(3).fill(`DELETE ${rowsPath}`),
    );
  });

  it('sends JSON with the conditions and the IDs, and nothing in the address', async () => {
    const { server, run } = shop(numbered(3));
    await run([...command, '--where', 'n >= 1', ...flags]);
    const hit = server.transport.hits.find(({ method }) => method === 'DELETE')!;
    expect(hit.url).toBe(`/v1${rowsPath}`);
    expect(hit.headers['content-type']).toBe('application/json');
    expect(JSON.parse(hit.body.toString())).toEqual({
      queries: [
        '{"method":"greaterThanEqual","attribute":"n","values":[1]}',
        '{"method":"equal","attribute":"$id","values":["r1","r2"]}',
      ],
    });
  });

  it('sends what a real server was seen to take for given IDs', async () => {
    const { server, run } = shop(numbered(9));
    const query = '{"method":"equal","attribute":"$id","values":["r6","r7"]}';
    await run([...command, '--queries', query, ...flags]);
    expect(server.bodies('DELETE', '/rows')).toEqual([{ queries: [query] }]);
  });

  it('names every row even with --all', async () => {
    const { server, run } = shop(numbered(150));
    const { stdout } = await run([...command, '--all', ...flags]);
    expect(stdout).toBe('{"deleted":150,"failed":0}\n');
    const sent = queriesOf(server, 'DELETE');
    expect(sent.map((queries) => queries.map(({ attribute, values }) => [attribute, values.length]))).toEqual(
      [[['$id', 100]], [['$id', 50]]],
    );
  });

  it('keeps rows that no longer match, and says so', async () => {
    const { server, run } = shop(numbered(4));
    server.lose = ({ method }) => {
      if (method === 'DELETE') {
        server.edit('plain', 'r1', { n: -1 });
        server.edit('plain', 'r2', undefined);
        server.edit('plain', 'new', { n: 9 });
      }
      return undefined;
    };
    const { stdout, stderr, code } = await run([...command, '--where', 'n >= 0', ...flags]);
    expect(stdout).toBe('{"deleted":3,"failed":0}\n');
    expect(stderr).toContain('skipped 1 row that changed in the meantime and no longer matches');
    expect(code).toBe(0);
    expect(Object.keys(server.rows('plain'))).toEqual(['r1', 'new']);
  });

  it.each<[string, (request: TransportRequest) => TransportRequest]>([
    ['loses the body', (request) => ({ ...request, body: undefined })],
    ['cuts the body', (request) => ({ ...request, body: String(request.body).slice(0, 20) })],
    [
      'misspells the key',
      (request) => ({ ...request, body: String(request.body).replace('queries', 'query') }),
    ],
    [
      'changes the content type',
      (request) => ({ ...request, headers: { ...request.headers, 'content-type': 'text/plain' } }),
    ],
    [
      'moves the queries to the address',
      (request) => {
        const url = new URL(request.url);
        JSON.parse(String(request.body)).queries.forEach(
          (query: string) => void url.searchParams.append('queries[]', query),
        );
        return { ...request, url, body: undefined };
      },
    ],
  ])('reports with 1 that a table is empty because something on the way %s', async (_fault, change) => {
    const { server, run } = shop(numbered(5));
    const { transport } = server;
    const send = (request: TransportRequest) =>
      transport.send(request.method === 'DELETE' ? change(request) : request);
    const { stdout, stderr, code } = await run([...command, '--where', 'n >= 3', ...flags], {
      transport: { ...transport, send },
    });
    expect(server.rows('plain')).toEqual({});
    expect(stdout).toBe('');
    expect(stderr).toContain('the server deleted 5 rows, not only the 2 of the request');
    expect(code).toBe(1);
  });

  it.each(['answer', 'request', 502] as const)(
    'looks up what was deleted before it sends anything again, after the loss of: %s',
    async (loss) => {
      const { server, run } = shop(numbered(3));
      let isFirst = true;
      server.lose = ({ method }) => {
        if (method !== 'DELETE' || !isFirst) return undefined;
        isFirst = false;
        return loss;
      };
      const { stdout, code } = await run([...command, '--where', 'n >= 1', ...flags]);
      expect(stdout).toBe('{"deleted":2,"failed":0}\n');
      expect(code).toBe(0);
      expect(Object.keys(server.rows('plain'))).toEqual(['r0']);
      const single = ['r1', 'r2'].map((id) => `DELETE ${rowsPath}/${id}`);
      const log = server.log();
      expect(log.slice(log.indexOf(`DELETE ${rowsPath}`) + 1)).toEqual([
        `GET ${rowsPath}`,
        ...(loss === 'request' ? single : []),
      ]);
    },
  );

  it('deletes one by one from a table with a relationship', async () => {
    const { server, run } = shop();
    server.table(
      'related',
      [
        { key: 'n', type: 'integer' },
        { key: 'notes', type: 'relationship' },
      ],
      numbered(3),
    );
    const { stdout, code } = await run(['tables-db', 'delete-rows', 'shop', 'related', '--all', ...flags]);
    expect(stdout).toBe('{"deleted":3,"failed":0}\n');
    expect(code).toBe(0);
    expect(server.log().filter((line) => line.startsWith('DELETE'))).toHaveLength(4);
  });

  it.each([
    [[], 'the rows to '],
    [['--queries', '--yes'], 'the rows to '],
    [['--queries', '{"method":"limit","values":[1]}', '--yes'], 'limit selects nothing to delete'],
    [['--where', 'n = 1'], 'deleting needs a yes'],
    [['--all', '--transaction-id', 'tx1'], 'deleting needs a yes'],
  ])('deletes nothing with %j', async (rest, message) => {
    const { server, run } = shop(numbered(3));
    const { stderr, code } = await run([...command, ...rest]);
    expect(stderr).toContain(message);
    expect(code).toBe(2);
    expect(server.log().filter((line) => line.startsWith('DELETE'))).toEqual([]);
  });

  it('sends single requests as a user, who may not change many at once', async () => {
    const { server, run } = shop(numbered(2));
    const { APPWRITE_API_KEY: _, ...rest } = server.env;
    const { stdout } = await run([...command, '--all', ...flags], {
      env: { ...rest, APPWRITE_JWT: 'a.b.c' },
    });
    expect(stdout).toBe('{"deleted":2,"failed":0}\n');
    expect(server.log()).not.toContain(`DELETE ${rowsPath}`);
  });

  it.each(['1.5', '1.6', '1.7', '1.8'])('uses what version %s offers for documents', async (version) => {
    const { server, run } = shop(numbered(3));
    const argv = ['databases', 'delete-documents', 'shop', 'plain', '--where', 'n >= 1', ...flags];
    await run([...argv, '--api-version', version]);
    const documents = '/databases/shop/collections/plain/documents';
    expect(server.log().filter((line) => line.startsWith('DELETE'))).toEqual(
      version === '1.5' ? [`DELETE ${documents}/r1`, `DELETE ${documents}/r2`] : [`DELETE ${documents}`],
    );
    expect(Object.keys(server.rows('plain'))).toEqual(['r0']);
  });

  it.each(['documents-db', 'vectors-db'])('works for %s', async (group) => {
    const { server, run } = shop(numbered(3));
    const argv = [group, 'delete-documents', 'shop', 'plain', '--where', 'n >= 1', '--api-version', '1.9'];
    expect((await run([...argv, ...flags])).stdout).toBe('{"deleted":2,"failed":0}\n');
    const path = `/${group.replace('-', '')}/shop/collections/plain/documents`;
    expect(server.log().filter((line) => line.startsWith('DELETE'))).toEqual([`DELETE ${path}`]);
  });

  it('carries exactly the conditions of the line in the body, whatever they are', async () => {
    const condition = fc.record({
      attribute: fc.stringMatching(/^x[a-zA-Z0-9_]{0,9}$/),
      value: fc.oneof(fc.integer(), fc.string({ unit: 'grapheme', minLength: 1 })),
    });
    const conditions = fc.uniqueArray(condition, {
      selector: ({ attribute }) => attribute,
      minLength: 1,
      maxLength: 4,
    });
    await fc.assert(
      fc.asyncProperty(conditions, async (given) => {
        const matching = Object.fromEntries(given.map(({ attribute, value }) => [attribute, value]));
        const { server, run } = shop({ a: matching, other: { n: 1 }, b: matching });
        const where = given.map(({ attribute, value }) => `${attribute} = ${JSON.stringify(value)}`);
        const argv = [...command, ...where.flatMap((text) => ['--where', text]), ...flags];
        expect((await run(argv)).stdout).toBe('{"deleted":2,"failed":0}\n');
        expect(queriesOf(server, 'DELETE')).toEqual([
          [
            ...given.map(({ attribute, value }) => ({ method: 'equal', attribute, values: [value] })),
            { method: 'equal', attribute: '$id', values: ['a', 'b'] },
          ],
        ]);
        expect(Object.keys(server.rows('plain'))).toEqual(['other']);
      }),
      { numRuns: 30 },
    );
  });
});
