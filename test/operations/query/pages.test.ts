import { describe, expect, it } from 'vitest';
import { CliError, ExitCode } from '../../../src/errors.ts';
import { allPages, type PagesOptions } from '../../../src/operations/query/pages.ts';

type Item = Record<string, unknown>;

/** A list that supports limit, offset, cursorAfter and select as the server does; its `total` stops at 5. */
class List {
  readonly requests: string[][] = [];
  readonly items: readonly Item[];
  /** Number of the request that fails, from 1, and its error. */
  failure: { at: number; error: unknown } | undefined;

  constructor(items: readonly Item[]) {
    this.items = items;
  }

  fetch = async (queries: readonly string[]): Promise<string> => {
    this.requests.push([...queries]);
    if (this.failure?.at === this.requests.length) throw this.failure.error;
    const given = queries.map((query) => JSON.parse(query));
    const valuesOf = (method: string): unknown[] | undefined =>
      given.find((query) => query.method === method)?.values;
    const [limit] = (valuesOf('limit') ?? [25]) as number[];
    const [offset] = (valuesOf('offset') ?? [0]) as number[];
    const [cursor] = valuesOf('cursorAfter') ?? [];
    const selected = valuesOf('select');
    const start = this.items.findIndex(({ $id }) => $id !== undefined && $id === cursor) + 1 + offset!;
    const page = this.items.slice(start, start + limit!);
    const seen = (item: Item) =>
      selected ? Object.fromEntries(Object.entries(item).filter(([key]) => selected.includes(key))) : item;
    return JSON.stringify({ total: Math.min(5, this.items.length), documents: page.map(seen) });
  };
}

const documents = (count: number): Item[] =>
  Array.from({ length: count }, (_, index) => ({ $id: `d${index + 1}`, n: index + 1, title: 'x' }));
const attributes = (count: number): Item[] =>
  Array.from({ length: count }, (_, index) => ({ key: `a${index + 1}` }));

const open = (list: List, options: Partial<PagesOptions> = {}) =>
  allPages(list.fetch, { queries: [], member: 'documents', ...options });

async function collect(pages: AsyncIterable<string>): Promise<{ sizes: number[]; items: Item[] }> {
  const sizes: number[] = [];
  const items: Item[] = [];
  for await (const page of pages) {
    const { documents } = JSON.parse(page);
    sizes.push(documents.length);
    items.push(...documents);
  }
  return { sizes, items };
}

const limit = (count: number) => `{"method":"limit","values":[${count}]}`;
const offset = (count: number) => `{"method":"offset","values":[${count}]}`;
const after = (id: string) => `{"method":"cursorAfter","values":["${id}"]}`;
const select = (...names: string[]) => JSON.stringify({ method: 'select', values: names });

