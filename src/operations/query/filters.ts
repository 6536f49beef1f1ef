/** `--where` and `--sort` of one line, as queries. */
import type { Operation } from '../../api/schema.ts';
import { splitAtCommas } from '../../core/flags.ts';
import { CliError, ExitCode, usageError } from '../../errors.ts';
import { encodeJson } from '../../lib/json/raw.ts';
import { attributeProblem, type CollectionAttribute, documentTypes, modelTypes } from './attributes.ts';
import { isAttributeName } from './condition.ts';
import { queriesParam } from './flags.ts';
import { refuseAt } from './reader.ts';
import { needsTypes, type ReadDates, toQuery } from './typing.ts';
import { parseWhere } from './where.ts';

/** Looks up the attributes of the collection whose documents are listed. */
export type LookUp = () => Promise<readonly CollectionAttribute[]>;

/** Sources of the meaning of values. */
export interface Reading {
  /**
   * Called at most once, and for documents only. If it fails or is missing, a bare number, true or false is typed as
   * such, a bare date relative to now that is compared is a date, and everything else is text.
   */
  readonly lookUp?: LookUp | undefined;
  /** Called for conditions only. */
  dates(): Promise<ReadDates>;
}

/**
 * @param expressions the values of `--where`
 * @throws CliError exit 2 with the expression and a caret under the character that is wrong
 */
export async function whereQueries(
  operation: Operation,
  expressions: readonly string[],
  { lookUp, dates }: Reading,
): Promise<string[]> {
  const conditions = expressions.map(parseWhere);
  for (const { expression, attribute } of conditions) {
    const found = attributeProblem(operation, attribute);
    if (found) throw refuseAt(expression, expression.indexOf(attribute), found.problem, found.hint);
  }
  const ofDocuments = queriesParam(operation)?.filterable === undefined;
  const attributes = ofDocuments && lookUp && needsTypes(conditions) ? await bestEffort(lookUp) : undefined;
  const readDates = await dates();
  const typeOf = ofDocuments ? documentTypes(attributes) : modelTypes(operation);
  return conditions.map((condition) => toQuery(condition, typeOf, readDates));
}

/** Falls back to untyped values: a key that may read documents may lack the scope to read attributes. */
async function bestEffort(lookUp: LookUp): Promise<readonly CollectionAttribute[] | undefined> {
  try {
    return await lookUp();
  } catch (error) {
    if (error instanceof CliError && error.exitCode !== ExitCode.interrupted) return undefined;
    throw error;
  }
}

/**
 * @param words the values of `--sort`: `price`, `-price`, several with commas between them
 * @throws CliError exit 2 naming a word that is not an attribute, or not one of this operation
 */
export function sortQueries(operation: Operation, words: readonly string[]): string[] {
  return words
    .flatMap((word) => splitAtCommas('--sort', word))
    .map((name) => {
      const descends = name.startsWith('-');
      const attribute = descends ? name.slice(1) : name;
      if (!isAttributeName(attribute)) {
        throw usageError(
          `--sort: "${name}" is not an attribute`,
          'write --sort price, or --sort -price from high to low',
        );
      }
      const found = attributeProblem(operation, attribute);
      if (found) throw usageError(`--sort: ${found.problem}`, found.hint);
      return encodeJson({ method: descends ? 'orderDesc' : 'orderAsc', attribute });
    });
}
