import { createHash } from 'node:crypto';
import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, it } from 'vitest';
import { BrokenConnection } from '../../../src/http/transport/errors.ts';
import type { Sandbox } from '../../../src/sandbox/sandbox.ts';
import type { Transport } from '../../../src/transport.ts';
import { disturbed } from '../../kit/disturbed.ts';
import { file } from './contents.ts';
import { type Destination, destination, memorySnapshot } from './memory.ts';

const chunkBytes = 64 * 1024;
/** Four chunks. */
const content = Buffer.alloc(3.5 * chunkBytes, 'abc\u0000d');
const large = {
  ...file('big', 'big.bin'),
  sizeOriginal: content.length,
  chunksTotal: 4,
  chunksUploaded: 4,
  signature: createHash('md5').update(content).digest('hex'),
};
const contents = {
  project: { projectId: 'origin', buckets: [{ $id: 'photos', name: 'Photos' }] },
  parts: [[{ kind: 'files', bucketId: 'photos' } as const, [file('small', 's.txt'), large]]] as const,
  bytes: { photos: { big: content, small: 'hello' } },
};

/** The network ends with a chunk, which the server may have stored. */
function cutAtChunk(sandbox: Sandbox, number: number, isStored: boolean): Transport {
  let chunks = 0;
  let isCut = false;
  return disturbed(sandbox, async ({ headers }, pass) => {
    if (isCut) throw new BrokenConnection(new Error('cut'), false);
    isCut = headers['content-range'] !== undefined && ++chunks === number;
    if (!isCut) return pass();
    if (isStored) await pass();
    throw new BrokenConnection(new Error('cut'), true);
  });
}

async function stored(place: Destination): Promise<unknown> {
  const { files } = await place.send(
    'GET',
    '/storage/buckets/photos/files?queries[]=' +
      encodeURIComponent(JSON.stringify({ method: 'orderDesc', attribute: '$id' })),
  );
  return files.map(({ $id, signature, chunksUploaded }: Record<string, unknown>) => ({
    $id,
    signature,
    chunksUploaded,
  }));
}

/** With `a path` the bytes are in a file, as those of a backup; with `a stream` they come from another server. */
it.each([
  { source: 'a path', chunk: 1, isStored: true },
  { source: 'a path', chunk: 2, isStored: false },
  { source: 'a path', chunk: 3, isStored: true },
  { source: 'a stream', chunk: 2, isStored: true },
  { source: 'a stream', chunk: 4, isStored: false },
])('uploads a file from $source whole after a cut at chunk $chunk (stored: $isStored)', async (cut) => {
  const place = await destination();
  const snapshot = memorySnapshot(contents);
  const path = join(snapshot.projectFolder, 'big');
  writeFileSync(path, content);
  const small = join(snapshot.projectFolder, 'small');
  writeFileSync(small, 'hello');
  const withPath = { ...snapshot, bytesPath: (_: string, id: string) => (id === 'big' ? path : small) };
  const source = cut.source === 'a path' ? withPath : snapshot;
  const options = { uploadChunkBytes: chunkBytes };
  const transport = cutAtChunk(place.sandbox, cut.chunk, cut.isStored);
  const first = await place.restore(source, {}, { ...options, transport });
  expect(first.code).toBe(6);
  const second = await place.restore(source, {}, options);
  expect([second.code, second.failure?.message]).toEqual([0, undefined]);
  expect(await stored(place)).toEqual([
    { $id: 'small', signature: '5d41402abc4b2a76b9719d911017c592', chunksUploaded: 1 },
    { $id: 'big', signature: large.signature, chunksUploaded: 4 },
  ]);
});

it('never replaces an incomplete file of someone else, or other bytes', async () => {
  const place = await destination();
  await place.restore({ ...contents, parts: [] });
  const form = new FormData();
  form.set('fileId', 'small');
  form.set('file', new Blob(['other']), 's.txt');
  await place.send('POST', '/storage/buckets/photos/files', form);
  const restored = await place.restore(contents, { onConflict: 'update' }, { uploadChunkBytes: chunkBytes });
  expect(restored.code).toBe(8);
  expect(restored.report.parts).toMatchObject([
    {
      created: 1,
      failed: 1,
      problems: [{ id: 'small', reason: expect.stringContaining('delete it first') }],
    },
  ]);
  const reports = await place.restore(contents, { onConflict: 'fail' }, { uploadChunkBytes: chunkBytes });
  expect(reports.report.parts).toMatchObject([{ unchanged: 1, conflicts: 1 }]);
});
