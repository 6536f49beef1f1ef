import { existsSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { BadDays, flyingClock, items, lines, numbersOf, upTo, workplace } from '../../bulk/kit.ts';
import { rateLimitingProxy } from '../../bulk/rate-limiting-proxy.ts';
import { command, hasAtLeast, journals, kinds } from './import-kit.ts';

describe('import-documents with many rows', () => {
  it.each(kinds)(
    'sends each row exactly once although one in twenty requests fails: %s',
    async (_kind, row) => {
      const badDays = new BadDays();
      const place = await workplace({ failRate: 0.05, random: badDays.random });
      await items(place.at);
      place.write('rows.ndjson', lines(300, row));
      badDays.begun = true;
      const { stdout, stderr, code } = await place.run([...command, '--json'], { clock: flyingClock() });
      badDays.begun = false;
      expect(stderr).not.toContain('error');
      expect(code).toBe(0);
      expect(JSON.parse(stdout)).toMatchObject({ rows: 300, created: 300, failed: 0 });
      expect(await numbersOf(place)).toEqual(upTo(300));
      expect(journals(place)).toEqual([]);
    },
  );

  it.each(kinds)('resumes after an interruption: %s', async (_kind, row) => {
    const place = await workplace({ latencyMs: 1 });
    await items(place.at);
    place.write('rows.ndjson', lines(300, row));
    for (const count of [60, 180]) {
      const controller = new AbortController();
      void hasAtLeast(place, count).then(() => controller.abort());
      expect((await place.run(command, { signal: controller.signal })).code).toBe(130);
    }
    expect((await numbersOf(place)).length).toBeLessThan(300);
    const { stdout, stderr, code } = await place.run([...command, '--json']);
    expect(stderr).toContain('going on');
    expect(code).toBe(0);
    const { created, finishedBefore } = JSON.parse(stdout);
    expect(created + finishedBefore).toBe(300);
    expect(finishedBefore).toBeGreaterThan(100);
    expect(await numbersOf(place)).toEqual(upTo(300));
    expect(journals(place)).toEqual([]);
  });

  it('waits for a rate limit', async () => {
    const place = await workplace();
    await items(place.at);
    place.write(
      'rows.ndjson',
      lines(60, (number) => ({ number })),
    );
    const endpoint = await rateLimitingProxy(place.at.sandbox.endpoint, 10, 500);
    const { stderr, code } = await place.run([...command, '--endpoint', endpoint]);
    expect(stderr).toContain('the server limits the rate (HTTP 429)');
    expect(code).toBe(0);
    expect(await numbersOf(place)).toEqual(upTo(60));
  });

  it('stops when the server fails every request, and resumes once it has recovered', async () => {
    let isDown = false;
    const place = await workplace({ latencyMs: 1, failRate: 1, random: () => (isDown ? 0 : 1) });
    await items(place.at);
    place.write(
      'rows.ndjson',
      lines(300, (number) => ({ number })),
    );
    void hasAtLeast(place, 100).then(() => {
      isDown = true;
    });
    const failed = await place.run(command, { clock: flyingClock() });
    isDown = false;
    expect(failed.stderr).toMatch(/after \d+ of 300 rows/);
    expect(failed.stderr).toContain('run the same command again and it goes on from there');
    expect(failed.code).toBe(1);
    const { stderr, code } = await place.run(command);
    expect(stderr).toContain('going on: an earlier run has done');
    expect(code).toBe(0);
    expect(await numbersOf(place)).toEqual(upTo(300));
  });

  it('retries only the rows that were refused', async () => {
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

  it('refuses a row whose document existed before, even if it is the same', async () => {
    const place = await workplace();
    const collection = await items(place.at);
    await collection.create('a', { number: 1 });
    place.write('rows.ndjson', '{"number":1,"$id":"a"}\n');
    expect((await place.run(command)).code).toBe(8);
    expect((await place.run(command)).code).toBe(8);
  });

  it('starts over with --restart, and in a collection that was created anew', async () => {
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

  it('sends the same rows again after a complete import', async () => {
    const place = await workplace();
    await items(place.at);
    place.write('rows.ndjson', '{"number":0}\n');
    await place.run(command);
    await place.run(command);
    expect(await numbersOf(place)).toEqual([0, 0]);
  });
});