describe('allPages', () => {
  it.each([
    [0, [0]],
    [1, [1]],
    [99, [99]],
    [100, [100]],
    [101, [100, 1]],
    [250, [100, 100, 50]],
  ])('fetches %d items in pages of %j', async (count, expected) => {
    const list = new List(documents(count));
    const { sizes, items } = await collect(open(list));
    expect(sizes).toEqual(expected);
    expect(items).toEqual(list.items);
  });

  it('continues after the last item of each page, with the same conditions and order', async () => {
    const sort = '{"method":"orderDesc","attribute":"n"}';
    const list = new List(documents(200));
    await collect(open(list, { queries: [sort] }));
    expect(list.requests).toEqual([
      [sort, limit(100)],
      [sort, limit(100), after('d100')],
      [sort, limit(100), after('d200')],
    ]);
  });

  it('sends raw queries unchanged', async () => {
    const raw = '{ "method": "isNull", "attribute": "n", "text": "x", "big": 9007199254740993 }';
    const list = new List(documents(1));
    await collect(open(list, { queries: [raw] }));
    expect(list.requests).toEqual([[raw, limit(100)]]);
  });

  it('pages by offset if the items have no $id', async () => {
    const list = new List(attributes(230));
    const { items } = await collect(open(list));
    expect(items).toEqual(list.items);
    expect(list.requests).toEqual([[limit(100)], [limit(100), offset(100)], [limit(100), offset(200)]]);
  });

  it.each([
    ['a cursor', [after('d10')], 11, [after('d10')], [after('d110')]],
    ['an offset', [offset(10)], 11, [offset(10)], [after('d110')]],
  ])('begins at %s', async (_, queries, first, firstPosition, secondPosition) => {
    const list = new List(documents(120));
    const { items } = await collect(open(list, { queries }));
    expect(items[0]?.n).toBe(first);
    expect(items).toHaveLength(110);
    expect(list.requests).toEqual([
      [limit(100), ...firstPosition],
      [limit(100), ...secondPosition],
    ]);
  });

  it('begins at an offset and pages by offset if the items have no $id', async () => {
    const list = new List(attributes(120));
    const { items } = await collect(open(list, { queries: [offset(10)] }));
    expect(items).toEqual(list.items.slice(10));
    expect(list.requests[1]).toEqual([limit(100), offset(110)]);
  });

  it.each([
    [limit(7), [7, 7, 6]],
    [limit(6000), [20]],
  ])('takes the page size from the raw query %s, up to 5000', async (query, expected) => {
    const list = new List(documents(20));
    expect((await collect(open(list, { queries: [query] }))).sizes).toEqual(expected);
    expect(JSON.parse(list.requests[0]![0]!).values[0]).toBe(Math.min(JSON.parse(query).values[0], 5000));
  });

  it('requests one page ahead of the caller, and cancels it if the caller stops', async () => {
    const list = new List(documents(500));
    let cancelled = 0;
    const pages = open(list, { cancel: () => cancelled++ });
    expect(list.requests).toHaveLength(0);
    await pages.next();
    expect(list.requests).toHaveLength(2);
    await pages.next();
    expect(list.requests).toHaveLength(3);
    await pages.return();
    expect(await pages.next()).toEqual({ done: true, value: undefined });
    expect(list.requests).toHaveLength(3);
    expect(cancelled).toBe(1);
  });

  it('requests nothing beyond the last page, and has nothing to cancel after it', async () => {
    const list = new List(documents(150));
    const cancel = () => expect.unreachable();
    expect((await collect(open(list, { cancel }))).sizes).toEqual([100, 50]);
    expect(list.requests).toHaveLength(2);
  });

  it('goes on after a short page as long as the server counts more', async () => {
    const list = new List(documents(250));
    const cut = async (queries: readonly string[]) => {
      const { documents } = JSON.parse(await list.fetch(queries));
      return JSON.stringify({ total: 250, documents: documents.slice(0, 80) });
    };
    const pages = allPages(cut, { queries: [], member: 'documents' });
    expect(await collect(pages)).toEqual({ sizes: [80, 80, 80, 10], items: list.items });
    expect(list.requests.slice(1).map((queries) => queries[1])).toEqual(
      ['d80', 'd160', 'd240'].map((id) => after(id)),
    );
  });

  it.each([
    ['ends with an empty page', '{"total":9,"documents":[]}'],
    ['ends with the same page', undefined],
  ])('%s if the total counts items that the list leaves out', async (_, second) => {
    const body = '{"total":9,"documents":[{"$id":"a"}]}';
    let requests = 0;
    const fetchPage = async () => (requests++ === 0 ? body : (second ?? body));
    const pages = allPages(fetchPage, { queries: [], member: 'documents' });
    expect((await collect(pages)).items).toEqual([{ $id: 'a' }]);
    expect(requests).toBe(2);
  });

  it('yields the text of the server unchanged', async () => {
    const body = '{ "total": 1, "documents": [ {"$id":"a\\/b","n":9007199254740993.10,"1":0,"0":1} ] }';
    const pages = allPages(async () => body, { queries: [], member: 'documents' });
    expect(await pages.next()).toEqual({ done: false, value: body });
    expect((await pages.next()).done).toBe(true);
  });

  it.each(['{"sum":1}', '[]', 'null', '{"documents":{"a":1}}'])(
    'yields %s, which holds no list',
    async (body) => {
      const pages = allPages(async () => body, { queries: [select('a')], member: 'documents' });
      expect(await pages.next()).toEqual({ done: false, value: body });
      expect((await pages.next()).done).toBe(true);
    },
  );

  it('yields one page if the server ignores the limit and sends everything', async () => {
    const body = JSON.stringify({ documents: attributes(180) });
    expect((await collect(allPages(async () => body, { queries: [], member: 'documents' }))).sizes).toEqual([
      180,
    ]);
  });
});

describe('allPages with growing pages', () => {
  /** @param tookMs of each request */
  async function sizesOf(list: List, tookMs: number, queries: readonly string[] = []): Promise<unknown[]> {
    let time = 0;
    const fetchPage = (page: readonly string[]) => {
      time += tookMs;
      return list.fetch(page);
    };
    const growth = { firstPageSize: 200, now: () => time };
    const { items } = await collect(allPages(fetchPage, { queries, member: 'documents', growth }));
    expect(items).toEqual(list.items);
    return list.requests.flat().flatMap((query) => /"limit","values":\[(\d+)\]/.exec(query)?.[1] ?? []);
  }

  it('doubles their size, up to 5000 items', async () => {
    const sizes = await sizesOf(new List(documents(14_000)), 10);
    expect(sizes).toEqual(['200', '400', '800', '1600', '3200', '5000', '5000']);
  });

  it('keeps the size that the queries set', async () => {
    expect(await sizesOf(new List(documents(30)), 10, [limit(20)])).toEqual(['20', '20']);
  });

  it('keeps the size if a page takes more than a second', async () => {
    expect(await sizesOf(new List(documents(500)), 1001)).toEqual(['200', '200', '200']);
  });

  it('fits large items into half a MiB', async () => {
    const items = documents(400).map((item) => ({ ...item, text: 'x'.repeat(8 * 1024) }));
    const [first, ...others] = await sizesOf(new List(items), 10);
    expect(first).toBe('200');
    expect(others.slice(0, -1)).toEqual(['63', '63', '63']);
  });
});

