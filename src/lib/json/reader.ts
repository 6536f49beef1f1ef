import { JsonError } from './error.ts';
import { endOfNumber, endOfString, endOfWord, skipSpace } from './scan.ts';

/** Kinds of tokens: `key` is the name of a member, `word` is true, false or null, `end` is the end of the text. */
export type JsonToken = '{' | '}' | '[' | ']' | 'key' | 'string' | 'number' | 'word' | 'end';

type Expected = 'value' | 'value or ]' | 'key or }' | ': and value' | ', or close';

/**
 * Maximum number of arrays and objects within one another. A server's own encoder stops at 512; deeper text comes from
 * no Appwrite, and code that recurses into values would overflow the stack.
 */
export const maxJsonDepth = 1000;

const quote = 0x22;
const comma = 0x2c;
const colon = 0x3a;
const openBracket = 0x5b;
const closeBracket = 0x5d;
const openBrace = 0x7b;
const closeBrace = 0x7d;

/**
 * Reads JSON text token by token and checks its grammar (RFC 8259) and its depth. It builds no values and does not
 * recurse, so memory is independent of the size. Each token is `text.slice(start, end)`.
 */
export class JsonReader {
  readonly text: string;
  token: JsonToken = 'end';
  start = 0;
  end = 0;
  /** The comma or colon before this token. */
  separator: '' | ',' | ':' = '';
  /** End of the previous token. */
  previousEnd = 0;
  /** For each open container: true for an object, false for an array. */
  private readonly open: boolean[] = [];
  private expected: Expected = 'value';

  /** @param text JSON; a leading byte order mark is ignored */
  constructor(text: string) {
    this.text = text;
  }

  /** Number of open arrays and objects. */
  get depth(): number {
    return this.open.length;
  }

  /**
   * Moves to the next token.
   * @returns its kind
   * @throws JsonError if the text is not JSON, or too deep
   */
  next(): JsonToken {
    this.previousEnd = this.end;
    this.separator = '';
    const at = this.end === 0 && this.text.charCodeAt(0) === 0xfeff ? 1 : this.end;
    this.start = skipSpace(this.text, at);
    const code = this.text.charCodeAt(this.start);
    switch (this.expected) {
      case 'value':
        return this.value(code);
      case 'value or ]':
        return code === closeBracket ? this.close(']') : this.value(code);
      case 'key or }':
        return code === closeBrace ? this.close('}') : this.key(code);
      case ': and value':
        if (code !== colon) throw this.unexpected('a colon');
        return this.value(this.separate(':'));
      case ', or close':
        return this.afterValue(code);
    }
  }

  /** Moves from the first token of a value to its last, so that `end` is the end of the value. */
  skip(): void {
    if (this.token !== '{' && this.token !== '[') return;
    const outside = this.open.length - 1;
    while (this.open.length > outside) this.next();
  }

  private afterValue(code: number): JsonToken {
    if (this.open.length === 0) {
      if (this.start < this.text.length) throw this.unexpected('the end');
      this.end = this.start;
      this.token = 'end';
      return this.token;
    }
    const inObject = this.open[this.open.length - 1]!;
    if (code === comma) {
      const next = this.separate(',');
      return inObject ? this.key(next) : this.value(next);
    }
    if (code === (inObject ? closeBrace : closeBracket)) return this.close(inObject ? '}' : ']');
    throw this.unexpected(inObject ? 'a comma or "}"' : 'a comma or "]"');
  }

  /** Skips a comma or colon; returns the code of the next character. */
  private separate(separator: ',' | ':'): number {
    this.separator = separator;
    this.start = skipSpace(this.text, this.start + 1);
    return this.text.charCodeAt(this.start);
  }

  private key(code: number): JsonToken {
    if (code !== quote) throw this.unexpected('a name in quotes');
    return this.take('key', endOfString(this.text, this.start), ': and value');
  }

  private value(code: number): JsonToken {
    if (code === quote) return this.take('string', endOfString(this.text, this.start), ', or close');
    if (code === openBrace) return this.enter('{', true);
    if (code === openBracket) return this.enter('[', false);
    const end = endOfNumber(this.text, this.start);
    if (end > this.start) return this.take('number', end, ', or close');
    const wordEnd = endOfWord(this.text, this.start);
    if (wordEnd > this.start) return this.take('word', wordEnd, ', or close');
    throw this.unexpected('a value');
  }

  private enter(token: '{' | '[', isObject: boolean): JsonToken {
    if (this.open.length === maxJsonDepth)
      throw new JsonError(`more than ${maxJsonDepth} levels of nesting`, this.text, this.start);
    this.open.push(isObject);
    return this.take(token, this.start + 1, isObject ? 'key or }' : 'value or ]');
  }

  private close(token: '}' | ']'): JsonToken {
    this.open.pop();
    return this.take(token, this.start + 1, ', or close');
  }

  private take(token: JsonToken, end: number, expected: Expected): JsonToken {
    this.token = token;
    this.end = end;
    this.expected = expected;
    return token;
  }

  private unexpected(wanted: string): JsonError {
    const found = this.text.codePointAt(this.start);
    const reason =
      found === undefined
        ? `the text ends where ${wanted} should stand`
        : `${JSON.stringify(String.fromCodePoint(found))} where ${wanted} should stand`;
    return new JsonError(reason, this.text, this.start);
  }
}
