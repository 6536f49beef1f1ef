import type { Colour } from '../../core/colour.ts';
import { isDotSet, letterHeight, letterWidth } from './letters.ts';

/** Red, green, blue and alpha. */
const bytesPerPixel = 4;
const opaque = 255;

/** An image with methods to draw rectangles and capital letters. */
export class Canvas {
  readonly #width: number;
  readonly #height: number;
  readonly #pixels: Buffer;

  constructor(width: number, height: number, background: Colour) {
    this.#width = width;
    this.#height = height;
    this.#pixels = Buffer.alloc(width * height * bytesPerPixel);
    this.fill(0, 0, width, height, background);
  }

  /** Fills a rectangle, clipped to the image. */
  fill(left: number, top: number, width: number, height: number, colour: Colour): void {
    const [from, to] = [Math.max(0, left), Math.min(this.#width, left + width)];
    const row = Buffer.alloc(Math.max(0, to - from) * bytesPerPixel, Buffer.from([...colour, opaque]));
    const bottom = Math.min(this.#height, top + height);
    for (let y = Math.max(0, top); y < bottom; y++)
      this.#pixels.set(row, (y * this.#width + from) * bytesPerPixel);
  }

  /** Writes text across the middle, as large as the margin allows. */
  write(text: string, colour: Colour): void {
    const letters = [...text];
    const dotsAcross = letters.length * (letterWidth + 1) - 1;
    const dot = Math.max(
      1,
      Math.floor(Math.min((this.#width * 0.8) / dotsAcross, (this.#height * 0.5) / letterHeight)),
    );
    const left = Math.floor((this.#width - dotsAcross * dot) / 2);
    const top = Math.floor((this.#height - letterHeight * dot) / 2);
    for (const [index, letter] of letters.entries()) {
      for (let column = 0; column < letterWidth; column++) {
        for (let row = 0; row < letterHeight; row++) {
          if (!isDotSet(letter, column, row)) continue;
          const across = index * (letterWidth + 1) + column;
          this.fill(left + across * dot, top + row * dot, dot, dot, colour);
        }
      }
    }
  }

  async toPng(): Promise<Buffer> {
    const { Jimp } = await import('jimp');
    const image = Jimp.fromBitmap({ width: this.#width, height: this.#height, data: this.#pixels });
    return image.getBuffer('image/png');
  }
}