describe('allPages with a selection', () => {
  it('requests $id for paging and removes it', async () => {
    const list = new List(documents(101));
    const { items } = await collect(open(list, { queries: [select('title', 'n')] }));
    expect(list.requests[1]).toEqual([select('title', 'n', '$id'), limit(100), after('d100')]);
    expect(items).toHaveLength(101);
    expect(items[0]).toEqual({ n: 1, title: 'x' });
  });

  it('keeps $id if it is selected', async () => {
    const list = new List(documents(1));
    const { items } = await collect(open(list, { queries: [select('$id', 'n')] }));
    expect(list.requests[0]).toEqual([select('$id', 'n'), limit(100)]);
    expect(items).toEqual([{ $id: 'd1', n: 1 }]);
  });

  it('keeps $id if everything is selected', async () => {
    const body = '{"documents":[{"$id":"d1","n":1}]}';
    const requests: (readonly string[])[] = [];
    const fetchPage = async (queries: readonly string[]) => {
      requests.push(queries);
      return body;
    };
    const { items } = await collect(allPages(fetchPage, { queries: [select('*')], member: 'documents' }));
    expect(requests).toEqual([[select('*', '$id'), limit(100)]]);
    expect(items).toEqual([{ $id: 'd1', n: 1 }]);
  });

  it('merges several selections', async () => {
    const list = new List(documents(1));
    await collect(open(list, { queries: [select('n'), select('title')] }));
    expect(list.requests[0]).toEqual([select('n', 'title', '$id'), limit(100)]);
  });

  it('keeps every other token unchanged', async () => {
    const body =
      '{"total":1,"documents":[{"n":9007199254740993,"$id":"d1","price":1.50,"author":{"$id":"a1"},"9":"\\/"}],"x":[]}';
    const pages = allPages(async () => body, { queries: [select('n')], member: 'documents' });
    expect((await pages.next()).value).toBe(
      '{"total":1,"documents":[{"n":9007199254740993,"price":1.50,"author":{"$id":"a1"},"9":"\\/"}],"x":[]}',
    );
  });
});

describe('allPages with a failure', () => {
  const cut = new CliError(ExitCode.network, 'the connection was reset', { status: undefined });

  async function failAt(at: number, error: unknown, items = documents(500)) {
    const list = new List(items);
    list.failure = { at, error };
    const sizes: number[] = [];
    try {
      for await (const page of open(list)) sizes.push(JSON.parse(page).documents.length);
    } catch (thrown) {
      return { sizes, thrown };
    }
    throw new Error('nothing was thrown');
  }

  it('reports how far it got and how to resume', async () => {
    const { sizes, thrown } = await failAt(4, cut);
    expect(sizes).toEqual([100, 100, 100]);
    expect(thrown).toBeInstanceOf(CliError);
    expect(thrown).toMatchObject({
      exitCode: ExitCode.network,
      message: 'the connection was reset, after 300 items',
      hint: 'continue with --cursor-after d300',
      cause: cut,
    });
  });

  it('resumes by an offset if the items have no $id', async () => {
    const { thrown } = await failAt(3, cut, attributes(500));
    expect(thrown).toMatchObject({ hint: 'continue with --offset 200' });
  });

  it('keeps status, type and hint of the error', async () => {
    const limited = new CliError(ExitCode.rateLimited, 'too many requests', {
      status: 429,
      type: 'general_rate_limit_exceeded',
      hint: 'try again at 12:00',
    });
    expect((await failAt(2, limited)).thrown).toMatchObject({
      exitCode: ExitCode.rateLimited,
      status: 429,
      type: 'general_rate_limit_exceeded',
      message: 'too many requests, after 100 items',
      hint: 'try again at 12:00; then continue with --cursor-after d100',
    });
  });

  it('passes on a failure of the first page, and a bug, unchanged', async () => {
    expect((await failAt(1, cut)).thrown).toBe(cut);
    const bug = new TypeError('x is not a function');
    expect((await failAt(2, bug)).thrown).toBe(bug);
  });

  it.each([
    ['$id', documents(100)],
    ['no $id', attributes(100)],
  ])('refuses a repeated page of items with %s', async (_, items) => {
    const body = JSON.stringify({ documents: items });
    let requests = 0;
    const fetchPage = async () => {
      requests++;
      return body;
    };
    await expect(collect(allPages(fetchPage, { queries: [], member: 'documents' }))).rejects.toMatchObject({
      exitCode: ExitCode.failure,
      message: expect.stringContaining('the same page again after 100 items'),
    });
    expect(requests).toBe(2);
  });

  it('refuses a server that ignores the cursor while other fields change', async () => {
    let total = 0;
    const fetchPage = async () => JSON.stringify({ total: total++, documents: documents(100) });
    await expect(collect(allPages(fetchPage, { queries: [], member: 'documents' }))).rejects.toThrow(
      'the same page',
    );
  });
});
