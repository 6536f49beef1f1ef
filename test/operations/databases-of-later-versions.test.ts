import { describe, expect, it } from 'vitest';
import { questionOf } from '../../src/cli/completion/question.ts';
import type { Hit } from '../kit/faults.ts';
import { runLine } from '../kit/in-process.ts';
import { jsonResponse, memoryTransport } from '../kit/transport.ts';

const env = {
  APPWRITE_ENDPOINT: 'http://127.0.0.1/v1',
  APPWRITE_PROJECT_ID: 'p',
  APPWRITE_API_KEY: 'k',
};

/** Runs a line against answers by method and path, without the query; each is used once, the last one again. */
async function run(version: string, argv: readonly string[], answers: Readonly<Record<string, unknown[]>>) {
  const left = Object.fromEntries(Object.entries(answers).map(([request, all]) => [request, [...all]]));
  const transport = memoryTransport(({ method, url }: Hit) => {
    const all = left[`${method} ${url.split('?')[0]!.replace('/v1', '')}`];
    const answer = all && (all.length > 1 ? all.shift() : all[0]);
    return answer === undefined ? undefined : jsonResponse(answer, method === 'POST' ? 201 : 200);
  });
  const result = await runLine([...argv, '--api-version', version, '--retries', '0'], {
    env,
    transport,
    clock: { now: Date.now, sleep: async () => {} },
  });
  const sent = transport.hits.map(({ method, url, body }) =>
    `${method} ${decodeURIComponent(url).replace('/v1', '')} ${body}`.trim(),
  );
  return { ...result, sent };
}

const table = '/tablesdb/shop/tables/items';
const collection = '/databases/shop/collections/items';

describe('--wait on a server of 1.8', () => {
  const byTitle = (status: string, error = '') => ({
    $id: '1_1_by_title',
    key: 'by_title',
    type: 'key',
    status,
    error,
  });
  const list = (status: string, error?: string) => ({ total: 1, indexes: [byTitle(status, error)] });
  const create = [
    ...['tables-db', 'create-index', 'shop', 'items', '--key', 'by_title', '--type', 'key'],
    ...['--columns', 'title', '--wait', '--json'],
  ];

  it('looks at the list, since a single index may read `processing` for good', async () => {
    const { stdout, sent } = await run('1.8', create, {
      [`POST ${table}/indexes`]: [byTitle('processing')],
      [`GET ${table}/indexes`]: [list('processing'), list('available')],
    });
    expect(JSON.parse(stdout)).toEqual(byTitle('available'));
    const look = `GET ${table}/indexes?queries[0]={"method":"equal","attribute":"key","values":["by_title"]}`;
    expect(sent.slice(1)).toEqual([look, look]);
  });

  it('keeps the digits of the column that it shows', async () => {
    const column = (status: string) => ({ key: 'n', type: 'integer', status, min: 0, max: 10 });
    const { stdout, sent } = await run(
      '1.8',
      [
        'tables-db',
        'create-integer-column',
        'shop',
        'items',
        '--key',
        'n',
        '--no-required',
        '--wait',
        '--json',
      ],
      {
        [`POST ${table}/columns/integer`]: [column('processing')],
        [`GET ${table}/columns`]: [{ total: 1, columns: [column('available')] }],
      },
    );
    expect(JSON.parse(stdout)).toEqual(column('available'));
    expect(sent).toHaveLength(2);
  });

  it.each([
    ['failed', 'too long', 'the index by_title could not be created: too long', 'tables-db delete-index'],
    ['stuck', '', 'the index by_title is stuck', 'tables-db delete-index'],
  ])('fails if it is %s, in the words of its group', async (status, error, message, hint) => {
    const { code, stderr } = await run('1.8', create, {
      [`POST ${table}/indexes`]: [byTitle('processing')],
      [`GET ${table}/indexes`]: [list(status, error)],
    });
    expect(JSON.parse(stderr).error).toMatchObject({ message, hint: expect.stringContaining(hint) });
    expect(code).toBe(1);
  });

  it('fails if it is in the list no more', async () => {
    const { code, stderr } = await run('1.8', create, {
      [`POST ${table}/indexes`]: [byTitle('processing')],
      [`GET ${table}/indexes`]: [{ total: 0, indexes: [] }],
    });
    expect(JSON.parse(stderr).error.message).toBe('the index by_title is gone');
    expect(code).toBe(1);
  });

  it('asks for the single one on older servers', async () => {
    const line = create.map(
      (word) => ({ 'tables-db': 'databases', '--columns': '--attributes' })[word] ?? word,
    );
    const { code, sent } = await run('1.7', line, {
      [`POST ${collection}/indexes`]: [byTitle('processing')],
      [`GET ${collection}/indexes/by_title`]: [byTitle('available')],
    });
    expect(sent.at(-1)).toBe(`GET ${collection}/indexes/by_title`);
    expect(code).toBe(0);
  });
});

