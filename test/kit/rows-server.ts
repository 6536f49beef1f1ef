/**
 * The rows of Appwrite 1.8.1 in memory, as far as bulk work depends on them. It is as dangerous as the real one: a bulk
 * change whose body it does not understand changes the whole table.
 */
import { ApiError } from '../../src/sandbox/core/errors.ts';
import type { Hit } from './faults.ts';
import { jsonResponse, type MemoryResponse, type MemoryTransport, memoryTransport } from './transport.ts';

type Members = Record<string, unknown>;

interface Column {
  readonly key: string;
  readonly type: string;
  readonly required?: boolean;
  readonly array?: boolean;
}

/** Carries an operation of a transaction out. @throws ApiError if its row has changed since */
type Recorded = () => void;

interface Table {
  readonly columns: readonly Column[];
  /** Key of a column whose values differ in all rows. */
  readonly unique?: string;
  readonly rows: Map<string, Members>;
}

const ofDocuments = {
  tables: 'collections',
  rows: 'documents',
  columns: 'attributes',
  row: 'document',
  table: 'collection',
} as const;

/** Words of a group, as in its paths and answers. */
const wordsOf = {
  tablesdb: { tables: 'tables', rows: 'rows', columns: 'columns', row: 'row', table: 'table' },
  databases: ofDocuments,
  documentsdb: ofDocuments,
  vectorsdb: ofDocuments,
} as const;

type Words = (typeof wordsOf)[keyof typeof wordsOf];

/** Loss of a request: it does not arrive, it arrives and the answer is lost, or the answer is that of a gateway. */
export type Loss = 'request' | 'answer' | 502;

export interface RowsServer {
  readonly transport: MemoryTransport;
  /** Environment of a line that sends to it, as version 1.8. */
  readonly env: Record<string, string>;
  /** Members of the rows of a table by ID, without those of the server. */
  rows(table: string): Record<string, Members>;
  /** Creates a table with rows, whose members are their values. */
  table(name: string, columns: readonly Column[], rows?: Record<string, Members>, unique?: string): void;
  /** Returns all tables as they are now, for another server to start with. */
  snapshot(): ReadonlyMap<string, Table>;
  /** Changes a row as someone else would. */
  edit(table: string, id: string, values: Members | undefined): void;
  /** Decides about the loss of each request. */
  lose: (hit: Hit) => Loss | undefined;
  /** Method and path of the requests so far, without the address. */
  log(): string[];
  /** Bodies of the requests with a method to a path that ends so. */
  bodies(method: string, path: string): Members[];
}

const invalid = (message: string) => new ApiError(400, 'general_argument_invalid', message);

