import { Jimp } from 'jimp';
import { afterAll, beforeAll, expect, it } from 'vitest';
import { type TestSandbox, testSandbox } from '../../client.ts';
import { makeBucket, upload } from './upload-form.ts';

const [red, blue] = [0xff0000ff, 0x0000ffff];

let at: TestSandbox;
beforeAll(async () => {
  at = await testSandbox();
  await makeBucket(at, 'b');
  const image = new Jimp({ width: 40, height: 20, color: red });
  image.scan(20, 0, 20, 20, (x, y) => image.setPixelColor(blue, x, y));
  await upload(at, 'b', await image.getBuffer('image/png'), { id: 'png', name: 'a.png' });
  await upload(at, 'b', await image.getBuffer('image/jpeg'), { id: 'jpeg', name: 'a.jpeg' });
  const tall = new Jimp({ width: 1, height: 4000, color: red });
  await upload(at, 'b', await tall.getBuffer('image/png'), { id: 'tall' });
  await upload(at, 'b', 'hello', { id: 'text', name: 'notes.txt' });
  await upload(at, 'b', Buffer.from('II*\0', 'latin1'), { id: 'tiff' });
  await upload(at, 'b', Buffer.from('\x89PNG\r\n\x1a\nbroken', 'latin1'), { id: 'broken' });
  const bomb = await image.getBuffer('image/png');
  bomb.writeUInt32BE(100_000, 16);
  bomb.writeUInt32BE(100_000, 20);
  await upload(at, 'b', bomb, { id: 'bomb' });
});
afterAll(() => at.sandbox.close());

/** Returns the preview of an image that is red on its left and blue on its right. */
async function preview(id: string, query: string) {
  const { headers, bytes } = await at.request(
    'GET',
    `/storage/buckets/b/files/${id}/preview?project=${at.sandbox.project}&${query}`,
    { headers: { 'x-appwrite-project': '' } },
  );
  return { type: headers.get('content-type'), pixels: await Jimp.read(bytes) };
}

it.each([
  ['', 40, 20],
  ['width=20', 20, 10],
  ['height=10', 20, 10],
  ['width=10&height=10', 10, 10],
  ['borderWidth=5', 50, 30],
])('resizes to "%s": %i times %i pixels', async (query, width, height) => {
  const { pixels } = await preview('png', query);
  expect([pixels.width, pixels.height]).toEqual([width, height]);
});

it('crops a sliver before scaling it', async () => {
  const { pixels } = await preview('tall', 'width=400&height=400');
  expect([pixels.width, pixels.height]).toEqual([400, 400]);
});

it.each([
  ['left', red],
  ['top-left', red],
  ['bottom-right', blue],
])('crops to the %s', async (gravity, colour) => {
  const { pixels } = await preview('png', `width=10&height=20&gravity=${gravity}`);
  expect([pixels.getPixelColor(1, 1), pixels.getPixelColor(8, 18)]).toEqual([colour, colour]);
});

it.each([
  ['png', '', 'image/png'],
  ['jpeg', '', 'image/jpeg'],
  ['png', 'output=jpg&quality=50', 'image/jpeg'],
  ['jpeg', 'output=gif', 'image/gif'],
])('converts %s with "%s" to %s', async (id, query, type) => {
  expect((await preview(id, query)).type).toBe(type);
});

it('rotates clockwise', async () => {
  const { pixels } = await preview('png', 'rotation=90');
  expect([pixels.width, pixels.height]).toEqual([20, 40]);
  expect(pixels.getPixelColor(10, 5)).toBe(red);
  expect(pixels.getPixelColor(10, 35)).toBe(blue);
});

it('adds a border in a colour', async () => {
  const { pixels } = await preview('png', 'borderWidth=3&borderColor=00ff00');
  expect(pixels.getPixelColor(0, 0)).toBe(0x00ff00ff);
  expect(pixels.getPixelColor(4, 4)).toBe(red);
});

it('makes round corners transparent', async () => {
  const { pixels } = await preview('png', 'borderRadius=8');
  expect(pixels.getPixelColor(0, 0)).toBe(0);
  expect(pixels.getPixelColor(8, 0)).toBe(red);
});

it('applies an opacity of a half', async () => {
  const { pixels } = await preview('png', 'opacity=0.5');
  expect(pixels.getPixelColor(0, 0) & 0xff).toBeCloseTo(128, -1);
});

it.each([
  ['broken', '', 400],
  ['bomb', '', 400],
  ['tall', 'width=4000', 400],
  ['png', 'borderColor=green', 400],
  ['png', 'width=4001', 400],
])('refuses %s with "%s": %i', async (id, query, status) => {
  const answer = await at.request(
    'GET',
    `/storage/buckets/b/files/${id}/preview?project=${at.sandbox.project}&${query}`,
    { headers: { 'x-appwrite-project': '' } },
  );
  expect(answer.status).toBe(status);
});

it.each([
  ['text', '', 'image/png', 200],
  ['text', 'output=jpg&width=50', 'image/jpeg', 50],
  ['tiff', '', 'image/png', 200],
])('shows an icon for %s with "%s"', async (id, query, type, width) => {
  const { pixels, type: written } = await preview(id, query);
  expect([written, pixels.width, pixels.height]).toEqual([type, width, width]);
  if (type === 'image/png') expect(pixels.getPixelColor(2, 2)).toBe(0xeceff1ff);
});

it.each([
  ['*/*', 200, 'image/jpeg'],
  ['image/webp', 501, 'application/json'],
  ['image/avif,image/webp,*/*', 501, 'application/json'],
])('answers output=webp to Accept: %s with %i', async (accept, status, type) => {
  const answer = await at.request('GET', '/storage/buckets/b/files/png/preview?output=webp', {
    headers: { accept },
  });
  expect(answer.status).toBe(status);
  expect(answer.headers.get('content-type')).toContain(type);
});
