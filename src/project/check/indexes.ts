/** Checks the indexes of a collection. */
import { type IndexProblem, type IndexType, indexProblem } from '../../schema/index-rules.ts';
import type { DesiredResource } from '../model/state.ts';
import { type Checked, keyRule, textOf } from './checked.ts';
import { quoted, type Report } from './report.ts';

/**
 * Adds the indexes one by one, as a push does.
 * @param listsAttributes false: the file says nothing about attributes, so that one may exist that it does not name
 */
export function checkIndexes(
  indexes: readonly DesiredResource[],
  attributes: readonly Checked[],
  listsAttributes: boolean,
  report: Report,
): void {
  const others: Parameters<typeof indexProblem>[2][number][] = [];
  for (const entry of indexes) {
    const list = (name: string) => {
      const value = entry.fields.get(name)?.value;
      return Array.isArray(value) ? (value as readonly string[]) : [];
    };
    const index = {
      key: entry.path[2]!,
      type: (textOf(entry.fields.get('type')?.value) ?? 'key') as IndexType,
      status: 'available' as const,
      attributes: list('attributes'),
      orders: list('orders'),
    };
    const problem = indexProblem(index, attributes, others);
    const isUnknowable = problem?.kind === 'unknown-attribute' && !listsAttributes;
    const isUnmentioned = problem?.kind === 'no-attributes' && !entry.fields.has('attributes');
    if (problem && !isUnknowable && !isUnmentioned)
      report.refuse(entry, problem.kind === 'invalid-order' ? 'orders' : 'attributes', indexMessage(problem));
    others.push(index);
  }
}

function indexMessage(problem: IndexProblem): string {
  switch (problem.kind) {
    case 'invalid-key':
      return `the key ${quoted(problem.key)} is not allowed: ${keyRule}`;
    case 'duplicate-key':
      return `another index has the key ${quoted(problem.key)}; the case of letters makes no difference`;
    case 'invalid-order':
      return '"orders" takes ASC and DESC';
    case 'too-many-indexes':
      return `a collection has room for ${problem.max} indexes`;
    case 'unknown-attribute':
      return `there is no attribute ${quoted(problem.attribute)}`;
    case 'relationship':
      return `a relationship such as ${quoted(problem.attribute)} can't be indexed`;
    case 'unavailable':
      return `the attribute ${quoted(problem.attribute)} is not available`;
    case 'no-attributes':
      return 'an index needs attributes';
    case 'repeated-attribute':
      return 'an attribute is named twice';
    case 'several-arrays':
      return 'an index can have one array';
    case 'not-text':
      return `a fulltext index takes text, which ${quoted(problem.attribute)} is not`;
    case 'array':
      return `only an index of the type key can have an array, which ${quoted(problem.attribute)} is`;
    case 'too-long':
      return `its attributes are ${problem.characters} characters long, and the limit is ${problem.maxCharacters}`;
  }
}
