/** Contents that a deletion or a change puts at risk, and the questions about documents that tell how much it is. */
import type { Contents } from '../model/kind.ts';
import { kindNamed } from '../model/kinds.ts';
import {
  type DesiredResource,
  type LiveProject,
  type LiveResource,
  reasonNotCompared,
} from '../model/state.ts';
import { type FieldValue, valueJson } from '../model/value.ts';
import {
  type CountQuestion,
  type DocumentCount,
  type DocumentCounts,
  type FieldChange,
  questionKey,
} from './difference.ts';

/** Contents that are at risk. */
export interface Loss {
  /** gone: with the resource · locked: documents can be read, but no longer updated. */
  readonly effect: 'gone' | 'locked';
  readonly contents: Contents;
  /** Each about other documents, or about the same under other conditions; none if documents are not at risk. */
  readonly questions: readonly CountQuestion[];
  /** True if it is not known what could be counted. */
  readonly isUnknown?: boolean;
  /** Number of contents that are no documents, if the server tells it. */
  readonly count?: number;
}

/**
 * Returns what goes with a resource; undefined if it holds nothing.
 * @param live with the collections of a database
 */
export function lossOfDeletion(resource: LiveResource, live: LiveProject): Loss | undefined {
  const { contents } = kindNamed(resource.kind);
  if (contents === undefined) return undefined;
  const gone = { effect: 'gone', contents } as const;
  switch (resource.kind) {
    case 'attribute':
      return { ...gone, questions: [valuesOf(resource)] };
    case 'collection':
      return { ...gone, questions: [documentsOf(resource)] };
    case 'database': {
      const isUnknown = reasonNotCompared(live, 'collection') !== undefined;
      const inside = [...live.resources.values()].filter(
        ({ kind, path }) => kind === 'collection' && path[0] === resource.path[0],
      );
      return { ...gone, questions: inside.map(documentsOf), ...(isUnknown && { isUnknown }) };
    }
    default: {
      const count = countIn(resource);
      return { ...gone, questions: [], ...(count !== undefined && { count }) };
    }
  }
}

/** Returns what a new attribute does to the documents that there are; undefined if nothing. */
export function lossOfCreation(desired: DesiredResource): Loss | undefined {
  const isRequired = desired.kind === 'attribute' && desired.fields.get('required')?.value === true;
  return isRequired ? locked([documentsOf(desired)]) : undefined;
}

/**
 * Returns what narrower rules do to the documents that there are; undefined if no rule gets narrower. The server does not
 * look at them, but checks a document as a whole at its next update.
 */
export function lossOfChange(live: LiveResource, changes: readonly FieldChange[]): Loss | undefined {
  if (live.kind !== 'attribute') return undefined;
  const questions = changes.flatMap((change) => narrowingOf(live, change) ?? []);
  return questions.length > 0 ? locked(questions) : undefined;
}

const locked = (questions: readonly CountQuestion[]): Loss => ({
  effect: 'locked',
  contents: 'documents',
  questions,
});

/** Lists can't be searched by a bound or for an element, so that all documents with values count. */
function narrowingOf(live: LiveResource, { field, from, to }: FieldChange): CountQuestion | undefined {
  const { attribute, ...place } = attributePlace(live);
  const isList = live.fields.get('array') === true;
  const about = (condition: CountQuestion['condition']): CountQuestion => ({
    ...place,
    condition: isList ? { test: 'is-not-null', attribute } : condition,
  });
  if (field === 'required' && to === true) return { ...place, condition: { test: 'is-null', attribute } };
  if (field === 'min' && isNarrower(field, from, to))
    return about({ test: 'less-than', attribute, value: valueJson(to) });
  if (field === 'max' && isNarrower(field, from, to))
    return about({ test: 'greater-than', attribute, value: valueJson(to) });
  if (field !== 'elements' || !Array.isArray(from) || !Array.isArray(to)) return undefined;
  const removed = [...new Set<string>(from)].filter((element) => !to.includes(element));
  return removed.length > 0 ? about({ test: 'one-of', attribute, values: removed }) : undefined;
}

/** True if the new bound excludes values that the old one admits. Null is no bound. */
function isNarrower(bound: 'min' | 'max', from: FieldValue, to: FieldValue): boolean {
  if (!isNumber(to)) return false;
  if (!isNumber(from)) return true;
  return bound === 'min' ? to > from : to < from;
}

const isNumber = (value: FieldValue): value is bigint | number =>
  typeof value === 'bigint' || typeof value === 'number';

/** Values of a relationship can't be searched for. */
function valuesOf(live: LiveResource): CountQuestion {
  const { attribute, ...place } = attributePlace(live);
  return live.variant === 'relationship'
    ? documentsOf(live)
    : { ...place, condition: { test: 'is-not-null', attribute } };
}

const documentsOf = ({ path }: Pick<LiveResource, 'path'>): CountQuestion => ({
  database: path[0]!,
  collection: path[1]!,
  condition: { test: 'any' },
});

const attributePlace = ({ path }: LiveResource) => ({
  database: path[0]!,
  collection: path[1]!,
  attribute: path[2]!,
});

/** Members of answers that count what is in a resource. */
const countMembers: Readonly<Partial<Record<Contents, readonly string[]>>> = {
  members: ['total'],
  subscribers: ['emailTotal', 'smsTotal', 'pushTotal'],
};

function countIn({ kind, answer }: LiveResource): number | undefined {
  const members = countMembers[kindNamed(kind).contents!] ?? [];
  const counts = members.map((name) => Number(answer.get(name) ?? Number.NaN));
  return counts.length > 0 && counts.every(Number.isFinite)
    ? counts.reduce((sum, each) => sum + each)
    : undefined;
}

/**
 * Adds up the answers to the questions of a loss; an unanswered one is unknown. Conditions on the same documents overlap,
 * so that of several the largest count is the least there can be.
 */
export function documentsAtRisk(
  { effect, questions, isUnknown }: Loss,
  counts: DocumentCounts,
): DocumentCount {
  if (isUnknown) return { kind: 'unknown' };
  const answers = questions.map(
    (question) => counts.get(questionKey(question)) ?? { kind: 'unknown' as const },
  );
  const known = answers.flatMap((answer) => (answer.kind === 'unknown' ? [] : [answer]));
  if (known.length < answers.length) return { kind: 'unknown' };
  const numbers = known.map(({ documents }) => documents);
  const isExact = known.every(({ kind }) => kind === 'exactly');
  if (effect === 'gone') return { kind: isExact ? 'exactly' : 'at-least', documents: sum(numbers) };
  const overlap = numbers.filter((number) => number > 0).length > 1;
  return { kind: isExact && !overlap ? 'exactly' : 'at-least', documents: Math.max(0, ...numbers) };
}

const sum = (numbers: readonly number[]) => numbers.reduce((total, number) => total + number, 0);

/** Returns a count as people read it: `310 documents`, `5000 documents or more`. */
export function shownCount(count: DocumentCount): string {
  if (count.kind === 'unknown') return 'an unknown number of documents';
  const noun = `${count.documents.toLocaleString('en')} ${count.documents === 1 ? 'document' : 'documents'}`;
  return count.kind === 'exactly' ? noun : `${noun} or more`;
}