/** @param initial tables of another server */
export function rowsServer(initial: ReadonlyMap<string, Table> = new Map()): RowsServer {
  const tables = new Map(initial);
  /** The operations that transactions have recorded. */
  const transactions = new Map<string, Recorded[] | 'committed' | 'failed'>();
  let clock = 0;
  let made = 0;
  const time = () => new Date(Date.UTC(2026, 10, 28) + clock++).toISOString().replace('Z', '+00:00');

  function answer(hit: Hit): MemoryResponse {
    const url = new URL(hit.url, 'http://server');
    const [, , group = '', ...path] = url.pathname.split('/').map(decodeURIComponent);
    const words = wordsOf[group as keyof typeof wordsOf];
    const body = parameters(hit);
    const call = { method: hit.method, url, body, words };
    try {
      if (path[0] === 'transactions') return transact(call, path[1], path[2]);
      const [, , name = '', , id] = path;
      const table = tables.get(name);
      if (!table) throw new ApiError(404, `${words.table}_not_found`, `${words.table} not found`);
      if (path.length === 3) return jsonResponse(described(name, table, words));
      return id === undefined ? manyRows(call, table) : oneRow(call, table, id);
    } catch (error) {
      if (!(error instanceof ApiError)) throw error;
      const { status, type, message } = error;
      return jsonResponse({ message, code: status, type, version: '1.8.1' }, status);
    }
  }

  interface Call {
    readonly method: string;
    readonly url: URL;
    readonly body: Members;
    readonly words: Words;
  }

  function transact({ method, body, words }: Call, id: string | undefined, part: string | undefined) {
    const view = (transaction: string) => {
      const state = transactions.get(transaction);
      return {
        $id: transaction,
        $createdAt: time(),
        $updatedAt: time(),
        status: Array.isArray(state) ? 'pending' : state,
        operations: Array.isArray(state) ? state.length : 1,
        expiresAt: time(),
      };
    };
    if (id === undefined) {
      transactions.set(`tx${++made}`, []);
      return jsonResponse(view(`tx${made}`), 201);
    }
    if (method === 'GET') return jsonResponse(view(id));
    const recorded = recordedIn(id);
    if (part === 'operations') {
      for (const operation of body.operations as Members[]) recorded.push(() => carryOut(operation, words));
      return jsonResponse(view(id), 201);
    }
    if (method === 'PATCH' && body.commit === true) {
      transactions.set(id, 'failed');
      for (const operation of recorded) operation();
      transactions.set(id, 'committed');
    } else if (method === 'PATCH') transactions.set(id, 'failed');
    return jsonResponse(view(id));
  }

  function recordedIn(transaction: unknown): Recorded[] {
    const state = transactions.get(String(transaction));
    if (state === undefined) throw new ApiError(404, 'transaction_not_found', 'Transaction not found');
    if (Array.isArray(state)) return state;
    const message = 'The transaction is not ready yet. Please try again later.';
    throw new ApiError(400, 'transaction_not_ready', message);
  }

  /** An `upsert` loses its ID, as on the real server. */
  function carryOut(operation: Members, { table, row }: Words): void {
    const { rows } = tables.get(String(operation[`${table}Id`]))!;
    const { action, data } = operation;
    if (action === 'upsert') put(rows, `made${++made}`, data as Members);
    if (action === 'create') put(rows, String(operation[`${row}Id`]), data as Members);
    if (action === 'bulkUpsert' || action === 'bulkCreate')
      for (const { $id, ...values } of data as Members[]) put(rows, String($id ?? `made${++made}`), values);
  }

  function put(rows: Table['rows'], id: string, values: Members): Members {
    const before = rows.get(id) ?? {
      $id: id,
      $sequence: rows.size + 1,
      $createdAt: time(),
      $permissions: [],
    };
    const row = { ...before, ...values, $updatedAt: time() };
    rows.set(id, row);
    return row;
  }

  function manyRows({ method, url, body, words }: Call, table: Table): MemoryResponse {
    const { rows } = table;
    const list = (touched: readonly Members[], status = 200) =>
      jsonResponse({ total: touched.length, [words.rows]: touched.slice(0, 100) }, status);
    if (method === 'GET') {
      const queries = [...url.searchParams]
        .filter(([name]) => name.startsWith('queries'))
        .map(([, text]) => text);
      const matching = [...rows.values()].filter(conditions(queries));
      return jsonResponse({ total: matching.length, [words.rows]: page(matching, queries) });
    }
    const given = body[words.rows];
    if (method === 'POST' && given === undefined) {
      const id = String(body[`${words.row}Id`]);
      checkNew(table, [{ ...(body.data as Members), $id: id }], words);
      return jsonResponse(put(rows, id, { ...(body.data as Members), ...permissionsOf(body) }), 201);
    }
    if (table.columns.some(({ type }) => type === 'relationship'))
      throw new ApiError(400, 'general_bad_request', 'Bulk changes are not supported with relationships');
    if (method === 'POST' || method === 'PUT') {
      const items = given as Members[];
      if (body[`${words.row}Id`] !== undefined)
        throw new ApiError(400, 'general_bad_request', 'Set "$id" on each instead');
      if (method === 'POST' && items.length === 0)
        throw new ApiError(400, `${words.row}_missing_data`, 'The data is missing');
      if (items.length > 100) throw invalid('Value must a valid array no longer than 100 items');
      if (method === 'POST') checkNew(table, items, words);
      const write = () =>
        items.map(({ $id, ...values }) => put(rows, String($id ?? `made${++made}`), values));
      if (body.transactionId === undefined) return list(write(), method === 'POST' ? 201 : 200);
      recordedIn(body.transactionId).push(write);
      return list([]);
    }
    // A body that is not understood is taken for no condition.
    const { queries = [] } = body;
    if (!Array.isArray(queries) || queries.some((query) => typeof query !== 'string'))
      throw invalid('Invalid `queries` param: Value must a valid array');
    if (method === 'PATCH' && Object.keys((body.data as Members | undefined) ?? {}).length === 0)
      throw new ApiError(400, `${words.row}_missing_payload`, 'The data is missing');
    const change = () => {
      const matching = page([...rows.values()].filter(conditions(queries)), queries, rows.size);
      if (method === 'PATCH') return matching.map(({ $id }) => put(rows, String($id), body.data as Members));
      for (const { $id } of matching) rows.delete(String($id));
      return matching;
    };
    if (body.transactionId === undefined) return list(change());
    recordedIn(body.transactionId).push(change);
    return list([]);
  }

  function checkNew({ rows, columns, unique }: Table, items: readonly Members[], words: Words): void {
    const taken = new Set([...rows.values()].flatMap((row) => (unique ? [row[unique]] : [])));
    const ids = new Set(rows.keys());
    for (const { $id, $permissions, ...values } of items) {
      // A key may set the dates.
      const known = ['$createdAt', '$updatedAt', ...columns.map(({ key }) => key)];
      const unknown = Object.keys(values).find((name) => !known.includes(name));
      if (unknown || Object.values(values).includes('refuse me'))
        throw new ApiError(400, `${words.row}_invalid_structure`, 'Invalid document structure');
      if ($id !== undefined && ids.has(String($id)))
        throw new ApiError(409, `${words.row}_already_exists`, 'The ID already exists');
      if (unique && taken.has(values[unique]))
        throw new ApiError(409, `${words.row}_already_exists`, 'The ID already exists');
      ids.add(String($id));
      if (unique) taken.add(values[unique]);
    }
  }

  function oneRow({ method, body, words }: Call, { rows }: Table, id: string): MemoryResponse {
    const row = rows.get(id);
    if (!row) throw new ApiError(404, `${words.row}_not_found`, `${words.row} not found`);
    if (body.transactionId !== undefined) {
      recordedIn(body.transactionId).push(() => {
        if (rows.get(id) !== row)
          throw new ApiError(409, 'transaction_conflict', 'The transaction has a conflict');
        if (method === 'DELETE') rows.delete(id);
        else put(rows, id, body.data as Members);
      });
      if (method === 'DELETE') return { status: 204, body: '' };
      return jsonResponse({ $id: id, ...(body.data as Members), $permissions: [], $sequence: 0 });
    }
    if (method === 'PATCH') return jsonResponse(put(rows, id, body.data as Members));
    if (method === 'DELETE') rows.delete(id);
    return method === 'DELETE' ? { status: 204, body: '' } : jsonResponse(row);
  }

  const transport = memoryTransport((hit) => {
    const loss = server.lose(hit);
    if (loss === 'request') return undefined;
    const response = answer(hit);
    if (loss === 502)
      return { status: 502, headers: { 'content-type': 'text/html' }, body: '<h1>Bad Gateway</h1>' };
    return loss === undefined ? response : undefined;
  });
  const server: RowsServer = {
    transport,
    env: {
      APPWRITE_ENDPOINT: 'http://127.0.0.1/v1',
      APPWRITE_PROJECT_ID: 'shop',
      APPWRITE_API_KEY: 'a-key',
      APPWRITE_API_VERSION: '1.8',
    },
    rows(name) {
      const own = ({ $id, $sequence, $createdAt, $updatedAt, $permissions, ...values }: Members) => values;
      return Object.fromEntries([...tables.get(name)!.rows].map(([id, row]) => [id, own(row)]));
    },
    table(name, columns, rows = {}, unique) {
      const table: Table = { columns, rows: new Map(), ...(unique && { unique }) };
      tables.set(name, table);
      for (const [id, values] of Object.entries(rows)) put(table.rows, id, values);
    },
    snapshot: () => structuredClone(tables),
    edit(name, id, values) {
      const { rows } = tables.get(name)!;
      if (values) put(rows, id, values);
      else rows.delete(id);
    },
    lose: () => undefined,
    log: () => transport.hits.map(({ method, url }) => `${method} ${url.split('?')[0]!.replace('/v1', '')}`),
    bodies: (method, path) =>
      transport.hits
        .filter((hit) => hit.method === method && hit.url.split('?')[0]!.endsWith(path))
        .map(({ body }) => JSON.parse(body.toString())),
  };
  return server;
}

