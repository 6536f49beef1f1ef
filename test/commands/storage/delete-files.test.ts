import { describe, expect, it } from 'vitest';
import { type StoragePlace, storagePlace } from './kit.ts';

const command = ['storage', 'delete-files', 'b'];

async function withFiles(count = 3): Promise<StoragePlace> {
  const place = await storagePlace();
  for (let number = 0; number < count; number++) await place.store(`f${number}`, `draft-${number}.txt`);
  await place.store('kept', 'final.txt');
  return place;
}

const idsOf = async (place: StoragePlace) => (await place.files()).map(({ $id }) => $id).toSorted();

describe('delete-files', () => {
  it.each([
    ['a condition', ['--where', 'name ^= draft-'], ['kept']],
    [
      'a query',
      ['--queries', '{"method":"equal","attribute":"name","values":["final.txt"]}'],
      ['f0', 'f1', 'f2'],
    ],
    ['IDs, each once', ['f1', 'kept', 'f1'], ['f0', 'f2']],
    ['everything', ['--all'], []],
  ])('deletes what is chosen by %s', async (_, chosen, left) => {
    const place = await withFiles();
    const { stdout, code } = await place.run([...command, ...chosen, '--yes', '--json']);
    expect(JSON.parse(stdout)).toEqual({ deleted: 4 - left.length, failed: 0 });
    expect(code).toBe(0);
    expect(await idsOf(place)).toEqual(left);
  });

  it.each([
    [[], 'the files to '],
    [['--search', '', '--yes'], '--search is empty'],
    [['f1', '--all', '--yes'], "IDs and conditions can't be used together"],
    [['--where', 'size > 3', '--yes'], `storage list-files can't filter or sort by "size"`],
    [['--all'], 'deleting needs a yes, and there is no terminal to ask on'],
  ])('deletes nothing with %j', async (rest, message) => {
    const place = await withFiles(1);
    const { stderr, code } = await place.run([...command, ...rest]);
    expect(stderr).toContain(message);
    expect(code).toBe(2);
    expect(await idsOf(place)).toEqual(['f0', 'kept']);
  });

  it('lists what it would delete with --dry-run', async () => {
    const place = await withFiles(2);
    const show = ['--dry-run', '-f', 'ndjson', '--fields', '$id'];
    const { stdout } = await place.run([...command, '--where', 'name ^= draft-', ...show]);
    expect(stdout.trim().split('\n').toSorted()).toEqual(['{"$id":"f0"}', '{"$id":"f1"}']);
    expect((await place.run([...command, 'f1', ...show])).stdout).toBe('{"$id":"f1"}\n');
    expect(await idsOf(place)).toEqual(['f0', 'f1', 'kept']);
  });

  it('exits with 8 if an ID is unknown, deletes the others, and writes the reason to a file', async () => {
    const place = await withFiles(1);
    const { stdout, stderr, code } = await place.run([...command, 'f0', 'typo', '--yes', '--json']);
    expect(JSON.parse(stdout)).toEqual({ deleted: 1, failed: 1 });
    expect(stderr).toContain('1 of 2 files could not be deleted');
    expect(code).toBe(8);
    expect(JSON.parse(place.read('b.rejected.ndjson'))).toMatchObject({ $id: 'typo' });
    expect(await idsOf(place)).toEqual(['kept']);
  });
});
