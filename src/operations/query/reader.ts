import { CliError, ExitCode } from '../../errors.ts';

/** Reads an expression from left to right and knows where it stands, so that an error can point at the character. */
export class Reader {
  readonly text: string;
  /** The next character to read, as an index into the text. */
  at = 0;

  constructor(text: string) {
    this.text = text;
    this.at = this.peek(/\s*/y)!.length;
  }

  /** Whether nothing is left but spaces. */
  get isAtEnd(): boolean {
    return this.at >= this.text.length;
  }

  /** The character that comes next, or an empty text at the end. */
  get next(): string {
    return this.text.charAt(this.at);
  }

  /**
   * What matches here, without going on.
   * @param pattern with the sticky flag
   */
  peek(pattern: RegExp): string | undefined {
    pattern.lastIndex = this.at;
    return pattern.exec(this.text)?.[0];
  }

  /** The same, and goes on behind it and the spaces that follow. */
  take(pattern: RegExp): string | undefined {
    const taken = this.peek(pattern);
    if (taken === undefined) return undefined;
    this.at += taken.length;
    this.at += this.peek(/\s*/y)!.length;
    return taken;
  }

  /** The error to throw: what is wrong at the next character, or at the one given. */
  refuse(problem: string, hint?: string, at = this.at): CliError {
    return refuseAt(this.text, at, problem, hint);
  }
}

/** How many characters of the expression are shown on each side of the caret. */
const before = 50;
const behind = 25;

/**
 * The usage error for a `--where` that can't be right. Its excerpt is the expression with a caret under the
 * character.
 * @param at an index into the expression
 */
export function refuseAt(expression: string, at: number, problem: string, hint?: string): CliError {
  const isEnd = at >= expression.trimEnd().length;
  const place = isEnd ? 'at the end' : `at character ${[...expression.slice(0, at)].length + 1}`;
  const excerpt = pointAt(expression, at);
  return new CliError(ExitCode.usage, `--where: ${problem}, ${place}`, { hint, excerpt });
}

function pointAt(expression: string, at: number): string {
  const start = Math.max(0, at - before);
  const left = (start > 0 ? '…' : '') + onOneLine(expression.slice(start, at));
  const right = onOneLine(expression.slice(at, at + behind)) + (at + behind < expression.length ? '…' : '');
  return `  ${left}${right}\n  ${' '.repeat([...left].length)}^`;
}

function onOneLine(text: string): string {
  return text.replace(/[\s\p{Cc}]/gu, ' ');
}
