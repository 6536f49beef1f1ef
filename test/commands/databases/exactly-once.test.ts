import { existsSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { BadDays, flyingClock, items, lines, numbersOf, upTo, workplace } from '../../bulk/kit.ts';
import { limited } from '../../bulk/limited.ts';
import { command, hasAtLeast, journals, kinds } from './import-kit.ts';

describe('an import of many rows', () => {
  it.each(kinds)('sends each exactly once although one in twenty requests fails: %s', async (_kind, row) => {
    const badDays = new BadDays();
    const place = await workplace({ failRate: 0.05, random: badDays.random });
    await items(place.at);
    place.write('rows.ndjson', lines(2000, row));
    badDays.begun = true;
    const { stdout, stderr, code } = await place.run([...command, '--json'], { clock: flyingClock() });
    badDays.begun = false;
    expect(stderr).not.toContain('error');
    expect(code).toBe(0);
    expect(JSON.parse(stdout)).toMatchObject({ rows: 2000, created: 2000, failed: 0 });
    expect(await numbersOf(place)).toEqual(upTo(2000));
    expect(journals(place)).toEqual([]);
  });

  it('waits for a rate limit', async () => {
    const place = await workplace();
    await items(place.at);
    place.write(
      'rows.ndjson',
      lines(400, (number) => ({ number })),
    );
    const endpoint = await limited(place.at.sandbox.endpoint, 50, 300);
    const { stderr, code } = await place.run([...command, '--endpoint', endpoint]);
    expect(stderr).toContain('the server limits the rate (HTTP 429)');
    expect(code).toBe(0);
    expect(await numbersOf(place)).toEqual(upTo(400));
  });

  it('stops when the server fails every request, and goes on when it is well again', async () => {
    let isDown = false;
    const place = await workplace({ latencyMs: 1, failRate: 1, random: () => (isDown ? 0 : 1) });
    await items(place.at);
    place.write(
      'rows.ndjson',
      lines(500, (number) => ({ number })),
    );
    void hasAtLeast(place, 100).then(() => {
      isDown = true;
    });
    const failed = await place.run(command, { clock: flyingClock() });
    isDown = false;
    expect(failed.stderr).toMatch(/after \d+ of 500 rows/);
    expect(failed.stderr).toContain('run the same command again and it goes on from there');
    expect(failed.code).toBe(1);
    const { stderr, code } = await place.run(command);
    expect(stderr).toContain('going on: an earlier run has done');
    expect(code).toBe(0);
    expect(await numbersOf(place)).toEqual(upTo(500));
  });

  it('tries what was refused again, and only that', async () => {
    const place = await workplace();
    const collection = await items(place.at);
    await collection.create('b', { number: 7 });
    place.write('rows.ndjson', '{"number":1}\n{"number":2,"$id":"b"}\n{"number":3}\n');
    expect((await place.run(command)).code).toBe(8);
    expect(place.read('rows.ndjson.rejected.ndjson')).toContain('"$id":"b"');
    await place.at.request('DELETE', '/databases/db/collections/items/documents/b');
    const { stdout, code } = await place.run([...command, '--json']);
    expect(code).toBe(0);
    expect(JSON.parse(stdout)).toMatchObject({ rows: 3, created: 1, finishedBefore: 2 });
    expect(await numbersOf(place)).toEqual([1, 2, 3]);
    expect(existsSync(join(place.folder, 'rows.ndjson.rejected.ndjson'))).toBe(false);
  });

  it('does not take a document that was there for its own, although it is the same', async () => {
    const place = await workplace();
    const collection = await items(place.at);
    await collection.create('a', { number: 1 });
    place.write('rows.ndjson', '{"number":1,"$id":"a"}\n');
    expect((await place.run(command)).code).toBe(8);
    expect((await place.run(command)).code).toBe(8);
  });

  it('begins anew with --restart, and in a collection that was made anew', async () => {
    const place = await workplace();
    const collection = await items(place.at);
    place.write('rows.ndjson', '{"number":0}\n{"number":"x"}\n');
    await place.run(command);
    await place.run(command);
    expect(await numbersOf(place)).toEqual([0]);
    await place.run([...command, '--restart']);
    expect(await numbersOf(place)).toEqual([0, 0]);
    await place.at.request('DELETE', collection.path);
    await items(place.at);
    await place.run(command);
    expect(await numbersOf(place)).toEqual([0]);
  });

  it('sends the same rows again after it was complete', async () => {
    const place = await workplace();
    await items(place.at);
    place.write('rows.ndjson', '{"number":0}\n');
    await place.run(command);
    await place.run(command);
    expect(await numbersOf(place)).toEqual([0, 0]);
  });
});
