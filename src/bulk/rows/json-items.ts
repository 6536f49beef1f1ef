import { isJson } from '../../lib/json/format.ts';
import { BrokenFile, maxRowLength, type Piece } from './row.ts';

/**
 * Reads the items of a JSON array one by one, without holding the whole in memory. The array is the document itself, or
 * a member of an object, as in a list response.
 * @param chunks the text, split anywhere
 * @param member name of that member
 * @throws BrokenFile if the text is not such JSON
 */
export async function* readJsonItems(
  chunks: AsyncIterable<string>,
  member: string,
): AsyncGenerator<Piece, void, void> {
  const splitter = new ItemSplitter(member);
  for await (const chunk of chunks) {
    splitter.feed(chunk);
    for (const piece of splitter.take()) yield checked(piece);
  }
  splitter.end();
}

function checked(piece: Piece): Piece {
  if (!isJson(piece.text)) throw new BrokenFile('broken JSON in the item', piece.line);
  return piece;
}

/**
 * Splits the text at the commas of the array. The text around the array is collected separately: without the items, it
 * must be valid JSON by itself.
 */
class ItemSplitter {
  readonly #opening: RegExp;
  #pieces: Piece[] = [];
  #around = '';
  #item = '';
  #depth = 0;
  /** Depth of the items; undefined outside the array. */
  #itemDepth: number | undefined;
  #found = false;
  #inString = false;
  #escaped = false;
  #line = 1;
  #itemLine = 1;
  #count = 0;

  constructor(member: string) {
    this.#opening = new RegExp(`"${member}"\\s*:\\s*$`);
  }

  /** Returns the items completed since the last call. */
  take(): Piece[] {
    const pieces = this.#pieces;
    this.#pieces = [];
    return pieces;
  }

  feed(text: string): void {
    let start = 0;
    for (let at = this.#next(text, 0); at < text.length; at = this.#next(text, at + 1)) {
      const isSplit = this.#step(text[at]!, () => this.#append(text.slice(start, at)));
      if (isSplit) start = at + 1;
    }
    this.#append(text.slice(start));
  }

  /** @throws BrokenFile if the text is incomplete, or has no array */
  end(): void {
    if (!isJson(this.#around)) throw new BrokenFile('broken JSON', this.#line);
    if (!this.#found) throw new BrokenFile('not a list of rows', 1);
  }

  /** Returns the index of the next significant character, from `at` on. */
  #next(text: string, at: number): number {
    if (this.#escaped && at < text.length) {
      this.#escaped = false;
      return this.#next(text, at + 1);
    }
    const pattern = this.#inString ? /["\\]/g : /["[\]{},\n]/g;
    pattern.lastIndex = at;
    return pattern.exec(text)?.index ?? text.length;
  }

  /**
   * Processes a significant character.
   * @param appendBefore stores the text before it
   * @returns true if the text was split at this character
   */
  #step(character: string, appendBefore: () => void): boolean {
    switch (character) {
      case '"':
        this.#inString = !this.#inString;
        return false;
      case '\\':
        this.#escaped = true;
        return false;
      case '\n':
        this.#line++;
        return false;
      case '{':
        this.#depth++;
        return false;
      case '[':
        this.#depth++;
        if (this.#found || this.#depth > 2) return false;
        appendBefore();
        return this.#open();
      case ',':
        if (this.#depth !== this.#itemDepth) return false;
        appendBefore();
        this.#endItem();
        return true;
      default:
        this.#depth--;
        if (this.#itemDepth === undefined || this.#depth >= this.#itemDepth) return false;
        appendBefore();
        this.#close(character);
        return true;
    }
  }

  #open(): boolean {
    const isList = this.#depth === 1 || this.#opening.test(this.#around);
    this.#around += '[';
    if (isList) {
      this.#found = true;
      this.#itemDepth = this.#depth;
      this.#itemLine = this.#line;
    }
    return true;
  }

  #close(bracket: string): void {
    if (this.#count > 0 || this.#item.trim() !== '') this.#endItem();
    this.#itemDepth = undefined;
    this.#around += bracket;
  }

  #endItem(): void {
    const before = /^\s*/.exec(this.#item)![0];
    this.#pieces.push({
      line: this.#itemLine + before.split('\n').length - 1,
      text: this.#item.trim(),
    });
    this.#count++;
    this.#item = '';
    this.#itemLine = this.#line;
  }

  #append(text: string): void {
    if (this.#itemDepth === undefined) this.#around += text;
    else this.#item += text;
    if (this.#item.length > maxRowLength) throw new BrokenFile('an item of more than 16 MiB', this.#itemLine);
    if (this.#around.length > maxRowLength) throw new BrokenFile('not a list of rows', 1);
  }
}
