import { graphemes } from './graphemes.ts';
import type { Measure } from './width.ts';

/** A token up to this length may be a secret or a URL, which users copy in one piece. */
const maxTokenLength = 2000;
const isToken = (word: string) => word.length <= maxTokenLength && /^[\x21-\x7e]+$/.test(word);

const afterSpaces = /(?<= )(?=[^ ])/;
const afterSpacesAndCommas = /(?<=[ ,])(?=[^ ])/;

/**
 * Wraps one line of text into lines of at most `width` columns, between words. A wider word is broken at the line's
 * end, except a token such as a secret: the terminal wraps that itself, without a line break or spaces, so that users
 * copy the token and nothing else.
 * @param text without control characters
 * @param isJson wraps after commas, because the JSON has no spaces, and breaks tokens too
 */
export function wrapLine(
  text: string,
  { width, measure, isJson }: { readonly width: number; readonly measure: Measure; readonly isJson: boolean },
): string[] {
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
      for (const part of breakAnywhere(word, width, measure)) {
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

/** Splits text into parts of at most `width` columns; a wider character gets a part of its own. */
export function* breakAnywhere(text: string, width: number, measure: Measure): Generator<string> {
  let part = '';
  let used = 0;
  for (const segment of graphemes(text)) {
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
