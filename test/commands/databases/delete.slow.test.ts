import { describe, expect, it } from 'vitest';
import { BadDays, flyingClock, items, lines, numbersOf, type Workplace, workplace } from '../../bulk/kit.ts';

const command = ['databases', 'delete-documents', 'db', 'items'];

async function withItems(count: number, options = {}): Promise<Workplace> {
  const place = await workplace(options);
  await items(place.at);
  place.write(
    'rows.ndjson',
    lines(count, (number) => ({ number, $id: `row${number}` })),
  );
  await place.run(['databases', 'import-documents', 'db', 'items', 'rows.ndjson']);
  return place;
}

describe('delete-documents', () => {
  it('deletes matching documents only', async () => {
    const place = await withItems(10);
    const { stdout, code } = await place.run([...command, '--where', 'number >= 3', '--yes', '--json']);
    expect(stdout).toBe('{"deleted":7,"failed":0}\n');
    expect(code).toBe(0);
    expect(await numbersOf(place)).toEqual([0, 1, 2]);
  });

  it('deletes documents on all pages', async () => {
    const place = await withItems(230);
    const { stdout } = await place.run([...command, '--all', '--yes', '--json']);
    expect(stdout).toBe('{"deleted":230,"failed":0}\n');
    expect(await numbersOf(place)).toEqual([]);
  });

  it('accepts raw queries', async () => {
    const place = await withItems(3);
    const query = '{"method":"equal","attribute":"number","values":[1]}';
    await place.run([...command, '--queries', query, '--yes']);
    expect(await numbersOf(place)).toEqual([0, 2]);
  });

  it('deletes the documents that are named, and none if one of them does not exist', async () => {
    const place = await withItems(5);
    const unknown = await place.run([...command, 'row1', 'row9', '--yes']);
    expect(unknown.stderr).toContain('there is no document row9; nothing was changed');
    expect(unknown.code).toBe(4);
    const { stdout } = await place.run([...command, 'row1', 'row3', 'row1', '--yes', '--json']);
    expect(stdout).toBe('{"deleted":2,"failed":0}\n');
    expect(await numbersOf(place)).toEqual([0, 2, 4]);
  });

  it('reports 0 if nothing matches', async () => {
    const place = await withItems(1);
    const { stdout, code } = await place.run([...command, '--where', 'number = 9', '--yes', '--json']);
    expect(stdout).toBe('{"deleted":0,"failed":0}\n');
    expect(code).toBe(0);
  });

  it.each([
    [[], 'the documents to '],
    [['--queries', '--yes'], 'the documents to '],
    [['--queries', '{"method":"limit","values":[1]}', '--yes'], 'limit selects nothing to delete'],
    [['--queries', '{"method":"orderAsc","attribute":"number"}', '--yes'], 'orderAsc selects nothing'],
    [['--queries', '', '--yes'], 'is not a JSON object'],
    [['--where', 'number ! 3', '--yes'], 'expected one of'],
    [['--where', 'number = 1', '--concurrency', 'x'], '--concurrency takes a whole number'],
    [['--where', 'number = 1'], 'add --yes to go ahead'],
    [['row1', '--where', 'number = 1', '--yes'], "IDs and conditions can't be used together"],
  ])('deletes nothing with %j', async (flags, message) => {
    const place = await withItems(3);
    const { stderr, code } = await place.run([...command, ...flags]);
    expect(stderr).toContain(message);
    expect(code).toBe(2);
    expect(await numbersOf(place)).toEqual([0, 1, 2]);
  });

  it('lists what it would delete with --dry-run', async () => {
    const place = await withItems(5);
    const argv = [...command, '--where', 'number > 2', '--dry-run'];
    const { stdout, code } = await place.run([...argv, '--format', 'ndjson', '--fields', '$id']);
    expect(stdout.split('\n').toSorted()).toEqual(['', '{"$id":"row3"}', '{"$id":"row4"}']);
    expect(code).toBe(0);
    expect(await numbersOf(place)).toHaveLength(5);
  });

  it('reads values with --dry-run like the real run', async () => {
    const place = await workplace();
    const collection = await items(place.at);
    await collection.create('a', { number: 1, text: '5' });
    const argv = [...command, '--where', 'text = 5'];
    expect((await place.run([...argv, '--dry-run', '-f', 'ndjson', '--fields', '$id'])).stdout).toBe(
      '{"$id":"a"}\n',
    );
    expect((await place.run([...argv, '--yes', '--json'])).stdout).toBe('{"deleted":1,"failed":0}\n');
  });

  it('retries failing requests, and counts each document once', async () => {
    const badDays = new BadDays();
    const place = await withItems(120, { failRate: 0.2, random: badDays.random });
    badDays.begun = true;
    const { stdout, code } = await place.run([...command, '--all', '--yes', '--json'], {
      clock: flyingClock(),
    });
    badDays.begun = false;
    expect(stdout).toBe('{"deleted":120,"failed":0}\n');
    expect(code).toBe(0);
    expect(await numbersOf(place)).toEqual([]);
  });

  it('exits with 8 if some could not be deleted, and names them', async () => {
    const place = await withItems(3);
    const makers = '/databases/db/collections/items';
    await place.at.request('POST', '/databases/db/collections', {
      body: { collectionId: 'parts', name: 'Parts' },
    });
    await place.at.request('POST', '/databases/db/collections/parts/attributes/relationship', {
      body: {
        relatedCollectionId: 'items',
        type: 'manyToOne',
        key: 'item',
        twoWay: true,
        twoWayKey: 'parts',
        onDelete: 'restrict',
      },
    });
    await new Promise((resolve) => setTimeout(resolve, 600));
    await place.at.request('POST', '/databases/db/collections/parts/documents', {
      body: { documentId: 'p', data: { item: 'row1' } },
    });
    const { stdout, stderr, code } = await place.run([...command, '--all', '--yes', '--json']);
    expect(stdout).toBe('{"deleted":2,"failed":1}\n');
    expect(stderr).toContain('error: row1: ');
    expect(stderr).toContain('1 of 3 documents could not be deleted');
    expect(stderr).toContain('they are in items.rejected.ndjson with the reason');
    expect(JSON.parse(place.read('items.rejected.ndjson'))).toMatchObject({ $id: 'row1' });
    expect(code).toBe(8);
    expect((await place.at.request('GET', `${makers}/documents/row1`)).status).toBe(200);
  });
});
