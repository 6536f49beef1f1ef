import fs from 'node:fs';
import os from 'node:os';
import path from 'node:path';
import { afterEach, beforeEach, expect, it, vi } from 'vitest';
import { Blobs } from '../../src/sandbox/core/store/blobs.ts';
import { Journal } from '../../src/sandbox/core/store/journal.ts';
import { Store } from '../../src/sandbox/core/store/store.ts';
import { testSandbox } from './client.ts';
import { makeBucket, upload } from './services/storage/upload-form.ts';

let dataDir: string;
beforeEach(() => {
  dataDir = fs.mkdtempSync(path.join(os.tmpdir(), 'sandbox-test-'));
});
afterEach(() => fs.rmSync(dataDir, { recursive: true }));

const journal = () => path.join(dataDir, 'journal.ndjson');

it('keeps project, key and records across a restart', async () => {
  const first = await testSandbox({ dataDir });
  await first.request('POST', '/databases', { body: { databaseId: 'kept', name: 'Kept' } });
  await first.request('POST', '/databases', { body: { databaseId: 'gone', name: 'Gone' } });
  await first.request('DELETE', '/databases/gone');
  await first.sandbox.close();

  const second = await testSandbox({ dataDir });
  expect(second.sandbox.apiKey).toBe(first.sandbox.apiKey);
  expect((await second.request('GET', '/databases')).json.databases).toMatchObject([{ $id: 'kept' }]);
  await second.sandbox.close();
});

it('seeds a folder once', async () => {
  for (const [seed, seeded] of [
    [true, true],
    [true, false],
    [false, false],
  ] as const) {
    const { sandbox } = await testSandbox({ dataDir, seed });
    await sandbox.close();
    expect(sandbox.seeded).toBe(seeded);
  }
});

it('writes acknowledged changes to the journal before the answer, and drops a partial last line', async () => {
  const running = await testSandbox({ dataDir });
  await running.request('POST', '/databases', { body: { databaseId: 'kept', name: 'Kép/t' } });
  const asOfKill = fs.readFileSync(journal());
  await running.sandbox.close();

  fs.writeFileSync(
    journal(),
    Buffer.concat([asOfKill, Buffer.from('[["sandbox","databases","torn",{"$id":"é').subarray(0, -1)]),
  );
  const revived = await testSandbox({ dataDir });
  expect((await revived.request('GET', '/databases')).json.databases).toMatchObject([
    { $id: 'kept', name: 'Kép/t' },
  ]);
  await revived.request('POST', '/databases', { body: { databaseId: 'more', name: 'More' } });
  await revived.sandbox.close();

  const again = await testSandbox({ dataDir });
  expect((await again.request('GET', '/databases')).json.total).toBe(2);
  await again.sandbox.close();
});

it('names a journal damaged in the middle, and leaves it unchanged', async () => {
  fs.writeFileSync(journal(), '[]\nnonsense\n[]\n');
  await expect(testSandbox({ dataDir })).rejects.toThrow(/journal\.ndjson: line 2/);
  expect(fs.readFileSync(journal(), 'utf8')).toBe('[]\nnonsense\n[]\n');
});

it('drops replaced records from the journal at the start', async () => {
  const first = await testSandbox({ dataDir });
  await first.request('POST', '/databases', { body: { databaseId: 'a', name: 'A' } });
  for (let n = 0; n < 20; n++) await first.request('PUT', '/databases/a', { body: { name: `A ${n}` } });
  await first.sandbox.close();
  const grown = fs.statSync(journal()).size;
  const second = await testSandbox({ dataDir });
  expect(fs.statSync(journal()).size).toBeLessThan(grown);
  expect((await second.request('GET', '/databases/a')).json.name).toBe('A 19');
  await second.sandbox.close();
});

it('refuses a folder that another sandbox has', async () => {
  const first = await testSandbox({ dataDir });
  await expect(testSandbox({ dataDir })).rejects.toThrow(/in use/);
  await first.sandbox.close();
  const second = await testSandbox({ dataDir });
  await second.sandbox.close();
});

it('takes over the lock of a process that has ended', async () => {
  fs.writeFileSync(path.join(dataDir, 'lock'), '999999999');
  const { sandbox } = await testSandbox({ dataDir });
  await sandbox.close();
});

it('reads a journal in blocks that end within lines', () => {
  const lines = Array.from({ length: 3000 }, (_, index) => [
    ['p', 'things', `${index}`, { $id: `${index}`, text: 'é'.repeat(600) }],
  ]);
  fs.writeFileSync(journal(), lines.map((line) => `${JSON.stringify(line)}\n`).join(''));
  expect([...new Journal(dataDir).read()]).toEqual(lines.flat());
});

it('compacts a journal that has outgrown its records while it is in use', () => {
  const store = new Store(new Journal(dataDir, 10_000));
  const things = store.scope('p').collection('things');
  for (let count = 0; count < 2000; count++) {
    things.put({ $id: 'only', $createdAt: '', $updatedAt: `${count}` });
    store.commit();
  }
  expect(fs.statSync(journal()).size).toBeLessThan(20_000);
  store.close();
  const again = new Store(new Journal(dataDir));
  expect(again.scope('p').collection('things').get('only')).toMatchObject({ $updatedAt: '1999' });
  again.close();
});

const fillDisk = () =>
  vi.spyOn(Journal.prototype, 'append').mockImplementation(() => {
    throw Object.assign(new Error('no space left on device'), { code: 'ENOSPC' });
  });

