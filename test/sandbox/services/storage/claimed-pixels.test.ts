import { deflateSync } from 'node:zlib';
import { describe, expect, it } from 'vitest';
import { claimedPixels } from '../../../../src/sandbox/services/storage/claimed-pixels.ts';

const maxPixels = 50_000_000;
const bytes = (...parts: (number[] | string | Buffer)[]) =>
  Buffer.concat(
    parts.map((part) => (typeof part === 'string' ? Buffer.from(part, 'latin1') : Buffer.from(part))),
  );
const u16 = (value: number) => [value & 0xff, value >> 8];

const gif = bytes(
  'GIF89a',
  u16(1),
  u16(1),
  [0, 0, 0],
  [0x2c],
  u16(0),
  u16(0),
  u16(65535),
  u16(65535),
  [0, 2, 0],
  ';',
);
const jpeg = bytes(
  [0xff, 0xd8, 0xff, 0xe0, 0, 4, 0, 0],
  [0xff, 0xc0, 0, 11, 8, 0xff, 0xff, 0xff, 0xff, 1, 0, 0, 0],
);
function png(width: number, height: number, interlaced: number, data: Buffer): Buffer {
  const header = Buffer.alloc(13);
  header.writeUInt32BE(width, 0);
  header.writeUInt32BE(height, 4);
  header.set([8, 6, 0, 0, interlaced], 8);
  const chunk = (type: string, content: Buffer) => {
    const length = Buffer.alloc(4);
    length.writeUInt32BE(content.length);
    return bytes(length, type, content, [0, 0, 0, 0]);
  };
  return bytes(
    '\x89PNG\r\n\x1a\n',
    chunk('IHDR', header),
    chunk('IDAT', data),
    chunk('IEND', Buffer.alloc(0)),
  );
}

describe('claimedPixels', () => {
  it.each([
    ['a frame of a GIF', gif],
    ['a JPEG', jpeg],
    ['a PNG', png(65535, 65535, 0, Buffer.alloc(0))],
    ['an interlaced PNG of one pixel with more data', png(1, 1, 1, deflateSync(Buffer.alloc(5_000_000)))],
  ])('finds the bomb in %s', (_, image) => {
    expect(claimedPixels(image, maxPixels)).toBeGreaterThan(maxPixels);
  });

  it.each([
    ['a cut GIF', gif.subarray(0, 8)],
    ['a JPEG without a frame', bytes([0xff, 0xd8, 0xff, 0xe0, 0, 4, 0, 0])],
    ['a TIFF, which the server does not read', bytes('II*\0', Buffer.alloc(100))],
    ['a text', bytes('hello')],
    ['nothing', Buffer.alloc(0)],
  ])('can not read %s', (_, image) => {
    expect(claimedPixels(image, maxPixels)).toBeUndefined();
  });

  it('counts the pixels of a small interlaced image', () => {
    expect(claimedPixels(png(2, 3, 1, deflateSync(Buffer.alloc(30))), maxPixels)).toBe(6);
  });
});
