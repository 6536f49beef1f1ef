import { CliError, ExitCode, usageError } from '../errors.ts';
import { posixQuote } from '../lib/text/shell-quote.ts';
import { InexactError } from './filter/arithmetic.ts';
import { evaluator } from './filter/evaluate.ts';
import { parse } from './filter/parse.ts';
import { readValue, writeValue } from './filter/value.ts';

/** Applies `--filter` to a body: JSON text in, JSON text out. */
export type Filter = (body: string) => string;

/**
 * Compiles a JMESPath expression. Values that pass through unchanged keep their text, and numbers are compared by all
 * their digits. Arithmetic uses doubles, and is refused if they would lose digits.
 * @throws CliError exit 2 if the expression is not valid; the filter throws CliError exit 1
 */
export function createFilter(expression: string): Filter {
  const evaluate = prepare(expression);
  return (body) => {
    try {
      return writeValue(evaluate(readValue(body)));
    } catch (error) {
      if (error instanceof InexactError) throw inexact(error);
      throw new CliError(ExitCode.failure, `--filter failed: ${messageOf(error)}`, { cause: error });
    }
  };
}

function prepare(expression: string) {
  try {
    return evaluator(parse(expression));
  } catch (error) {
    throw usageError(
      `--filter is not valid JMESPath: ${messageOf(error)}`,
      quotingHint(expression) ?? 'see https://jmespath.org/examples.html',
    );
  }
}

/** JMESPath takes a name with a `$`, such as `$id`, only in double quotes. Returns the corrected expression. */
function quotingHint(expression: string): string | undefined {
  const quoted = expression.replace(/"(?:[^"\\]|\\.)*"|'(?:[^'\\]|\\.)*'|`(?:[^`\\]|\\.)*`|\$\w+/g, (part) =>
    part.startsWith('$') ? `"${part}"` : part,
  );
  if (quoted === expression) return undefined;
  try {
    parse(quoted);
  } catch {
    return 'write names that begin with $ in double quotes, such as "$id"';
  }
  return `write names that begin with $ in double quotes: --filter ${posixQuote(quoted)}`;
}

function inexact({ number }: InexactError): CliError {
  return new CliError(
    ExitCode.failure,
    `--filter computes with numbers that it can't hold exactly, such as ${number}`,
    { hint: 'it computes in doubles; print the numbers with --json and compute elsewhere' },
  );
}

const messageOf = (error: unknown) => (error instanceof Error ? error.message : String(error));