/** Parameters of a body; none if it is not JSON, or does not say that it is. */
function parameters({ headers, body }: Hit): Members {
  if (!String(headers['content-type'] ?? '').startsWith('application/json')) return {};
  try {
    return JSON.parse(body.toString());
  } catch {
    return {};
  }
}

const permissionsOf = ({ permissions }: Members) => (permissions ? { $permissions: permissions } : {});

function described(name: string, { columns }: Table, words: Words): Members {
  const all = columns.map((column) => ({ status: 'available', required: false, array: false, ...column }));
  return { $id: name, $createdAt: '2026-11-01T00:00:00.000+00:00', name, [words.columns]: all };
}

interface Query {
  readonly method: string;
  readonly attribute: string;
  readonly values: readonly unknown[];
}

const parse = (texts: readonly string[]): Query[] =>
  texts.map((text) => ({ values: [], ...JSON.parse(text) }));

const comparisons: Readonly<Record<string, (value: never, given: readonly never[]) => boolean>> = {
  equal: (value, given) => given.includes(value),
  notEqual: (value, given) => !given.includes(value),
  greaterThan: (value, [given]) => value > given!,
  greaterThanEqual: (value, [given]) => value >= given!,
  lessThan: (value, [given]) => value < given!,
  lessThanEqual: (value, [given]) => value <= given!,
  isNull: (value) => value === undefined || value === null,
};

/** Methods that choose a page, not rows. */
const paging = ['limit', 'offset', 'select', 'cursorAfter', 'orderAsc', 'orderDesc'];

function conditions(texts: readonly string[]): (row: Members) => boolean {
  const queries = parse(texts).filter(({ method }) => !paging.includes(method));
  return (row) =>
    queries.every(({ method, attribute, values }) => {
      const compare = comparisons[method];
      if (!compare) throw new ApiError(400, 'general_query_invalid', `Invalid query method: ${method}`);
      return compare(row[attribute] as never, values as never[]);
    });
}

function page(rows: readonly Members[], texts: readonly string[], defaultLimit = 25): Members[] {
  const valueFor = (name: string) => parse(texts).find(({ method }) => method === name)?.values[0];
  const cursor = valueFor('cursorAfter');
  const start = cursor === undefined ? 0 : rows.findIndex(({ $id }) => $id === cursor) + 1;
  return rows.slice(start, start + Number(valueFor('limit') ?? defaultLimit));
}
