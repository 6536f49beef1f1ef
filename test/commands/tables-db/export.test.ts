import { expect, it } from 'vitest';
import { shop } from './kit.ts';

const command = ['tables-db', 'export-rows', 'shop', 'related'];

function related() {
  const place = shop();
  const columns = [
    { key: 'n', type: 'integer' },
    { key: 'notes', type: 'relationship' },
  ];
  place.server.table('related', columns, { r1: { n: 1, notes: [{ $id: 'note', text: 'x' }] } });
  return place;
}

const selectionOf = (url: string) =>
  [...new URL(url, 'http://server').searchParams.values()].filter((query) => query.includes('"select"'));

it('asks for related rows, which newer servers leave out, and writes their IDs', async () => {
  const { server, run } = related();
  const { stdout } = await run(command);
  expect(JSON.parse(stdout)).toMatchObject({ $id: 'r1', n: 1, notes: ['note'] });
  expect(selectionOf(server.transport.hits.at(-1)!.url)).toEqual([
    '{"method":"select","values":["*","notes.*","$id"]}',
  ]);
});

it('leaves the selection to the user, and asks nothing of older servers', async () => {
  const { server, run } = related();
  await run([...command, '--select', 'n,$id']);
  await run(['databases', 'export-documents', 'shop', 'related', '--api-version', '1.7']);
  const [first, second, ...more] = server.transport.hits.map(({ url }) => selectionOf(url));
  expect([first, second, more]).toEqual([['{"method":"select","values":["n","$id"]}'], [], []]);
});
