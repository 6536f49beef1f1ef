import { usageError } from '../../errors.ts';

/** Means of a shell, which a batch does not have: a line is taken for its words alone. */
const operators = /[|<>;&`]|\$\(/y;

/**
 * Splits a line into words by the quotes of a POSIX shell: '…' as it is, "…" with \ before " \ $ and `, and \ before any
 * other character. Variables are not replaced. A # at the beginning of a word starts a comment.
 * @returns no words for an empty line and for a comment
 * @throws CliError exit 2 for a quote that is not closed, and for what only a shell can do
 */
export function splitLine(line: string): string[] {
  const words: string[] = [];
  let at = 0;
  for (;;) {
    while (isSpace(line[at])) at++;
    if (at >= line.length || line[at] === '#') return words;
    const { word, end } = readWord(line, at);
    words.push(word);
    at = end;
  }
}

const isSpace = (char: string | undefined) => char === ' ' || char === '\t';

function readWord(line: string, start: number): { readonly word: string; readonly end: number } {
  let word = '';
  let at = start;
  while (at < line.length && !isSpace(line[at])) {
    const char = line[at]!;
    if (char === "'" || char === '"') {
      const end = endOfQuote(line, at);
      const inner = line.slice(at + 1, end);
      word += char === "'" ? inner : inner.replace(/\\(["\\$`])/g, '$1');
      at = end + 1;
    } else if (char === '\\') {
      if (at + 1 >= line.length)
        throw usageError('the line ends with a backslash', 'leave it out, or write \\\\');
      word += line[at + 1];
      at += 2;
    } else {
      refuseOperator(line, at);
      word += char;
      at++;
    }
  }
  return { word, end: at };
}

function endOfQuote(line: string, start: number): number {
  const quote = line[start]!;
  for (let at = start + 1; at < line.length; at++) {
    if (line[at] === quote) return at;
    if (line[at] === '\\' && quote === '"') at++;
  }
  throw usageError(`a ${quote} is not closed`, 'a value ends on its line');
}

function refuseOperator(line: string, at: number): void {
  operators.lastIndex = at;
  const found = operators.exec(line)?.[0];
  if (found !== undefined)
    throw usageError(
      `${found} is for a shell, and a batch is none`,
      `as a part of a value, write '${found}'`,
    );
}
