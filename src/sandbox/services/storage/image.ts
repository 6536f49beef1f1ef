import { Jimp, rgbaToInt } from 'jimp';
import type { Colour } from '../../core/colour.ts';
import { claimedPixels } from './claimed-pixels.ts';

/** Changes to an image, in this order. Lengths are in pixels; 0, and 1 for the opacity, change nothing. */
export interface Edits {
  readonly width: number;
  readonly height: number;
  /** Part that stays if the shape changes: `center`, `top-left`… */
  readonly gravity: string;
  readonly opacity: number;
  readonly background: Colour | undefined;
  readonly borderWidth: number;
  readonly borderColor: Colour;
  readonly borderRadius: number;
  /** Clockwise, in degrees. */
  readonly rotation: number;
}

type Image = Awaited<ReturnType<typeof Jimp.read>>;
const transparent = 0;
/** An image takes four bytes per pixel in memory. */
const maxPixels = 50_000_000;

/** Picture to edit, what to do with it, and the form of the result. */
export type EditJob = [
  bytes: Uint8Array,
  edits: Edits,
  type: 'image/png' | 'image/jpeg' | 'image/gif',
  /** Of a JPEG, in percent. */
  quality: number,
];

/** The edited picture, or the reason why there is none. */
export type EditOutcome = { readonly picture: Uint8Array } | { readonly unusable: string };

/** Edits a picture. */
export async function edit(...job: EditJob): Promise<EditOutcome> {
  try {
    return { picture: await edited(...job) };
  } catch (error) {
    if (error instanceof UnusablePicture) return { unusable: error.message };
    throw error;
  }
}

/** Thrown for a picture that can't be read, or is too large. */
class UnusablePicture extends Error {}

async function edited(...[bytes, edits, type, quality]: EditJob): Promise<Buffer> {
  const image = fit(await read(Buffer.from(bytes.buffer, bytes.byteOffset, bytes.length)), edits);
  if (edits.opacity < 1) image.opacity(edits.opacity);
  const framed = addBorder(addBackground(image, edits.background), edits);
  if (edits.borderRadius > 0) roundCorners(framed, edits.borderRadius);
  if (edits.rotation % 360 !== 0) framed.rotate(-edits.rotation);
  return type === 'image/jpeg' ? framed.getBuffer(type, { quality }) : framed.getBuffer(type);
}

async function read(bytes: Buffer): Promise<Image> {
  const pixels = claimedPixels(bytes, maxPixels);
  if (pixels === undefined) throw damaged();
  if (pixels > maxPixels) throw new UnusablePicture(`The image has more than ${maxPixels} pixels.`);
  try {
    return (await Jimp.read(bytes)) as Image;
  } catch {
    throw damaged();
  }
}

const damaged = () => new UnusablePicture('The file is damaged; it cannot be read as an image.');

/** Crops the image to the shape of the size, and scales it; a side of 0 follows the other. */
function fit(image: Image, { width, height, gravity }: Edits): Image {
  if (width === 0 && height === 0) return image;
  const w = width || Math.max(1, Math.round((image.width * height) / image.height));
  const h = height || Math.max(1, Math.round((image.height * width) / image.width));
  if (w * h > maxPixels) throw new UnusablePicture(`It would have more than ${maxPixels} pixels.`);
  const scale = Math.max(w / image.width, h / image.height);
  const cropped = {
    w: Math.min(image.width, Math.max(1, Math.round(w / scale))),
    h: Math.min(image.height, Math.max(1, Math.round(h / scale))),
  };
  image.crop({
    x: offset(image.width - cropped.w, gravity, 'left', 'right'),
    y: offset(image.height - cropped.h, gravity, 'top', 'bottom'),
    ...cropped,
  });
  return image.resize({ w, h }) as Image;
}

function offset(spare: number, gravity: string, start: string, end: string): number {
  if (gravity.includes(start)) return 0;
  return gravity.includes(end) ? spare : Math.floor(spare / 2);
}

const solid = ([red, green, blue]: Colour) => rgbaToInt(red, green, blue, 255);

function addBackground(image: Image, background: Colour | undefined): Image {
  if (!background) return image;
  const ground = new Jimp({ width: image.width, height: image.height, color: solid(background) });
  return ground.composite(image, 0, 0) as unknown as Image;
}

function addBorder(image: Image, { borderWidth, borderColor }: Edits): Image {
  if (borderWidth === 0) return image;
  const frame = new Jimp({
    width: image.width + 2 * borderWidth,
    height: image.height + 2 * borderWidth,
    color: solid(borderColor),
  });
  return frame.composite(image, borderWidth, borderWidth) as unknown as Image;
}

/** Makes the corners transparent, outside of quarter circles. */
function roundCorners(image: Image, borderRadius: number): void {
  const { width, height } = image;
  const radius = Math.min(borderRadius, width / 2, height / 2);
  image.scan((x, y) => {
    const across = Math.max(radius - x - 0.5, x + 0.5 - (width - radius), 0);
    const down = Math.max(radius - y - 0.5, y + 0.5 - (height - radius), 0);
    if (across > 0 && down > 0 && Math.hypot(across, down) > radius) image.setPixelColor(transparent, x, y);
  });
}
