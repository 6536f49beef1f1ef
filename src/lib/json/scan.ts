import { JsonError } from './error.ts';

/** Returns the first position from `at` on that is not JSON white space. */
export function skipSpace(text: string, at: number): number {
  let end = at;
  for (;;) {
    const code = text.charCodeAt(end);
    if (code !== 0x20 && code !== 0x0a && code !== 0x0d && code !== 0x09) return end;
    end++;
  }
}

/**
 * @param start position of the opening quote
 * @returns the position after the closing quote
 * @throws JsonError for an unclosed string, an unescaped control character or an unknown escape
 */
export function endOfString(text: string, start: number): number {
  let at = start + 1;
  for (;;) {
    const code = text.charCodeAt(at);
    if (code === 0x22) return at + 1;
    if (code === 0x5c) at = endOfEscape(text, at);
    else if (code >= 0x20) at++;
    else if (code < 0x20) throw new JsonError('a control character inside a string', text, at);
    else throw new JsonError('the text ends inside a string', text, at);
  }
}

const escapes = /\\(?:["\\/bfnrt]|u[0-9a-fA-F]{4})/y;

function endOfEscape(text: string, at: number): number {
  escapes.lastIndex = at;
  if (!escapes.test(text)) {
    const reason =
      at + 1 < text.length ? 'an escape that JSON does not have' : 'the text ends inside a string';
    throw new JsonError(reason, text, at);
  }
  return escapes.lastIndex;
}

/**
 * @returns the position after the number that begins at `start`, or `start` if there is none
 * @throws JsonError for an incomplete number or one with leading zeros
 */
export function endOfNumber(text: string, start: number): number {
  const first = text.charCodeAt(start) === 0x2d ? start + 1 : start;
  let at = endOfDigits(text, first);
  if (at === first) {
    if (first === start) return start;
    throw badNumber(text, at);
  }
  if (text.charCodeAt(first) === 0x30 && at > first + 1) throw badNumber(text, first + 1);
  if (text.charCodeAt(at) === 0x2e) at = endOfRequiredDigits(text, at + 1);
  if (text.charCodeAt(at) === 0x65 || text.charCodeAt(at) === 0x45) {
    const sign = text.charCodeAt(at + 1);
    at = endOfRequiredDigits(text, sign === 0x2b || sign === 0x2d ? at + 2 : at + 1);
  }
  return at;
}

function endOfRequiredDigits(text: string, at: number): number {
  const end = endOfDigits(text, at);
  if (end === at) throw badNumber(text, at);
  return end;
}

function endOfDigits(text: string, at: number): number {
  let end = at;
  while (text.charCodeAt(end) >= 0x30 && text.charCodeAt(end) <= 0x39) end++;
  return end;
}

const badNumber = (text: string, at: number) => new JsonError('a number that JSON does not know', text, at);

const wordsByInitial: Readonly<Record<string, string>> = { t: 'true', f: 'false', n: 'null' };

/** Returns the position after the `true`, `false` or `null` that begins at `start`, or `start` if there is none. */
export function endOfWord(text: string, start: number): number {
  const word = wordsByInitial[text[start] ?? ''];
  return word !== undefined && text.startsWith(word, start) ? start + word.length : start;
}
