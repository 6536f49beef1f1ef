import { inflateSync } from 'node:zlib';
import { codeOf } from '../../../lib/files/fs-error.ts';

/**
 * Returns the number of pixels that decoding an image would take, all frames together, read from its headers: a few
 * bytes can claim more than the memory holds.
 * @param maxPixels limit of the caller; data that decompresses to more than such an image counts as more pixels
 * @returns undefined if the headers can't be read
 */
export function claimedPixels(bytes: Buffer, maxPixels: number): number | undefined {
  try {
    const reader = readers.find(({ magic }) => bytes.toString('latin1', 0, 12).startsWith(magic));
    return reader?.pixels(bytes, maxPixels);
  } catch (error) {
    // A header that ends early.
    if (error instanceof RangeError) return undefined;
    throw error;
  }
}

const readers: readonly { magic: string; pixels(bytes: Buffer, maxPixels: number): number | undefined }[] = [
  { magic: '\x89PNG', pixels: png },
  { magic: 'GIF8', pixels: gif },
  { magic: '\xff\xd8', pixels: jpeg },
];

/** The library decompresses an interlaced PNG without a limit. */
function png(bytes: Buffer, maxPixels: number): number {
  const pixels = bytes.readUInt32BE(16) * bytes.readUInt32BE(20);
  const isInterlaced = bytes.readUInt8(28) !== 0;
  if (pixels > maxPixels || !isInterlaced) return pixels;
  try {
    // Up to four channels of 16 bits, and a filter byte for each row of each pass.
    inflateSync(Buffer.concat(pngData(bytes)), { maxOutputLength: pixels * 8 + 65_536 });
  } catch (error) {
    if (codeOf(error) === 'ERR_BUFFER_TOO_LARGE') return Number.POSITIVE_INFINITY;
  }
  return pixels;
}

function pngData(bytes: Buffer): Buffer[] {
  const parts: Buffer[] = [];
  for (let at = 8; at + 8 <= bytes.length; ) {
    const length = bytes.readUInt32BE(at);
    if (bytes.toString('latin1', at + 4, at + 8) === 'IDAT')
      parts.push(bytes.subarray(at + 8, at + 8 + length));
    at += length + 12;
  }
  return parts;
}

/** Every frame becomes a picture of its own size. */
function gif(bytes: Buffer): number {
  let pixels = bytes.readUInt16LE(6) * bytes.readUInt16LE(8);
  let at = 13 + gifColours(bytes.readUInt8(10));
  while (at < bytes.length) {
    const block = bytes.readUInt8(at);
    if (block === 0x2c) {
      pixels += bytes.readUInt16LE(at + 5) * bytes.readUInt16LE(at + 7);
      at = endOfGifData(bytes, at + 10 + gifColours(bytes.readUInt8(at + 9)) + 1);
    } else if (block === 0x21) at = endOfGifData(bytes, at + 2);
    else break;
  }
  return pixels;
}

/** Returns the length of the colour table that follows. */
const gifColours = (flags: number) => (flags & 0x80 ? 3 * 2 ** ((flags & 7) + 1) : 0);

function endOfGifData(bytes: Buffer, start: number): number {
  let at = start;
  while (at < bytes.length && bytes.readUInt8(at) !== 0) at += bytes.readUInt8(at) + 1;
  return at + 1;
}

/** Reads the segments up to the first frame. */
function jpeg(bytes: Buffer): number | undefined {
  for (let at = 2; at < bytes.length; ) {
    if (bytes.readUInt8(at) !== 0xff) return undefined;
    const marker = bytes.readUInt8(at + 1);
    const isFrame = marker >= 0xc0 && marker <= 0xcf && ![0xc4, 0xc8, 0xcc].includes(marker);
    if (isFrame) return bytes.readUInt16BE(at + 5) * bytes.readUInt16BE(at + 7);
    const isFill = marker === 0xff;
    const standsAlone = marker === 0x01 || (marker >= 0xd0 && marker <= 0xd8);
    if (isFill) at++;
    else at += standsAlone ? 2 : 2 + bytes.readUInt16BE(at + 2);
  }
  return undefined;
}
