import { maxWidthOf } from '../lib/text/width.ts';
import { wrapLine } from '../lib/text/wrap.ts';

/** Further lines of a sentence without a label are indented by this, so that the next sentence stands out. */
const hangingIndent = 2;
/** Least room for the words; where there is less, the terminal wraps. */
const minRoom = 20;

/**
 * Wraps a sentence at its words. Further lines are indented: below the text if it has a label, such as `hint: `.
 * @param text one line without control characters; spaces before it indent all lines
 * @param width columns of the terminal; undefined elsewhere: the text stays on its line
 * @param labelWidth columns of what the caller puts before the text
 */
export function wrapProse(text: string, width: number | undefined, labelWidth = 0): string {
  if (width === undefined || labelWidth + maxWidthOf(text) <= width) return text;
  const words = text.trimStart();
  const before = text.length - words.length;
  const indent = labelWidth > 0 ? labelWidth : before + hangingIndent;
  const room = width - Math.max(indent, labelWidth + before);
  if (room < minRoom) return text;
  const lines = wrapLine(words, { width: room, measure: maxWidthOf, isJson: false });
  return `${' '.repeat(before)}${lines.join(`\n${' '.repeat(indent)}`)}`;
}
