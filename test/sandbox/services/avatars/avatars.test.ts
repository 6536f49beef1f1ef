import { Jimp } from 'jimp';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { type RequestOptions, type TestSandbox, testSandbox } from '../../client.ts';
import { signIn } from '../../sign-in.ts';

let at: TestSandbox;
beforeAll(async () => {
  at = await testSandbox();
});
afterAll(() => at.sandbox.close());

/** Returns the image of a path as pixels. */
async function image(path: string, options: RequestOptions = {}) {
  const answer = await at.request('GET', `/avatars/${path}`, { guest: true, ...options });
  expect(answer.headers.get('content-type')).toBe('image/png');
  return { answer, pixels: await Jimp.read(answer.bytes) };
}

const white = 0xffffffff;
const black = 0x000000ff;

it.each([
  ['flags/us?width=20&height=30', 20, 30],
  ['browsers/ch', 100, 100],
  ['credit-cards/union-china-pay?width=200', 200, 100],
  ['initials?name=Ada', 500, 500],
  ['qr?text=hi&size=50', 50, 50],
])('draws %s as %i times %i pixels', async (path, width, height) => {
  const { pixels } = await image(path);
  expect([pixels.width, pixels.height]).toEqual([width, height]);
  expect(new Set(pixels.bitmap.data).size).toBeGreaterThan(1);
});

it.each([
  'flags/zz',
  'browsers/xx',
  'credit-cards/xx',
  'initials?background=red',
  'flags/us?width=2001',
  'qr',
])('refuses %s', async (path) => {
  const answer = await at.request('GET', `/avatars/${path}`);
  expect(answer).toMatchObject({ status: 400, json: { type: 'general_argument_invalid' } });
});

it.each(['image?url=https://example.com/a.png', 'favicon?url=https://example.com'])(
  'refuses %s, which would have to be fetched',
  async (path) => {
    expect((await at.request('GET', `/avatars/${path}`)).status).toBe(501);
  },
);

describe('initials', () => {
  const bytesOf = async (path: string, options?: RequestOptions) =>
    (await image(path, options)).pixels.bitmap.data;

  it('draws the initials of the first two words', async () => {
    const ab = await bytesOf('initials?name=A%20B&width=50&height=50&background=000');
    expect(await bytesOf('initials?name=ada_bell&width=50&height=50&background=000')).toEqual(ab);
    expect(await bytesOf('initials?name=%C3%84da%20Bell%20Cox&width=50&height=50&background=000')).toEqual(
      ab,
    );
    expect(await bytesOf('initials?name=A%20C&width=50&height=50&background=000')).not.toEqual(ab);
  });

  it('draws on the requested colour', async () => {
    const { pixels } = await image('initials?name=I&width=50&height=50&background=123456');
    expect(pixels.getPixelColor(0, 0)).toBe(0x123456ff);
    expect(pixels.getPixelColor(25, 25)).toBe(white);
  });

  it('draws the user’s own initials without a name', async () => {
    const ada = await signIn(at, 'ada');
    const own = await bytesOf('initials?width=50&height=50', ada);
    expect(own).toEqual(await bytesOf('initials?name=ada&width=50&height=50'));
  });
});

describe('QR codes', () => {
  it('draws the three eyes and the margin', async () => {
    const modules = 21;
    const { pixels } = await image(`qr?text=hi&size=${modules + 4}&margin=2`);
    const at = (x: number, y: number) => pixels.getPixelColor(x, y);
    expect([at(0, 0), at(1, 1)]).toEqual([white, white]);
    for (const [left, top] of [
      [2, 2],
      [modules + 2 - 7, 2],
      [2, modules + 2 - 7],
    ] as const) {
      const across = [0, 1, 2, 3, 4, 5, 6].map((x) => at(left + x, top + 3));
      expect(across).toEqual([black, white, black, black, black, white, black]);
    }
  });

  it('offers the code as a download', async () => {
    const { answer } = await image('qr?text=hi&download=true');
    expect(answer.headers.get('content-disposition')).toBe('attachment; filename="qr.png"');
  });

  it('refuses text that is too long', async () => {
    const answer = await at.request('GET', `/avatars/qr?text=${'x'.repeat(4000)}`);
    expect(answer).toMatchObject({ status: 400, json: { type: 'general_argument_invalid' } });
  });
});
