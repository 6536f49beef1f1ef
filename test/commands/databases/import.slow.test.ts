import { statSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import {
  documentsOf,
  goods,
  items,
  lines,
  numbersOf,
  upTo,
  type Workplace,
  workplace,
} from '../../bulk/kit.ts';

const intoGoods = ['databases', 'import-documents', 'db', 'goods'];
const intoItems = ['databases', 'import-documents', 'db', 'items'];

/** Returns the counts that an import has printed. */
const counts = (stdout: string) => JSON.parse(stdout);
const rejects = (place: Workplace, name: string) =>
  place
    .read(`${name}.rejected.ndjson`)
    .trimEnd()
    .split('\n')
    .map((line) => JSON.parse(line));

describe('import-documents', () => {
  it.each([
    [
      'rows.ndjson',
      '{"$id":"a","title":"Ä","stock":9007199254740993,"tags":["x","y"],"$permissions":["read(\\"any\\")"]}\n{"$id":"b","title":""}\n',
    ],
    [
      'rows.json',
      '[{"$id":"a","title":"Ä","stock":9007199254740993,"tags":["x","y"],"$permissions":["read(\\"any\\")"]},{"$id":"b","title":""}]',
    ],
    [
      'rows.csv',
      '$id,title,stock,tags,$permissions\r\na,Ä,9007199254740993,"[""x"",""y""]","[""read(\\""any\\"")""]"\r\nb,"",,,\r\n',
    ],
  ])('reads %s', async (name, text) => {
    const place = await workplace();
    await goods(place.at);
    place.write(name, text);
    const { stdout, code } = await place.run([...intoGoods, name, '--json']);
    expect(counts(stdout)).toEqual({
      rows: 2,
      created: 2,
      updated: 0,
      skipped: 0,
      failed: 0,
      finishedBefore: 0,
    });
    expect(code).toBe(0);
    const { text: stored } = await place.at.request('GET', '/databases/db/collections/goods/documents/a');
    expect(stored).toContain('"stock":9007199254740993');
    expect(await documentsOf(place, 'goods')).toMatchObject([
      { $id: 'a', title: 'Ä', tags: ['x', 'y'], $permissions: ['read("any")'] },
      { $id: 'b', title: '', stock: null, tags: [] },
    ]);
  });

  it('reads stdin', async () => {
    const place = await workplace();
    await goods(place.at);
    const { code } = await place.run([...intoGoods, '-'], { stdin: '{"title":"one"}\n{"title":"two"}' });
    expect(code).toBe(0);
    const csv = await place.run([...intoGoods, '-', '--input-format', 'csv'], { stdin: 'title\nthree\n' });
    expect(csv.code).toBe(0);
    expect((await documentsOf(place, 'goods')).map(({ title }) => title)).toEqual(['one', 'two', 'three']);
  });

  it('generates an ID for a row without one', async () => {
    const place = await workplace();
    await goods(place.at);
    place.write('a.ndjson', '{"title":"one"}\n{"title":"two","$id":"unique()"}\n');
    await place.run([...intoGoods, 'a.ndjson']);
    const ids = (await documentsOf(place, 'goods')).map(({ $id }) => $id);
    expect(ids).toEqual([expect.stringMatching(/^[0-9a-f]{20}$/), expect.stringMatching(/^[0-9a-f]{20}$/)]);
    expect(new Set(ids).size).toBe(2);
  });

  it('reads the ID from the field that --id names, an attribute or not', async () => {
    const place = await workplace();
    await goods(place.at);
    place.write('a.csv', 'sku,title\n17,one\n');
    expect((await place.run([...intoGoods, 'a.csv', '--id', 'sku'])).code).toBe(0);
    place.write('b.ndjson', '{"title":"two"}\n{"stock":1}\n');
    expect((await place.run([...intoGoods, 'b.ndjson', '--id', 'title'])).code).toBe(8);
    expect(rejects(place, 'b.ndjson')[0].$reason).toContain('title is missing: the field for the ID');
    const documents = await documentsOf(place, 'goods');
    expect(documents).toMatchObject([
      { $id: '17', title: 'one' },
      { $id: 'two', title: 'two' },
    ]);
  });

  it('checks every row before the first is sent, and writes invalid ones to the rejects with the reason', async () => {
    const place = await workplace();
    await goods(place.at);
    place.write('a.ndjson', '{"title":"good"}\n{"title":5,"stok":1}\n{"title":"good too"}\nrubbish\n');
    const { stdout, stderr, code } = await place.run([...intoGoods, 'a.ndjson', '--json']);
    expect(code).toBe(8);
    expect(counts(stdout)).toMatchObject({ rows: 4, created: 2, failed: 2 });
    expect(rejects(place, 'a.ndjson')).toEqual([
      {
        $line: 2,
        $reason: 'title takes text, not 5; there is no attribute stok (did you mean stock?)',
        title: 5,
        stok: 1,
      },
      { $line: 4, $reason: 'broken JSON at column 1', $text: 'rubbish' },
    ]);
    expect(stderr).toContain('2 of 4 rows failed');
    expect(stderr).toContain('a.ndjson.rejected.ndjson');
    expect(statSync(join(place.folder, 'a.ndjson.rejected.ndjson')).mode & 0o777).toBe(0o600);
    expect((await documentsOf(place, 'goods')).map(({ title }) => title)).toEqual(['good', 'good too']);
  });

  it('imports a fixed file of rejects', async () => {
    const place = await workplace();
    await goods(place.at);
    place.write('a.csv', 'title,stock,$id\none,many,a\n');
    await place.run([...intoGoods, 'a.csv']);
    const mended = place.read('a.csv.rejected.ndjson').replace('"stock":"many"', '"stock":7');
    place.write('a.csv.rejected.ndjson', mended);
    expect((await place.run([...intoGoods, 'a.csv.rejected.ndjson'])).code).toBe(0);
    expect(await documentsOf(place, 'goods')).toMatchObject([{ $id: 'a', title: 'one', stock: 7 }]);
  });

  it.each([
    ['a.csv', 'title,stock\none,1,2\ntwo\n', ['one,1,2', 'two']],
    ['a.ndjson', '{"title":"one"\n[1]\n', ['{"title":"one"', '[1]']],
    ['a.json', '[["one"],"two"]', ['["one"]', '"two"']],
  ])('refuses malformed rows of %s again, until they are fixed', async (name, text, originals) => {
    const place = await workplace();
    await goods(place.at);
    place.write(name, text);
    expect((await place.run([...intoGoods, name])).code).toBe(8);
    expect(rejects(place, name).map(({ $text }) => $text)).toEqual(originals);
    expect((await place.run([...intoGoods, `${name}.rejected.ndjson`])).code).toBe(8);
    const again = rejects(place, `${name}.rejected.ndjson`);
    expect(again.map(({ $text }) => $text)).toEqual(originals);
    expect(again[0].$reason).toContain('move its fields into the row, and remove $text');
    expect(await documentsOf(place, 'goods')).toEqual([]);
  });

  it('leaves out what servers add to documents, and names what it does not know', async () => {
    const place = await workplace();
    await goods(place.at);
    const row = '"$sequence":7,"$databaseId":"db","$tableId":"goods","$createdAt":"x"';
    place.write(
      'a.ndjson',
      `{"$id":"a","title":"one",${row}}\n{"$id":"b","title":"two","$tenant":1,"$new":[]}\n`,
    );
    const { stderr, code } = await place.run([...intoGoods, 'a.ndjson', '--json']);
    expect(stderr).toBe('ignored: $tenant, $new (the server sets fields whose names begin with $)\n');
    expect(code).toBe(0);
    place.write('b.csv', '$id,title,$sequence\nc,three,9\n');
    expect(await place.run([...intoGoods, 'b.csv'])).toMatchObject({ code: 0, stderr: '' });
    expect((await documentsOf(place, 'goods')).map(({ $id }) => $id)).toEqual(['a', 'b', 'c']);
  });

  it.each([
    ['{"stock":1}', 'title is required'],
    ['{"title":"x","$permission":["read(\\"any\\")"]}', '$permission (did you mean $permissions?)'],
    ['{"title":"x","$text":"one,1"}', 'remove $text'],
    ['{"title":null}', 'title is required'],
    ['{"title":["a"]}', 'title takes text, not ["a"]'],
    ['{"title":"x","stock":1.5}', 'stock takes a whole number, not 1.5'],
    ['{"title":"x","stock":"1"}', 'stock takes a whole number, not "1"'],
    ['{"title":"x","stock":9223372036854775808}', 'stock takes 9223372036854775807 or less'],
    ['{"title":"x","level":0}', 'level takes 1 or more, not 0'],
    ['{"title":"x","level":6}', 'level takes 5 or less, not 6'],
    ['{"title":"x","price":"1"}', 'price takes a number'],
    ['{"title":"x","active":1}', 'active takes true or false'],
    ['{"title":"x","soldAt":"yesterday"}', 'soldAt takes a date'],
    ['{"title":"x","contact":"a"}', 'contact takes an e-mail address'],
    ['{"title":"x","link":"a"}', 'link takes a URL'],
    ['{"title":"x","address":"1.2.3"}', 'address takes an IP address'],
    ['{"title":"x","size":"XL"}', 'size takes one of S, M, L, not "XL"'],
    ['{"title":"x","tags":"a"}', 'tags takes a list, not "a"'],
    ['{"title":"x","tags":["a",1]}', 'tags takes text, not 1'],
    ['{"title":"x","tags":["123456789012345678901"]}', 'tags takes at most 20 characters'],
    ['{"title":"x","maker":5}', 'maker takes IDs of documents, not 5'],
    ['{"title":"x","$id":"-a"}', '$id can\'t be "-a"'],
    ['{"title":"x","$permissions":"read"}', '$permissions takes a list'],
    ['{}', 'title is required'],
  ])('refuses %s', async (row, reason) => {
    const place = await workplace();
    await goods(place.at);
    place.write('a.ndjson', row);
    const { code } = await place.run([...intoGoods, 'a.ndjson']);
    expect(code).toBe(8);
    expect(rejects(place, 'a.ndjson')[0].$reason).toContain(reason);
    expect(await documentsOf(place, 'goods')).toEqual([]);
  });

  it.each([
    ['a.csv', 'title,prize\nx,1\n', 'there is no attribute prize (did you mean price?)'],
    ['a.csv', 'title\n"x\n', 'a quote that is never closed at line 2'],
    ['a.json', '[{"title":"x"},', 'broken JSON'],
    ['a.txt', '{"title":"x"}', 'add --input-format'],
    ['missing.csv', undefined, 'there is no such file'],
  ])('sends nothing of %s if it is %j', async (name, text, message) => {
    const place = await workplace();
    await goods(place.at);
    if (text !== undefined) place.write(name, text);
    const { stderr, code } = await place.run([...intoGoods, name]);
    expect(stderr).toContain(message);
    expect(code).toBe(2);
    expect(await documentsOf(place, 'goods')).toEqual([]);
  });

  it('refuses rows for an attribute that is not available', async () => {
    const place = await workplace({ asyncDelayMs: 60_000 });
    await place.at.request('POST', '/databases', { body: { databaseId: 'db', name: 'DB' } });
    await place.at.request('POST', '/databases/db/collections', {
      body: { collectionId: 'goods', name: 'Goods' },
    });
    await place.at.request('POST', '/databases/db/collections/goods/attributes/boolean', {
      body: { key: 'title', required: true },
    });
    place.write('a.ndjson', '{"title":true}\n');
    expect((await place.run([...intoGoods, 'a.ndjson'])).code).toBe(8);
    expect(rejects(place, 'a.ndjson')[0].$reason).toBe("title can't be used: it is processing");
  });

  it('checks everything with --dry-run, and sends nothing', async () => {
    const place = await workplace();
    await goods(place.at);
    place.write('a.ndjson', '{"title":"x"}\n{"title":1}\n');
    const { stdout, stderr, code } = await place.run([...intoGoods, 'a.ndjson', '--dry-run', '--json']);
    expect(code).toBe(8);
    expect(counts(stdout)).toEqual({ rows: 2, valid: 1, failed: 1 });
    expect(stderr).toContain('a.ndjson, line 2: title takes text, not 1');
    expect(() => place.read('a.ndjson.rejected.ndjson')).toThrow('ENOENT');
    expect(await documentsOf(place, 'goods')).toEqual([]);
  });

  it.each([
    ['fail', 8, { created: 1, failed: 1 }, ['old', 'b']],
    ['skip', 0, { created: 1, skipped: 1 }, ['old', 'b']],
    ['update', 0, { created: 1, updated: 1 }, ['a', 'b']],
  ])('treats existing documents with --on-conflict %s', async (choice, exitCode, expected, titles) => {
    const place = await workplace();
    const collection = await goods(place.at);
    await collection.create('a', { title: 'old', stock: 5 }, { permissions: ['read("any")'] });
    place.write('a.ndjson', '{"$id":"a","title":"a"}\n{"$id":"b","title":"b"}\n');
    const { stdout, code } = await place.run([...intoGoods, 'a.ndjson', '--on-conflict', choice, '--json']);
    expect(code).toBe(exitCode);
    expect(counts(stdout)).toMatchObject(expected);
    const documents = await documentsOf(place, 'goods');
    expect(documents.map(({ title }) => title)).toEqual(titles);
    expect(documents[0]).toMatchObject({ stock: 5, $permissions: ['read("any")'] });
  });

  it('distinguishes a taken value of a unique index from a taken ID', async () => {
    const place = await workplace();
    const collection = await items(place.at);
    await collection.index('unique_text', 'unique', ['text']);
    await collection.create('a', { number: 0, text: 'same' });
    place.write('a.ndjson', '{"number":1,"text":"same"}\n');
    const { code } = await place.run([...intoItems, 'a.ndjson', '--on-conflict', 'update']);
    expect(code).toBe(8);
    expect(rejects(place, 'a.ndjson')[0].$reason).toContain('same value in a unique index');
    expect(await numbersOf(place)).toEqual([0]);
  });

  it.each([
    ['--on-conflict', 'replace', '--on-conflict takes fail, skip, update, not "replace"'],
    ['--concurrency', '0', '--concurrency takes a whole number from 1 to 200'],
    ['--input-format', 'xml', '--input-format takes ndjson, json, csv'],
    ['--id', '', '--id is empty'],
  ])('refuses %s %j', async (flag, value, message) => {
    const place = await workplace();
    place.write('a.ndjson', '');
    const { stderr, code } = await place.run([...intoItems, 'a.ndjson', `${flag}=${value}`]);
    expect(code).toBe(2);
    expect(stderr).toContain(message);
  });

  it('reports the error of the server for an unknown collection', async () => {
    const place = await workplace();
    place.write('a.ndjson', '{"number":1}');
    expect((await place.run([...intoItems, 'a.ndjson'])).code).toBe(4);
  });

  it('imports everything concurrently', async () => {
    const place = await workplace();
    await items(place.at);
    place.write(
      'a.ndjson',
      lines(200, (number) => ({ number })),
    );
    const { code } = await place.run([...intoItems, 'a.ndjson', '--concurrency', '20']);
    expect(code).toBe(0);
    expect(await numbersOf(place)).toEqual(upTo(200));
  });
});
