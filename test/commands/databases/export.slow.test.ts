import { describe, expect, it } from 'vitest';
import { goods, items, lines, type Workplace, workplace } from '../../bulk/kit.ts';
import type { TestCollection } from '../../sandbox/services/databases/kit.ts';

const command = ['databases', 'export-documents', 'db', 'goods'];

async function withGoods(): Promise<Workplace & { collection: TestCollection }> {
  const place = await workplace();
  const collection = await goods(place.at);
  await place.at.request('POST', '/databases/db/collections/makers/documents', {
    body: { documentId: 'acme', data: { name: 'ACME' } },
  });
  await collection.create(
    'a',
    { title: 'Ä "1",\n2', stock: 1, maker: 'acme', tags: ['x', ''] },
    { permissions: ['read("any")'] },
  );
  await collection.create('b', { title: '', stock: null, price: 0.1 });
  return { ...place, collection };
}

describe('export-documents', () => {
  it('writes NDJSON by default: IDs, permissions and dates, related documents as IDs', async () => {
    const { run } = await withGoods();
    const { stdout, stderr, code } = await run(command);
    expect(code).toBe(0);
    expect(stderr).toBe('Exported 2 documents.\n');
    const [first, second, ...more] = stdout
      .trimEnd()
      .split('\n')
      .map((line) => JSON.parse(line));
    expect(more).toEqual([]);
    expect(first).toMatchObject({ $id: 'a', maker: 'acme', tags: ['x', ''], $permissions: ['read("any")'] });
    expect(second).toMatchObject({ $id: 'b', title: '', stock: null, $permissions: [] });
    expect(Object.keys(first)).toEqual(expect.arrayContaining(['$createdAt', '$updatedAt']));
    expect(Object.keys(first)).not.toContain('$databaseId');
  });

  it('writes every digit', async () => {
    const { run, at } = await withGoods();
    await at.request('POST', '/databases/db/collections/goods/documents', {
      body: '{"documentId":"big","data":{"title":"big","stock":9007199254740993}}',
    });
    expect((await run([...command, '--where', '$id = big'])).stdout).toContain('"stock":9007199254740993');
  });

  it.each([
    ['out.ndjson', [], /^\{"title":"Ä [^\n]*\n\{[^\n]*\n$/],
    ['out.JSONL', [], /^\{"title":"Ä [^\n]*\n\{[^\n]*\n$/],
    ['out.json', [], /^\{"documents":\[\{.*\],"total":2\}\n$/s],
    ['out.csv', [], /^title,stock,.*\n"Ä ""1"",\n2",1,/],
    ['out', [], /^\{"title"/],
    ['out.txt', ['--format', 'csv'], /^title,stock/],
    ['out.csv', ['--json'], /^\{"documents"/],
  ])('writes %s %j', async (name, flags, form) => {
    const { run, read } = await withGoods();
    expect(await run([...command, '-o', name, ...flags])).toMatchObject({ code: 0, stdout: '' });
    expect(read(name)).toMatch(form);
  });

  it('distinguishes null from an empty text in CSV', async () => {
    const { run } = await withGoods();
    const { stdout } = await run([
      ...command,
      '-f',
      'csv',
      '--select',
      'title,stock,$id',
      '--where',
      '$id = b',
    ]);
    expect(stdout).toBe('title,stock,$id\n"",,b\n');
  });

  it('accepts conditions, an order and a selection', async () => {
    const { run } = await withGoods();
    const where = await run([...command, '--where', 'title = ""', '--select', '$id']);
    expect(where.stdout).toBe('{"$id":"b"}\n');
    const sorted = await run([...command, '--sort', '-$id', '--select', '$id']);
    expect(sorted.stdout).toBe('{"$id":"b"}\n{"$id":"a"}\n');
  });

  it.each([
    [['--format', 'table'], 'an export takes --format ndjson, json, csv, not table'],
    [['--out', 'x.xlsx'], 'add --format ndjson|json|csv'],
    [['--limit', '3'], 'unknown flag "--limit"'],
  ])('refuses %j', async (flags, message) => {
    const { run } = await workplace();
    const { stderr, code } = await run([...command, ...flags]);
    expect(stderr).toContain(message);
    expect(code).toBe(2);
  });

  it('shows the request with --dry-run, and sends nothing', async () => {
    const { run } = await workplace();
    const { stdout, code } = await run([...command, '--where', 'stock > 1', '--dry-run']);
    expect(stdout).toMatch(/^curl '[^']*\/databases\/db\/collections\/goods\/documents\?/);
    expect(code).toBe(0);
  });

  it('follows all pages', async () => {
    const place = await workplace();
    await items(place.at);
    place.write(
      'rows.ndjson',
      lines(230, (number) => ({ number })),
    );
    await place.run(['databases', 'import-documents', 'db', 'items', 'rows.ndjson']);
    const { stdout } = await place.run(['databases', 'export-documents', 'db', 'items', '-f', 'csv']);
    expect(stdout.trimEnd().split('\n')).toHaveLength(231);
  });
});

describe('export-documents, then import-documents', () => {
  it.each(['ndjson', 'json', 'csv'])('restores the documents from %s', async (format) => {
    const place = await withGoods();
    const { at, run, collection } = place;
    const big = await at.request('POST', '/databases/db/collections/goods/documents', {
      body: '{"documentId":"big","data":{"title":"\\u0000\\t\\r\\n😀","stock":-9223372036854775807,"sizes":[9007199254740993],"price":1e-7,"active":false,"soldAt":"2024-01-31T10:00:00.123+00:00","size":"M","contact":"a@b.cd","link":"https://x.yz/?a=1,2","address":"::1"},"permissions":["read(\\"user:u1\\")","update(\\"users\\")"]}',
    });
    expect(big.status).toBe(201);
    await collection.create('list', { title: '["a"]', tags: ['a,b', '"', 'ü'], sizes: [], active: true });
    await run([...command, '-o', `first.${format}`]);
    await run(['databases', 'delete-documents', 'db', 'goods', '--all', '--yes']);
    expect((await run(command)).stdout).toBe('');
    const again = ['databases', 'import-documents', 'db', 'goods', `first.${format}`];
    // One request at a time keeps the order.
    expect(await run([...again, '--concurrency', '1'])).toMatchObject({ code: 0 });
    await run([...command, '-o', `second.${format}`]);
    const withoutDates = (name: string) =>
      place
        .read(name)
        .replace(/\d{4}-\d\d-\d\dT[\d:.]+\+00:00/g, (date) =>
          date.startsWith('2024-01-31') ? date : 'DATE',
        );
    expect(withoutDates(`second.${format}`)).toBe(withoutDates(`first.${format}`));
    expect(withoutDates(`first.${format}`)).toContain('2024-01-31T10:00:00.123');
  });
});
