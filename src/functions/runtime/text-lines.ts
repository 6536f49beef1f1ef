import { StringDecoder } from 'node:string_decoder';

/** Longer lines are cut into several, so that output without line breaks does not fill the memory. */
const maxLineLength = 64 * 1024;

/** Splits the output of a process into lines of text. */
export class TextLines {
  readonly #decoder = new StringDecoder('utf8');
  readonly #onLine: (line: string) => void;
  readonly #maxLength: number;
  #rest = '';

  constructor(onLine: (line: string) => void, maxLength = maxLineLength) {
    this.#onLine = onLine;
    this.#maxLength = maxLength;
  }

  add(bytes: Buffer): void {
    const text = this.#decoder.write(bytes);
    this.#rest += text;
    if (text.includes('\n')) {
      const lines = this.#rest.split(/\r?\n/);
      this.#rest = lines.pop()!;
      for (const line of lines) this.#onLine(line);
    }
    if (this.#rest.length > this.#maxLength) this.end();
  }

  /** Hands over a last line that has no line break. */
  end(): void {
    const last = this.#rest;
    this.#rest = '';
    if (last !== '') this.#onLine(last);
  }
}
