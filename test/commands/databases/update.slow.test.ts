import { describe, expect, it } from 'vitest';
import type { Transport } from '../../../src/transport.ts';
import { documentsOf, goods, lines, type Workplace, workplace } from '../../bulk/kit.ts';
import { sandboxTransport } from '../../kit/sandbox-transport.ts';

const command = ['databases', 'update-documents', 'db', 'goods'];
const flags = ['--yes', '--json'];

/** Goods of which each has every value that an update must not lose. */
async function withGoods(count: number, options = {}): Promise<Workplace> {
  const place = await workplace(options);
  await goods(place.at);
  const row = (stock: number) => ({
    $id: `g${stock}`,
    $permissions: ['read("any")'],
    title: 'x',
    stock,
    tags: ['a'],
  });
  place.write('rows.ndjson', lines(count, row));
  await place.run(['databases', 'import-documents', 'db', 'goods', 'rows.ndjson']);
  return place;
}

/** Sends requests for a collection as a guest, who may not read it. */
const withoutSchema = (transport: Transport): Transport => ({
  ...transport,
  send(request) {
    if (!/\/collections\/goods(\/attributes)?$/.test(request.url.pathname)) return transport.send(request);
    const { 'X-Appwrite-Key': _, ...headers } = request.headers;
    return transport.send({ ...request, headers });
  },
});

describe('update-documents on 1.5', () => {
  it('changes what matches and nothing else, one by one', async () => {
    const place = await withGoods(30);
    const before = await documentsOf(place, 'goods');
    const set = ['--set', 'title=archived', 'level:=5', '--set', 'tags:=null'];
    const { stdout, code } = await place.run([...command, '--where', 'stock >= 20', ...set, ...flags]);
    expect(stdout).toBe('{"updated":10,"failed":0}\n');
    expect(code).toBe(0);
    expect(await documentsOf(place, 'goods')).toEqual(
      before.map((document) =>
        document.stock < 20 ? document : { ...document, title: 'archived', level: 5, tags: [] },
      ),
    );
  });

  it('changes all that matched, although a change makes them no longer match', async () => {
    const place = await withGoods(205);
    const { stdout } = await place.run([...command, '--where', 'stock >= 0', '--set', 'stock:=-1', ...flags]);
    expect(stdout).toBe('{"updated":205,"failed":0}\n');
  });

  it('says how far it came when it is interrupted, and does the rest when it is run again', async () => {
    const place = await withGoods(20);
    const controller = new AbortController();
    let updates = 0;
    const transport = sandboxTransport(place.at.sandbox);
    const interrupting: Transport = {
      ...transport,
      send(request) {
        if (request.method === 'PATCH' && ++updates === 6) controller.abort();
        return transport.send(request);
      },
    };
    const line = [...command, '--all', '--set', 'level:=3', ...flags];
    const servers = new Map([[place.at.sandbox.endpoint, interrupting]]);
    const { stderr, code } = await place.run(line, { servers, signal: controller.signal });
    expect(stderr).toMatch(/\d of 20 documents are updated; running the same command again is safe/);
    expect(code).toBe(130);
    expect((await place.run(line)).stdout).toBe('{"updated":20,"failed":0}\n');
    expect((await documentsOf(place, 'goods')).every(({ level }) => level === 3)).toBe(true);
  });

  it('changes permissions, which one request takes beside the values', async () => {
    const place = await withGoods(2);
    await place.run([
      ...command,
      'g1',
      '--data',
      '{"$permissions":["read(\\"users\\")"],"level":2}',
      ...flags,
    ]);
    expect(await documentsOf(place, 'goods')).toMatchObject([
      { $id: 'g0', $permissions: ['read("any")'], level: null },
      { $id: 'g1', $permissions: ['read("users")'], level: 2, tags: ['a'] },
    ]);
  });

  it.each([
    ['a name that is no attribute', ['titel=x'], 'there is no attribute titel (did you mean title?)'],
    ['text for a number', ['stock=5'], "as JSON: --set 'stock:=5'"],
    ['a number out of its range', ['level:=9'], 'level takes'],
    ['null for what is required', ['title:=null'], 'title is required'],
    ['a member of the server', ['$updatedAt=x'], '$updatedAt belongs to the server'],
    ['no pair', ['title=x', 'g1'], '--set takes pairs of key=value'],
    ['a key twice', ['title=x', 'title=y'], 'is given twice'],
    ['no pair at all', [], '--set'],
  ])('refuses %s before it changes anything', async (_, pairs, message) => {
    const place = await withGoods(2);
    const before = await documentsOf(place, 'goods');
    const { stderr, code } = await place.run([...command, '--all', ...flags, '--set', ...pairs]);
    expect(stderr).toContain(message);
    expect(code).toBe(2);
    expect(await documentsOf(place, 'goods')).toEqual(before);
  });

  it('sends nothing without a selection, and without a yes', async () => {
    const place = await withGoods(1);
    const requests: string[] = [];
    for (const [rest, message] of [
      [[], 'the documents to '],
      [['--all'], 'updating needs a yes, and there is no terminal to ask on'],
    ] as const) {
      const { stderr, code } = await place.run([...command, ...rest, '--set', 'level:=1', '-v']);
      requests.push(...stderr.split('\n').filter((line) => line.startsWith('>')));
      expect(stderr).toContain(message);
      expect(code).toBe(2);
    }
    expect(requests).toEqual([]);
  });

  it('leaves the check of the values to the server if the key may not read attributes', async () => {
    const place = await withGoods(2);
    const { stderr, code } = await place.run([...command, '--all', '--set', 'level:=9', ...flags], {
      servers: new Map([[place.at.sandbox.endpoint, withoutSchema(sandboxTransport(place.at.sandbox))]]),
    });
    expect(stderr).toContain('only the server checks the values');
    expect(stderr).toContain('2 of 2 documents could not be updated');
    expect(code).toBe(8);
    const rejected = place.read('goods.rejected.ndjson').trim().split('\n');
    expect(rejected.map((line) => JSON.parse(line).$id)).toEqual(['g0', 'g1']);
  });
});
