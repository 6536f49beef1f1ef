import fs from 'node:fs';
import os from 'node:os';
import path from 'node:path';
import { afterEach, beforeEach, expect, it } from 'vitest';
import { testSandbox } from './client.ts';

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
