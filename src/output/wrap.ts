import type { Measure } from './width.ts';

/** A token up to this length may be a secret or a URL, which somebody wants to copy in one piece. */
const maxTokenLength = 2000;
const isToken = (word: string) => word.length <= maxTokenLength && /^[\x21-\x7e]+$/.test(word);

const afterSpaces = /(?<= )(?=[^ ])/;
const afterSpacesAndCommas = /(?<=[ ,])(?=[^ ])/;

/**
 * One line of text in lines of at most `width` columns, broken between words. A wider word is broken where the line
 * ends, but for a token such as a secret: it stays whole on its line for the terminal itself to wrap, which does so
 * without a line break or spaces, so that what is copied from there is the token and nothing else.
 * @param text free of control characters
 * @param isJson whether it is JSON, which has no spaces: lines end after its commas, and no token stays whole
 */
export function wrapLine(text: string, width: number, measure: Measure, isJson = false): string[] {
  const lines: string[] = [];
  let line = '';
  let used = 0;
  for (const piece of text.split(isJson ? afterSpacesAndCommas : afterSpaces)) {
    const word = piece.trimEnd();
    const wordWidth = measure(word);
    if (used + wordWidth > width) {
      if (line.trim() !== '') lines.push(line.trimEnd());
      line = '';
      used = 0;
    }
    if (wordWidth > width && (isJson || !isToken(word))) {
      for (const part of brokenAnywhere(word, width, measure)) {
        if (line !== '') lines.push(line);
        line = part;
      }
      line += piece.slice(word.length);
      used = measure(line);
    } else {
      line += piece;
      used += wordWidth + piece.length - word.length;
    }
  }
  return [...lines, line.trimEnd()];
}

/** Text in parts of at most `width` columns; a character that is wider has one for itself. */
export function* brokenAnywhere(text: string, width: number, measure: Measure): Generator<string> {
  let part = '';
  let used = 0;
  for (const segment of segments(text)) {
    const wide = measure(segment);
    if (part !== '' && used + wide > width) {
      yield part;
      part = '';
      used = 0;
    }
    part += segment;
    used += wide;
  }
  yield part;
}

/** How much text is segmented at once: Node 20 takes seconds for a hundred thousand characters, and hours for more. */
const window = 256;

/** What a terminal draws as one character each. */
function* segments(text: string): Generator<string> {
  const segmenter = new Intl.Segmenter();
  for (let start = 0; start < text.length; ) {
    const found = [...segmenter.segment(text.slice(start, start + window))];
    const isEnd = start + window >= text.length;
    // The last one may go on behind the window.
    const whole = isEnd || found.length === 1 ? found : found.slice(0, -1);
    for (const { segment } of whole) {
      yield segment;
      start += segment.length;
    }
  }
}
