import type { FunctionAnswer, LogLine } from '../../../functions/runtime/types.ts';

/** Lines that are remembered, to know which of an answer's errors were printed while the function ran. */
const keptLines = 1000;

/** Prints what functions log, at once. */
export class LogLines {
  readonly #write: (line: string) => void;
  readonly #prefix: string;
  readonly #errors = new Set<string>();

  /**
   * @param write prints a line
   * @param prefix names the function, if there are several
   */
  constructor(write: (line: string) => void, prefix = '') {
    this.#write = write;
    this.#prefix = prefix;
  }

  line({ stream, text }: LogLine): void {
    if (stream === 'error' || stream === 'output') for (const line of text.split('\n')) this.#remember(line);
    this.print(stream === 'hint' ? `hint: ${text}` : text);
  }

  /** Prints those errors of an answer that were not printed while it ran, such as that it took too long. */
  rest({ errors }: Pick<FunctionAnswer, 'errors'>): void {
    for (const line of errors.split('\n')) if (line !== '' && !this.#errors.has(line)) this.print(line);
  }

  /** Prints text, which may have several lines. */
  print(text: string): void {
    for (const line of text.split(/\r?\n/)) this.#write(`${this.#prefix}${line.replaceAll('\t', '    ')}`);
  }

  #remember(line: string): void {
    if (this.#errors.size >= keptLines) this.#errors.clear();
    this.#errors.add(line);
  }
}
