import type { Call } from './call.ts';
import { invalidArgument } from './errors.ts';

/** Red, green and blue, 0 to 255 each. */
export type Colour = readonly [red: number, green: number, blue: number];

export const white: Colour = [255, 255, 255];
export const black: Colour = [0, 0, 0];

/** @param hex three or six digits, without `#` */
export function parseColour(hex: string): Colour {
  const digits = hex.length === 3 ? [...hex].map((digit) => digit + digit).join('') : hex;
  const [red = 0, green = 0, blue = 0] = Buffer.from(digits, 'hex');
  return [red, green, blue];
}

/**
 * Returns the colour of a parameter, or undefined if it was not sent.
 * @throws ApiError 400 general_argument_invalid
 */
export function colourParam({ params }: Call, name: string): Colour | undefined {
  const hex = params.string(name, '');
  if (hex === '') return undefined;
  if (!/^([0-9a-f]{3}|[0-9a-f]{6})$/i.test(hex)) {
    throw invalidArgument(name, 'it must be a colour such as FF9900.');
  }
  return parseColour(hex);
}