it('answers reads while the disk refuses writes, which then change nothing', async () => {
  const running = await testSandbox({ dataDir });
  const create = (databaseId: string) =>
    running.request('POST', '/databases', { body: { databaseId, name: databaseId } });
  await create('kept');
  const full = fillDisk();
  try {
    expect((await create('lost')).status).toBe(500);
    expect((await running.request('DELETE', '/databases/kept')).status).toBe(500);
    expect((await running.request('GET', '/databases')).json).toMatchObject({ total: 1 });
    expect((await running.request('GET', '/databases/kept')).status).toBe(200);
  } finally {
    full.mockRestore();
  }
  expect((await create('lost')).status).toBe(201);
  await running.sandbox.close();
  const again = await testSandbox({ dataDir });
  expect((await again.request('GET', '/databases')).json.total).toBe(2);
  await again.sandbox.close();
});

it('fails a request that goes on while another one takes all changes back', async () => {
  const running = await testSandbox({ dataDir });
  const user = (userId: string) =>
    running.request('POST', '/users', { body: { userId, password: 'password1' } });
  const full = fillDisk();
  // Hashing the password takes a while; meanwhile the other request is refused.
  const hashing = user('slow');
  const refused = await running.request('POST', '/databases', { body: { databaseId: 'a', name: 'A' } });
  full.mockRestore();
  expect([refused.status, (await hashing).status]).toEqual([500, 500]);
  expect((await user('slow')).status).toBe(201);
  await running.sandbox.close();
});

it('makes an attribute available when the disk has room again', async () => {
  vi.useFakeTimers({ toFake: ['setTimeout', 'clearTimeout', 'Date'] });
  const running = await testSandbox({ dataDir });
  try {
    const attributes = '/databases/d/collections/c/attributes';
    await running.request('POST', '/databases', { body: { databaseId: 'd', name: 'D' } });
    await running.request('POST', '/databases/d/collections', { body: { collectionId: 'c', name: 'C' } });
    await running.request('POST', `${attributes}/boolean`, { body: { key: 'open', required: false } });
    const status = async () => (await running.request('GET', `${attributes}/open`)).json.status;
    const full = fillDisk();
    vi.advanceTimersByTime(100);
    expect(await status()).toBe('processing');
    full.mockRestore();
    vi.advanceTimersByTime(2000);
    expect(await status()).toBe('available');
  } finally {
    vi.useRealTimers();
    await running.sandbox.close();
  }
});

it('removes the blobs that a killed run left without a record, and nothing else', async () => {
  const first = await testSandbox({ dataDir });
  await makeBucket(first, 'b');
  await upload(first, 'b', 'hello', { id: 'text' });
  await first.sandbox.close();
  const blobs = path.join(dataDir, 'blobs');
  const named = fs.readdirSync(blobs);
  const orphan = '0123456789abcdef0123';
  for (const name of [orphan, 'notes.txt']) fs.writeFileSync(path.join(blobs, name), 'x');

  const second = await testSandbox({ dataDir });
  expect(fs.readdirSync(blobs).sort()).toEqual([...named, 'notes.txt'].sort());
  expect((await second.request('GET', '/storage/buckets/b/files/text/download')).text).toBe('hello');
  await second.sandbox.close();

  fs.writeFileSync(path.join(blobs, orphan), 'x');
  fs.rmSync(journal());
  await (await testSandbox({ dataDir })).sandbox.close();
  expect(fs.readdirSync(blobs)).toContain(orphan);
});

it('removes the temporary folders of killed sandboxes, and no other', () => {
  const folder = (pid: number, ageMs: number) => {
    const made = fs.mkdtempSync(path.join(os.tmpdir(), `appwrite-sandbox-${pid}-`));
    const time = (Date.now() - ageMs) / 1000;
    fs.writeFileSync(path.join(made, 'blob'), 'x');
    fs.utimesSync(made, time, time);
    return made;
  };
  const noProcess = 2 ** 22 + 1;
  const day = 24 * 60 * 60 * 1000;
  const folders = [folder(noProcess, day), folder(noProcess, 0), folder(process.ppid, day)];
  const blobs = new Blobs();
  try {
    blobs.create();
    expect(folders.map((each) => fs.existsSync(each))).toEqual([false, true, true]);
  } finally {
    blobs.close();
    for (const each of folders) fs.rmSync(each, { recursive: true, force: true });
  }
});

it.each(['journal.ndjson', 'journal.ndjson.new'])('writes through no link: %s', async (name) => {
  const precious = path.join(dataDir, 'precious');
  fs.writeFileSync(precious, 'kept');
  fs.symlinkSync('precious', path.join(dataDir, name));
  const opened = await testSandbox({ dataDir }).catch((error: Error) => error.message);
  if (typeof opened === 'string') expect(opened).toMatch(/journal\.ndjson is not a regular file$/);
  else await opened.sandbox.close();
  expect(fs.readFileSync(precious, 'utf8')).toBe('kept');
});

it.skipIf(process.getuid?.() !== 0)('refuses a folder of another user', async () => {
  fs.chownSync(dataDir, 12_345, 12_345);
  await expect(testSandbox({ dataDir })).rejects.toThrow(`${dataDir} belongs to another user`);
  expect(fs.readdirSync(dataDir)).toEqual([]);
});
