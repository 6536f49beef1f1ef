import path from 'node:path';
import { type Colour, parseColour } from '../../core/colour.ts';
import { Canvas } from '../avatars/canvas.ts';

/** The server's background of icons, if a request names none. */
export const iconBackground: Colour = parseColour('eceff1');
const ink: Colour = parseColour('546e7a');
/** Side of an icon, in pixels. */
const side = 200;
const maxLetters = 4;

/**
 * Draws the preview of a file that is no picture. A real server has an icon for each kind of file; this one shows the
 * file's extension.
 * @returns a PNG
 */
export function drawIcon(fileName: string): Promise<Buffer> {
  const letters = path
    .extname(fileName)
    .toUpperCase()
    .replace(/[^A-Z0-9]/g, '');
  const icon = new Canvas(side, side, iconBackground);
  icon.write(letters.slice(0, maxLetters) || 'FILE', ink);
  return icon.toPng();
}
