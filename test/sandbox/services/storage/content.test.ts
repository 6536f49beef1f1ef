import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { type TestSandbox, testSandbox } from '../../client.ts';
import { makeBucket, upload } from './upload-form.ts';

const megabytes3 = new Uint8Array(3_000_000).fill(1);

let at: TestSandbox;
beforeAll(async () => {
  at = await testSandbox();
  await makeBucket(at, 'b');
  await upload(at, 'b', '0123456789', { id: 'text', name: 'naïve "x"\n.txt' });
  await upload(at, 'b', '<html><script>alert(1)</script></html>', { id: 'page' });
  await upload(at, 'b', megabytes3, { id: 'long' });
});
afterAll(() => at.sandbox.close());

const get = (id: string, kind: string, range?: string) =>
  at.request('GET', `/storage/buckets/b/files/${id}/${kind}`, range ? { headers: { range } } : {});

describe('headers of a file', () => {
  it('sends a download as an attachment, named in bare UTF-8', async () => {
    const { headers } = await get('text', 'download');
    const disposition = Buffer.from(headers.get('content-disposition')!, 'latin1').toString('utf8');
    expect(disposition).toMatch(/^attachment; filename="naïve .*\.txt"$/);
    expect(headers.get('content-type')).toBe('text/plain');
    expect(headers.get('content-length')).toBe('10');
  });

  it('displays a view, but runs nothing in it', async () => {
    const { headers } = await get('page', 'view');
    expect(headers.get('content-disposition')).toBe('inline; filename="file.bin"');
    expect(headers.get('content-type')).toBe('text/plain');
    expect(headers.get('content-security-policy')).toBe('script-src none;');
    expect(headers.get('x-content-type-options')).toBe('nosniff');
    expect((await get('page', 'download')).headers.get('content-type')).toBe('text/html');
  });

  it('sends a long file without its length', async () => {
    const { headers, text } = await get('long', 'download');
    expect(headers.get('content-length')).toBeNull();
    expect(text).toHaveLength(3_000_000);
  });
});

describe('ranges of a file', () => {
  it.each([
    ['bytes=0-3', '0123', 'bytes 0-3/10'],
    ['bytes=8-9', '89', 'bytes 8-9/10'],
    ['bytes=4-', '456789', 'bytes 4-9/10'],
  ])('answers the range %s', async (range, text, contentRange) => {
    const answer = await get('text', 'download', range);
    expect(answer).toMatchObject({ status: 206, text });
    expect(answer.headers.get('content-range')).toBe(contentRange);
    expect(answer.headers.get('accept-ranges')).toBe('bytes');
  });

  it('sends at most 2 MiB for a range without an end', async () => {
    const answer = await get('long', 'view', 'bytes=100-');
    expect(answer.text).toHaveLength(2 * 1024 * 1024);
    expect(answer.headers.get('content-range')).toBe('bytes 100-2097251/3000000');
  });

  it.each(['bytes=0-10', 'bytes=3-3', 'bytes=5-4', 'bytes=-3', 'lines=0-3', 'bytes=0-1,3-4', 'bytes=x-y'])(
    'refuses the range %s',
    async (range) => {
      const answer = await get('text', 'download', range);
      expect(answer).toMatchObject({ status: 416, json: { type: 'storage_invalid_range' } });
    },
  );
});