describe('--where', () => {
  const row = { $id: 'r1', $tableId: 'items', stock: 3, sku: '3' };
  const rows = { total: 1, rows: [row] };

  it('reads a value by the type of its column', async () => {
    const { sent, stdout } = await run(
      '1.8',
      ['tables-db', 'list-rows', 'shop', 'items', '--where', 'sku = 3', '--where', 'stock = 3', '--json'],
      {
        [`GET ${table}/columns`]: [
          {
            total: 2,
            columns: [
              { key: 'sku', type: 'string' },
              { key: 'stock', type: 'integer' },
            ],
          },
        ],
        [`GET ${table}/rows`]: [rows],
      },
    );
    expect(sent[1]).toContain('{"method":"equal","attribute":"sku","values":["3"]}');
    expect(sent[1]).toContain('{"method":"equal","attribute":"stock","values":[3]}');
    expect(JSON.parse(stdout)).toEqual(rows);
  });

  it('reads it by its looks if the documents have no attributes', async () => {
    const { sent } = await run(
      '1.9',
      ['documents-db', 'list-documents', 'shop', 'items', '--where', 'stock = 3', '--json'],
      { 'GET /documentsdb/shop/collections/items/documents': [{ total: 1, documents: [{ $id: 'd' }] }] },
    );
    expect(sent).toEqual([
      'GET /documentsdb/shop/collections/items/documents?queries[0]={"method":"equal","attribute":"stock","values":[3]}',
    ]);
  });

  it('lists rows page by page with --all', async () => {
    const page = (from: number, count: number) => ({
      total: 3,
      rows: Array.from({ length: count }, (_, index) => ({ $id: `r${from + index}` })),
    });
    const { stdout, sent } = await run(
      '1.8',
      [
        'tables-db',
        'list-rows',
        'shop',
        'items',
        '--all',
        '--queries',
        '{"method":"limit","values":[2]}',
        '-f',
        'ndjson',
      ],
      { [`GET ${table}/rows`]: [page(1, 2), page(3, 1)] },
    );
    expect(stdout).toBe('{"$id":"r1"}\n{"$id":"r2"}\n{"$id":"r3"}\n');
    expect(sent[1]).toContain('{"method":"cursorAfter","values":["r2"]}');
  });

  it('shows the members of rows in a table', async () => {
    const { stdout } = await run(
      '1.8',
      ['tables-db', 'list-rows', 'shop', 'items', '--fields', '$id,stock'],
      {
        [`GET ${table}/rows`]: [rows],
      },
    );
    expect(stdout.split(/\s+/)).toEqual(['ID', 'STOCK', 'r1', '3', '']);
  });
});

describe('several documents at once', () => {
  const documents = { total: 2, documents: [{ $id: 'a' }, { $id: 'b' }] };

  it('come as a list from create-document of 1.6, and get no ID beside them', async () => {
    const { code, stdout, sent } = await run(
      '1.6',
      [
        'databases',
        'create-document',
        'shop',
        'items',
        '--documents',
        '{"$id":"a"}',
        '{"$id":"b"}',
        '--json',
      ],
      { [`POST ${collection}/documents`]: [documents] },
    );
    expect(sent).toEqual([`POST ${collection}/documents {"documents":[{"$id":"a"},{"$id":"b"}]}`]);
    expect(JSON.parse(stdout)).toEqual(documents);
    expect(code).toBe(0);
  });
});

