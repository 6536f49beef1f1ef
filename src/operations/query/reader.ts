import { CliError, ExitCode } from '../../errors.ts';

/** Reads an expression from left to right and tracks the position, so that errors can point at a character. */
export class Reader {
  readonly text: string;
  /** Index of the next character. */
  at = 0;

  constructor(text: string) {
    this.text = text;
    this.at = this.peek(/\s*/y)!.length;
  }

  /** True if only spaces are left. */
  get isAtEnd(): boolean {
    return this.at >= this.text.length;
  }

  /** The next character; empty at the end. */
  get next(): string {
    return this.text.charAt(this.at);
  }

  /**
   * Returns the match at the position, without consuming it.
   * @param pattern sticky
   */
  peek(pattern: RegExp): string | undefined {
    pattern.lastIndex = this.at;
    return pattern.exec(this.text)?.[0];
  }

  /** Consumes the match at the position and the spaces after it. */
  take(pattern: RegExp): string | undefined {
    const taken = this.peek(pattern);
    if (taken === undefined) return undefined;
    this.at += taken.length;
    this.at += this.peek(/\s*/y)!.length;
    return taken;
  }

  /** Returns the error for a problem at the next character, or at the given one. */
  refuse(problem: string, hint?: string, at = this.at): CliError {
    return refuseAt(this.text, at, problem, hint);
  }
}

/** Characters of the expression that are shown on each side of the caret. */
const charsBefore = 50;
const charsAfter = 25;

/**
 * Returns the usage error for an invalid `--where`. Its excerpt is the expression with a caret under the character.
 * @param at index in the expression
 */
export function refuseAt(expression: string, at: number, problem: string, hint?: string): CliError {
  const isEnd = at >= expression.trimEnd().length;
  const place = isEnd ? 'at the end' : `at character ${[...expression.slice(0, at)].length + 1}`;
  const excerpt = pointAt(expression, at);
  return new CliError(ExitCode.usage, `--where: ${problem}, ${place}`, { hint, excerpt });
}

function pointAt(expression: string, at: number): string {
  const start = Math.max(0, at - charsBefore);
  const left = (start > 0 ? '…' : '') + onOneLine(expression.slice(start, at));
  const right =
    onOneLine(expression.slice(at, at + charsAfter)) + (at + charsAfter < expression.length ? '…' : '');
  return `  ${left}${right}\n  ${' '.repeat([...left].length)}^`;
}

function onOneLine(text: string): string {
  return text.replace(/[\s\p{Cc}]/gu, ' ');
}
