import { existsSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import {
  BadDays,
  documentsOf,
  flyingClock,
  goods,
  items,
  lines,
  numbersOf,
  upTo,
  type Workplace,
  workplace,
} from '../../bulk/kit.ts';
import { rateLimitingProxy } from '../../bulk/rate-limiting-proxy.ts';
import { disturbed, refusal } from '../../kit/disturbed.ts';
import { afterDocuments, command, journals, kinds } from './import-kit.ts';

describe('import-documents with many rows', () => {
  it.each(kinds)(
    'sends each row exactly once although one in twenty requests fails: %s',
    async (_kind, row) => {
      const badDays = new BadDays();
      const place = await workplace({ failRate: 0.05, random: badDays.random });
      await items(place.at);
      place.write('rows.ndjson', lines(150, row));
      badDays.begun = true;
      const { stdout, stderr, code } = await place.run([...command, '--json'], { clock: flyingClock() });
      badDays.begun = false;
      expect(stderr).not.toContain('error');
      expect(code).toBe(0);
      expect(JSON.parse(stdout)).toMatchObject({ rows: 150, created: 150, failed: 0 });
      expect(await numbersOf(place)).toEqual(upTo(150));
      expect(journals(place)).toEqual([]);
    },
  );

  it.each(kinds)('resumes after an interruption: %s', async (_kind, row) => {
    const place = await workplace({ latencyMs: 1 });
    await items(place.at);
    place.write('rows.ndjson', lines(150, row));
    for (const count of [30, 60]) {
      const controller = new AbortController();
      const transport = afterDocuments(place, count, () => controller.abort());
      expect((await place.run(command, { transport, signal: controller.signal })).code).toBe(130);
    }
    expect((await numbersOf(place)).length).toBeLessThan(150);
    const { stdout, stderr, code } = await place.run([...command, '--json']);
    expect(stderr).toContain('continuing an earlier run');
    expect(code).toBe(0);
    const { created, finishedBefore } = JSON.parse(stdout);
    expect(created + finishedBefore).toBe(150);
    expect(finishedBefore).toBeGreaterThan(50);
    expect(await numbersOf(place)).toEqual(upTo(150));
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
      lines(150, (number) => ({ number })),
    );
    const transport = afterDocuments(place, 50, () => {
      isDown = true;
    });
    const failed = await place.run(command, { transport, clock: flyingClock() });
    isDown = false;
    expect(failed.stderr).toMatch(/after \d+ of 150 rows/);
    expect(failed.stderr).toContain('run the same command again to continue');
    expect(failed.code).toBe(1);
    const { stderr, code } = await place.run(command);
    expect(stderr).toContain('continuing an earlier run, which finished');
    expect(code).toBe(0);
    expect(await numbersOf(place)).toEqual(upTo(150));
  });

  it('recognises a row that is there, although its retry was refused without a type', async () => {
    const place = await workplace();
    await items(place.at);
    place.write(
      'rows.ndjson',
      lines(1, (number) => ({ number, $id: 'row' })),
    );
    const transport = disturbed(place.at.sandbox, async ({ method }, pass) => {
      if (method !== 'POST') return pass();
      const { status } = await pass();
      return status === 201 ? refusal(500, 'general_unknown') : refusal(409, '');
    });
    expect((await place.run(command, { transport, clock: flyingClock() })).code).toBe(8);
    const second = await place.run([...command, '--json']);
    expect(JSON.parse(second.stdout)).toMatchObject({ created: 1, failed: 0 });
    expect(second.code).toBe(0);
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

  /** Imports rows 0 to 129 and one that is refused; returns the file with that one corrected. */
  async function stoppedImport(place: Workplace, row: (number: number) => object): Promise<string> {
    const good = lines(130, row);
    place.write('rows.ndjson', `${good}{"number":"x"}\n`);
    expect((await place.run(command)).code).toBe(8);
    expect(await numbersOf(place)).toEqual(upTo(130));
    return `${good}{"number":130}\n`;
  }

  it.each(kinds)('sends again what has been deleted since: %s', async (_kind, row) => {
    const place = await workplace();
    await items(place.at);
    await stoppedImport(place, row);
    const where = ['--where', 'number < 110', '--yes'];
    await place.run(['databases', 'delete-documents', 'db', 'items', ...where]);
    const { stdout, stderr } = await place.run([...command, '--json']);
    expect(stderr).toContain('continuing an earlier run, which finished 20 rows');
    expect(stderr).toContain('110 rows of an earlier run no longer exist');
    expect(JSON.parse(stdout)).toMatchObject({ created: 110, failed: 1, finishedBefore: 20 });
    expect(await numbersOf(place)).toEqual(upTo(130));
    await place.run(['databases', 'delete-documents', 'db', 'items', '--all', '--yes']);
    const again = await place.run([...command, '--json']);
    expect(JSON.parse(again.stdout)).toMatchObject({ created: 130, failed: 1, finishedBefore: 0 });
    expect(await numbersOf(place)).toEqual(upTo(130));
  });

  it.each(kinds)('stops at a changed file, and goes on with --resume: %s', async (_kind, row) => {
    const place = await workplace();
    await items(place.at);
    place.write('rows.ndjson', await stoppedImport(place, row));
    const stopped = await place.run(command);
    expect(stopped.code).toBe(2);
    expect(stopped.stderr).toContain(
      'rows.ndjson has changed since an earlier run of this import, which finished 130 rows',
    );
    expect(stopped.stderr).toMatch(/--resume .*--restart/);
    expect(await numbersOf(place)).toEqual(upTo(130));
    const { stdout, code } = await place.run([...command, '--resume', '--json']);
    expect(code).toBe(0);
    expect(JSON.parse(stdout)).toMatchObject({ created: 1, failed: 0, finishedBefore: 130 });
    expect(await numbersOf(place)).toEqual(upTo(131));
    expect(journals(place)).toEqual([]);
  });

  it('refuses to go on if a row that is done has changed or moved', async () => {
    const place = await workplace();
    await items(place.at);
    const corrected = await stoppedImport(place, (number) => ({ number }));
    for (const text of [
      `{"number":999}\n${corrected}`,
      corrected.replace('"number":7}', '"number":7,"text":"x"}'),
    ]) {
      place.write('rows.ndjson', text);
      const { stderr, code } = await place.run([...command, '--resume']);
      expect(code).toBe(2);
      expect(stderr).toContain('an earlier run sent a different row for this line; nothing was sent');
    }
    expect(await numbersOf(place)).toEqual(upTo(130));
  });

  it('goes on with a file that has been moved', async () => {
    const place = await workplace();
    await items(place.at);
    await stoppedImport(place, (number) => ({ number }));
    place.write('moved.ndjson', place.read('rows.ndjson'));
    await place.run([...command.slice(0, -1), 'moved.ndjson']);
    expect(await numbersOf(place)).toEqual(upTo(130));
  });

  it('updates a row with a generated ID that was sent before the file changed', async () => {
    const place = await workplace({ latencyMs: 1 });
    await items(place.at);
    place.write(
      'rows.ndjson',
      lines(150, (number) => ({ number })),
    );
    const controller = new AbortController();
    const transport = afterDocuments(place, 60, () => controller.abort());
    expect((await place.run(command, { transport, signal: controller.signal })).code).toBe(130);
    const there = (await numbersOf(place)).length;
    // Rows that are there, but not recorded as done, as after a kill.
    const [name] = journals(place);
    const path = `.local/state/appwrite-cli/imports/${name}`;
    place.write(path, place.read(path).replace(/^([3-9]|\d\d) [0-9a-f]+\.\n/gm, ''));
    place.write(
      'rows.ndjson',
      lines(150, (number) => (number === 5 ? { number, text: 'new' } : { number })),
    );
    const { stdout, code } = await place.run([...command, '--resume', '--json']);
    expect(code).toBe(0);
    expect(JSON.parse(stdout)).toMatchObject({ failed: 0 });
    expect(there).toBeGreaterThan(59);
    const documents = await documentsOf(place, 'items');
    expect(documents.find(({ number }) => number === 5)).toMatchObject({ text: 'new' });
    expect(documents).toHaveLength(150);
  });

  it('recognises rows of a killed run although the server stores 14 digits of a number', async () => {
    const place = await workplace();
    await goods(place.at);
    const line = ['databases', 'import-documents', 'db', 'goods', 'rows.ndjson'];
    const row = (number: number) => ({ $id: `row${number}`, title: 'x', price: (number + 1) / 7 });
    place.write('rows.ndjson', `${lines(50, row)}{"$id":"last","title":5}\n`);
    expect((await place.run(line)).code).toBe(8);
    const [name] = journals(place);
    const path = `.local/state/appwrite-cli/imports/${name}`;
    place.write(path, place.read(path).replace(/^\d+ [0-9a-f]+\.\n/gm, ''));
    const { stdout } = await place.run([...line, '--json']);
    expect(JSON.parse(stdout)).toMatchObject({ created: 50, failed: 1 });
    const [first] = await documentsOf(place, 'goods');
    expect(first.price).toBe(0.14285714285714);
  });

  it('refuses --restart together with --resume', async () => {
    const place = await workplace();
    place.write('rows.ndjson', '{"number":0}\n');
    const { stderr, code } = await place.run([...command, '--restart', '--resume']);
    expect(stderr).toContain("--restart and --resume can't be used together");
    expect(code).toBe(2);
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