describe('a spatial column', () => {
  const spot = { key: 'spot', type: 'point', status: 'available', default: [1.5, 2] };
  const update = ['tables-db', 'update-point-column', 'shop', 'items', 'spot', '--no-required', '--json'];

  it('keeps the default that an update does not name', async () => {
    const { sent } = await run('1.8', update, {
      [`GET ${table}/columns/spot`]: [spot],
      [`PATCH ${table}/columns/point/spot`]: [spot],
    });
    expect(sent).toEqual([
      `GET ${table}/columns/spot`,
      `PATCH ${table}/columns/point/spot {"required":false,"default":[1.5,2]}`,
    ]);
  });

  it('loses it with --no-default', async () => {
    const { sent } = await run('1.8', [...update, '--no-default'], {
      [`PATCH ${table}/columns/point/spot`]: [spot],
    });
    expect(sent).toEqual([`PATCH ${table}/columns/point/spot {"required":false,"default":null}`]);
  });
});

describe('bounds on a server of 1.6', () => {
  const stock = { key: 'stock', type: 'integer', status: 'available', min: 0, max: 10 };
  const update = [
    'databases',
    'update-integer-attribute',
    'shop',
    'items',
    'stock',
    '--no-required',
    '--no-default',
  ];
  const answers = {
    [`GET ${collection}/attributes/stock`]: [stock],
    [`PATCH ${collection}/attributes/integer/stock`]: [stock],
    [`PATCH ${collection}/attributes/integer/left`]: [stock],
  };

  it('stay if the line leaves them out, and are moved aside and back under the new name', async () => {
    const { sent } = await run('1.6', [...update, '--new-key', 'left'], answers);
    expect(sent.slice(1)).toEqual([
      `PATCH ${collection}/attributes/integer/stock {"min":0,"max":11,"required":false,"default":null,"newKey":"left"}`,
      `PATCH ${collection}/attributes/integer/left {"min":0,"max":10,"required":false,"default":null}`,
    ]);
  });

  it('change by one of them', async () => {
    const { sent } = await run('1.6', [...update, '--max', '20'], answers);
    expect(sent.slice(1)).toEqual([
      `PATCH ${collection}/attributes/integer/stock {"max":20,"required":false,"default":null}`,
    ]);
  });

  it('need no reading from 1.8 on, which goes on checking', async () => {
    const { sent } = await run('1.8', update, answers);
    expect(sent).toHaveLength(1);
  });

  it('refuse a default outside of the one that is given', async () => {
    const line = update.map((word) => (word === '--no-default' ? '--default' : word));
    const { stderr, code, sent } = await run('1.6', [...line, '30', '--max', '20'], answers);
    expect(stderr).toContain('--default 30 is outside of --max 20');
    expect({ code, sent }).toEqual({ code: 2, sent: [] });
  });
});

describe('completion', () => {
  const ask = (entry: string, command: string, flag: string, words: readonly string[] = []) =>
    questionOf({ entry, command, flag, words }, '1.9');

  it.each([
    ['tables-db', 'get', '--database-id', [], '/tablesdb'],
    ['tables-db', 'get-table', '--table-id', ['shop'], '/tablesdb/shop/tables'],
    ['tables-db', 'get-row', '--row-id', ['shop', 'items'], `${table}/rows`],
    ['tables-db', 'create-index', '--columns', ['shop', 'items'], `${table}/columns`],
    ['tables-db', 'list-rows', '--where', ['shop', 'items'], `${table}/columns`],
    ['tables-db', 'create-row', '--data', ['shop', 'items'], `${table}/columns`],
    ['tables-db', 'create-relationship-column', '--related-table-id', ['shop', 'a'], '/tablesdb/shop/tables'],
    ['databases', 'list-documents', '--sort', ['shop', 'items'], `${collection}/attributes`],
    ['documents-db', 'get-collection', '--collection-id', ['shop'], '/documentsdb/shop/collections'],
    ['vectors-db', 'get-collection', '--collection-id', ['shop'], '/vectorsdb/shop/collections'],
    ['tables-db', 'get-transaction', '--transaction-id', [], '/tablesdb/transactions'],
  ])('of %s %s %s after %j asks for %s', async (entry, command, flag, words, path) => {
    expect((await ask(entry, command, flag, words))?.path).toBe(path);
  });

  it('offers no attributes where documents have none', async () => {
    expect(await ask('documents-db', 'list-documents', '--where', ['shop', 'items'])).toBeUndefined();
  });
});
