import jmespath from 'jmespath';
import { syntaxProblem } from './syntax-problem.ts';
import { readValue, type Value } from './value.ts';

/** The syntax tree of the library's parser. Of an incomplete expression it omits the missing nodes. */
export type Node =
  | { type: 'Identity' | 'Current' }
  | { type: 'Field'; name: string }
  | { type: 'Index'; value: number }
  | { type: 'Slice'; children: [start: number | null, stop: number | null, step: number | null] }
  | { type: 'Literal'; value: number }
  | { type: 'Subexpression' | 'IndexExpression' | 'Pipe'; children: [Child, Child] }
  | { type: 'Projection' | 'ValueProjection'; children: [Child, Child] }
  | { type: 'FilterProjection'; children: [list: Child, each: Child, condition: Child] }
  | { type: 'OrExpression' | 'AndExpression'; children: [Child, Child] }
  | { type: 'NotExpression' | 'Flatten' | 'ExpressionReference'; children: [Child] }
  | { type: 'Comparator'; name: Comparator; children: [Child, Child] }
  | { type: 'MultiSelectList'; children: Child[] }
  | { type: 'MultiSelectHash'; children: { name: string; value: Child }[] }
  | { type: 'Function'; name: string; children: Child[] };

export type Child = Node | undefined;

export type Comparator = 'EQ' | 'NE' | 'GT' | 'GTE' | 'LT' | 'LTE';

export interface Parsed {
  readonly node: Child;
  /** The literals; the value of a `Literal` node is an index into this list. */
  readonly literals: readonly Value[];
}

/**
 * Parses an expression.
 * @throws Error if the expression is not valid
 */
export function parse(expression: string): Parsed {
  try {
    return parseAroundLiterals(expression);
  } catch (error) {
    throw new Error(syntaxProblem(expression), { cause: error });
  }
}

/**
 * The library would turn the numbers in literals into doubles, so each literal is replaced by its index in a list before
 * the library sees it.
 */
function parseAroundLiterals(expression: string): Parsed {
  const literals: Value[] = [];
  let numbered = '';
  let end = 0;
  for (const { type, start, value } of jmespath.tokenize(expression)) {
    if (type !== 'Literal') continue;
    numbered += `${expression.slice(end, start)}\`${literals.length}\``;
    end = endOfQuoted(expression, start);
    const text = expression.slice(start + 1, end - 1);
    if (expression[start] === "'") literals.push(text.replaceAll("\\'", "'"));
    else literals.push(typeof value === 'string' ? value : readValue(text.replaceAll('\\`', '`')));
  }
  return { node: jmespath.compile(numbered + expression.slice(end)) as Child, literals };
}

/** Returns the offset after the closing quote of the text that is quoted at `start`. */
function endOfQuoted(expression: string, start: number): number {
  const quote = expression[start];
  for (let at = start + 1; at < expression.length; at++) {
    if (expression[at] === quote) return at + 1;
    if (expression[at] === '\\' && ['\\', quote].includes(expression[at + 1])) at++;
  }
  throw new Error(`${quote} is not closed`);
}
