import { checkJson } from '../../lib/json/format.ts';
import { BrokenFile, maxRowBytes, type Piece } from './row.ts';

/**
 * The items of one JSON array, one after the other, without holding the whole. The array is the document itself, or
 * the member of an object, as in the answer of a list operation.
 * @param chunks the text, cut anywhere
 * @param member the name of that member
 * @throws BrokenFile where the text is no such JSON
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

function isJson(text: string): boolean {
  try {
    checkJson(text);
    return true;
  } catch {
    return false;
  }
}

/**
 * Cuts the text at the commas of the array. What is around the array is kept apart: with the items gone, it must be
 * JSON by itself.
 */
class ItemSplitter {
  readonly #opening: RegExp;
  #pieces: Piece[] = [];
  #around = '';
  #item = '';
  #depth = 0;
  /** The depth of the items while the array is open. */
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

  /** The items that are complete; each is given once. */
  take(): Piece[] {
    const pieces = this.#pieces;
    this.#pieces = [];
    return pieces;
  }

  feed(text: string): void {
    let start = 0;
    for (let at = this.#next(text, 0); at < text.length; at = this.#next(text, at + 1)) {
      const cutsHere = this.#step(text[at]!, () => this.#keep(text.slice(start, at)));
      if (cutsHere) start = at + 1;
    }
    this.#keep(text.slice(start));
  }

  /** @throws BrokenFile where the text is not complete, or held no array */
  end(): void {
    if (!isJson(this.#around)) throw new BrokenFile('broken JSON', this.#line);
    if (!this.#found) throw new BrokenFile('no list of rows', 1);
  }

  /** The next character that could matter, from `at` on. */
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
   * @param keep keeps the text before this character
   * @returns whether the text was cut at this character
   */
  #step(character: string, keep: () => void): boolean {
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
        keep();
        return this.#open();
      case ',':
        if (this.#depth !== this.#itemDepth) return false;
        keep();
        this.#endItem();
        return true;
      default:
        this.#depth--;
        if (this.#itemDepth === undefined || this.#depth >= this.#itemDepth) return false;
        keep();
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

  #keep(text: string): void {
    if (this.#itemDepth === undefined) this.#around += text;
    else this.#item += text;
    if (this.#item.length > maxRowBytes) throw new BrokenFile('an item of more than 16 MiB', this.#itemLine);
    if (this.#around.length > maxRowBytes) throw new BrokenFile('no list of rows', 1);
  }
}
