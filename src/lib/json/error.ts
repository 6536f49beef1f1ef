/** A syntax error in JSON text. The caller adds which text it was. */
export class JsonError extends Error {
  override readonly name = 'JsonError';
  /** Counted from 1. */
  readonly line: number;
  /** Counted from 1, in characters. */
  readonly column: number;

  /**
   * @param reason without the position
   * @param text the whole text
   * @param offset of the error, in UTF-16 units
   */
  constructor(reason: string, text: string, offset: number) {
    const before = text.slice(0, offset).split(/\r\n|\n|\r/);
    const line = before.length;
    const column = [...before[line - 1]!].length + 1;
    super(`${reason} at line ${line}, column ${column}`);
    this.line = line;
    this.column = column;
  }
}
