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
    const { line, column } = positionOf(text, offset);
    super(`${reason} at line ${line}, column ${column}`);
    this.line = line;
    this.column = column;
  }
}

/** Counts without copying: the text may have hundreds of millions of characters on one line. */
function positionOf(text: string, offset: number): { line: number; column: number } {
  let line = 1;
  let column = 1;
  for (let at = 0; at < offset; at++) {
    const unit = text.charCodeAt(at);
    const isLineEnd =
      unit === 0x0a || (unit === 0x0d && !(text.charCodeAt(at + 1) === 0x0a && at + 1 < offset));
    if (isLineEnd) {
      line++;
      column = 1;
    } else if (!isSecondHalf(text, at)) column++;
  }
  return { line, column };
}

/** True for the second unit of a surrogate pair, which is one character. */
function isSecondHalf(text: string, at: number): boolean {
  const isLow = (text.charCodeAt(at) & 0xfc00) === 0xdc00;
  return isLow && at > 0 && (text.charCodeAt(at - 1) & 0xfc00) === 0xd800;
}
