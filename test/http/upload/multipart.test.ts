import { Readable } from 'node:stream';
import { expect, it } from 'vitest';
import type { FormFile } from '../../../src/http/types.ts';
import { encodeForm } from '../../../src/http/upload/multipart.ts';
import { parseForm } from '../../kit/storage.ts';

const file = (content: string, size: number | undefined, filename = 'a.txt'): FormFile => ({
  field: 'file',
  filename,
  size,
  open: (start, end) => Readable.from([Buffer.from(content).subarray(start, end)]),
});

async function bytesOf(stream: Readable): Promise<Buffer> {
  const chunks: Buffer[] = [];
  for await (const chunk of stream) chunks.push(chunk);
  return Buffer.concat(chunks);
}

it.each([
  ['nothing', ''],
  ['text', 'hello'],
  ['what looks like the end of a part', '\r\n------appwrite-cli-\r\n--'],
])('encodes %s with an exact content length', async (_name, content) => {
  const fields = [
    ['fileId', 'é'],
    ['permissions[]', 'read("any")'],
    ['permissions[]', 'a\r\nb'],
  ] as const;
  const form = encodeForm({ kind: 'form', fields, file: file(content, Buffer.byteLength(content)) });
  const bytes = await bytesOf(form.open());
  expect(bytes.length).toBe(form.contentLength);
  const parsed = parseForm(bytes, form.contentType);
  expect(parsed.fields).toEqual(fields);
  expect(parsed.file).toMatchObject({ field: 'file', name: 'a.txt' });
  expect(parsed.file.bytes.toString()).toBe(content);
});

it('encodes a file of unknown size without a content length', async () => {
  const form = encodeForm({ kind: 'form', fields: [], file: file('hello', undefined) });
  expect(form.contentLength).toBeUndefined();
  expect(parseForm(await bytesOf(form.open()), form.contentType).file.bytes.toString()).toBe('hello');
});

it.each([
  ['photo é 世界.png', 'photo é 世界.png'],
  ['a"b', 'a%22b'],
  ['a\r\nContent-Type: text/html', 'a%0D%0AContent-Type: text/html'],
  ['50%\\.txt', '50%\\.txt'],
])('writes the name %j as %j', async (filename, written) => {
  const form = encodeForm({ kind: 'form', fields: [], file: file('', 0, filename) });
  expect((await bytesOf(form.open())).toString()).toContain(`filename="${written}"\r\n`);
});

it('encodes the form anew each time it is opened', async () => {
  const form = encodeForm({ kind: 'form', fields: [['a', 'b']], file: file('hello', 5) });
  expect(await bytesOf(form.open())).toEqual(await bytesOf(form.open()));
});
