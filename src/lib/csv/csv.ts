/** One record of CSV. */
export interface CsvRecord {
  /** Line on which it begins, from 1. */
  readonly line: number;
  /** `null` for an empty cell; an empty text is written `""`. */
  readonly cells: readonly (string | null)[];
}

/** A syntax error in CSV. */
export class CsvError extends Error {
  override readonly name = 'CsvError';
  /** From 1. */
  readonly line: number;

  constructor(reason: string, line: number) {
    super(`${reason} at line ${line}`);
    this.line = line;
  }
}

/** Maximum length of a cell: an unclosed quote would otherwise read the whole file into memory. */
const maxCellLength = 16 * 1024 * 1024;

/**
 * Reads CSV (RFC 4180) record by record. A line may end in LF, CRLF or CR; a quote within an unquoted cell is an
 * ordinary character. An empty line is a record with one cell, `null`.
 * @param chunks text, split at any position
 * @throws CsvError for an unclosed quote, or text after a closing quote
 */
export async function* readCsv(
  chunks: AsyncIterable<string>,
  separator = ',',
): AsyncGenerator<CsvRecord, void, void> {
  const parser = new CsvParser(separator);
  for await (const chunk of chunks) {
    parser.feed(chunk);
    yield* parser.take();
  }
  parser.end();
  yield* parser.take();
}

/** State of the parser: before a cell, in an unquoted or a quoted one, or after a quote in a quoted one. */
type State = 'before' | 'bare' | 'quoted' | 'quote';

class CsvParser {
  readonly #separator: string;
  readonly #bare: RegExp;
  #records: CsvRecord[] = [];
  #state: State = 'before';
  #cells: (string | null)[] = [];
  #cell = '';
  #line = 1;
  #recordLine = 1;
  #afterReturn = false;

  constructor(separator: string) {
    this.#separator = separator;
    this.#bare = separator === '\t' ? /[^\t\r\n]*/y : /[^,\r\n]*/y;
  }

  /** Returns the records completed since the last call. */
  take(): CsvRecord[] {
    const records = this.#records;
    this.#records = [];
    return records;
  }

  feed(text: string): void {
    for (let at = 0; at < text.length; ) {
      switch (this.#state) {
        case 'before':
          at = this.#begin(text, at);
          break;
        case 'bare':
          at = this.#readBare(text, at);
          break;
        case 'quoted':
          at = this.#readQuoted(text, at);
          break;
        case 'quote':
          at = this.#readQuote(text, at);
      }
    }
  }

  end(): void {
    if (this.#state === 'quoted') throw new CsvError('a quote that is never closed', this.#recordLine);
    const isEmpty = this.#state === 'before' && this.#cells.length === 0;
    if (!isEmpty) this.#endRecord(this.#state === 'quote' ? this.#cell : this.#cell || null);
  }

  #begin(text: string, at: number): number {
    const skipsFeed = this.#afterReturn && text[at] === '\n';
    this.#afterReturn = false;
    if (skipsFeed) return at + 1;
    if (text[at] !== '"') {
      this.#state = 'bare';
      return at;
    }
    this.#state = 'quoted';
    return at + 1;
  }

  #readBare(text: string, at: number): number {
    this.#bare.lastIndex = at;
    this.#append(this.#bare.exec(text)![0]);
    const end = this.#bare.lastIndex;
    return end < text.length ? this.#endCell(text[end]!, this.#cell || null, end) : end;
  }

  #readQuoted(text: string, at: number): number {
    const quote = text.indexOf('"', at);
    const end = quote < 0 ? text.length : quote;
    const part = text.slice(at, end);
    this.#append(part);
    this.#line += part.split('\n').length - 1;
    if (quote < 0) return end;
    this.#state = 'quote';
    return quote + 1;
  }

  #readQuote(text: string, at: number): number {
    if (text[at] !== '"') return this.#endCell(text[at]!, this.#cell, at);
    this.#append('"');
    this.#state = 'quoted';
    return at + 1;
  }

  #append(text: string): void {
    this.#cell += text;
    if (this.#cell.length <= maxCellLength) return;
    throw new CsvError('a cell of more than 16 MiB, or a quote that is never closed', this.#recordLine);
  }

  /** @param character after the cell: the separator or a line break */
  #endCell(character: string, cell: string | null, at: number): number {
    if (character === this.#separator) {
      this.#cells.push(cell);
      this.#cell = '';
      this.#state = 'before';
    } else if (character === '\n' || character === '\r') {
      this.#afterReturn = character === '\r';
      this.#endRecord(cell);
    } else throw new CsvError('text after a closing quote', this.#line);
    return at + 1;
  }

  #endRecord(cell: string | null): void {
    this.#cells.push(cell);
    this.#records.push({ line: this.#recordLine, cells: this.#cells });
    this.#line += 1;
    this.#recordLine = this.#line;
    this.#cells = [];
    this.#cell = '';
    this.#state = 'before';
  }
}

/**
 * Quotes text as a cell of CSV (RFC 4180) if it contains the separator, a quote or a line break. An empty text is quoted
 * too, to distinguish it from an empty cell.
 */
export function quoteCell(text: string, separator = ','): string {
  const isBare = text !== '' && !text.includes(separator) && !/["\n\r]/.test(text);
  return isBare ? text : `"${text.replaceAll('"', '""')}"`;
}
