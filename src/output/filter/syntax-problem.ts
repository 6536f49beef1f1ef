import jmespath from 'jmespath';

type Tokens = ReturnType<typeof jmespath.tokenize>;

/** Quoted parts, and operators whose characters mean nothing alone. */
const composed = /"(?:[^"\\]|\\.)*"|'(?:[^'\\]|\\.)*'|`(?:[^`\\]|\\.)*`|[<>=!]=|\[\?/gs;
/** A character that begins no token. */
const foreign = /[^\w \t\n.*,:{}()[\]@&|<>!-]/;
const openers: ReadonlySet<string> = new Set(['Lbracket', 'Filter', 'Lbrace', 'Lparen']);
const closers: ReadonlySet<string> = new Set(['Rbracket', 'Rbrace', 'Rparen']);

/**
 * Says why an expression that the library refuses is not valid: `unexpected ] at character 4`. The library's messages
 * name its own types of tokens, and no place.
 */
export function syntaxProblem(expression: string): string {
  const at = expression.replace(composed, (part) => '_'.repeat(part.length)).search(foreign);
  if (at >= 0) return foreignCharacter(expression, at);
  let tokens: Tokens;
  try {
    tokens = jmespath.tokenize(expression);
  } catch {
    return 'a part in double quotes or backticks is not valid JSON';
  }
  return unexpectedToken(expression, tokens) ?? unfinished(expression, tokens);
}

function foreignCharacter(expression: string, at: number): string {
  const character = String.fromCodePoint(expression.codePointAt(at) as number);
  if (/["'`]/.test(character)) return notClosed(expression, at);
  return `${unexpected(character, at)}${character === '=' ? '; equality is ==' : ''}`;
}

/** Finds the first token that can't follow those before it. */
function unexpectedToken(expression: string, tokens: Tokens): string | undefined {
  const endOf = (index: number) => tokens[index + 1]?.start ?? expression.length;
  let low = 0;
  let high = tokens.length;
  while (low < high) {
    const middle = (low + high) >> 1;
    const end = endOf(middle);
    if (canGoOn(expression.slice(0, end), tokens[middle]?.type)) low = middle + 1;
    else high = middle;
  }
  const start = tokens[low]?.start;
  if (start === undefined) return undefined;
  return unexpected(expression.slice(start, endOf(low)).trim(), start);
}

/** True if the beginning of an expression is valid, or refused only because it ends. */
function canGoOn(beginning: string, last: string | undefined): boolean {
  try {
    jmespath.compile(beginning);
    return true;
  } catch (error) {
    const { message } = error as Error;
    // The library has no name for the end of a slice.
    const endsInSlice = message.includes('undefined(undefined)') && (last === 'Colon' || last === 'Number');
    return message.includes('EOF') || endsInSlice;
  }
}

function unfinished(expression: string, tokens: Tokens): string {
  const open: number[] = [];
  for (const { type, start } of tokens) {
    if (openers.has(type)) open.push(start);
    else if (closers.has(type)) open.pop();
  }
  const innermost = open.at(-1);
  return innermost === undefined ? 'it is incomplete' : notClosed(expression, innermost);
}

function unexpected(text: string, at: number): string {
  return `unexpected ${text} at character ${at + 1}`;
}

/** @param at offset of the quote or bracket */
function notClosed(expression: string, at: number): string {
  return `${expression[at]} is not closed: ${expression.slice(at)}`;
}
