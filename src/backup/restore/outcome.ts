/** The result of a restore, for programs and for people. */
import { type CommandResult, drawnResult } from '../../core/spec.ts';
import { CliError, ExitCode } from '../../errors.ts';
import { visible } from '../../lib/text/visible.ts';
import { counted } from '../../lib/text/words.ts';
import type { Role } from '../../output/colour.ts';
import { wrapProse } from '../../output/prose.ts';
import type { Screen } from '../../output/screen.ts';
import type { Missing } from '../snapshot.ts';
import type { DataOutcome } from './data.ts';
import { newDatesAfter } from './new-dates.ts';
import { type PartReport, summaryOf, unresolved } from './report.ts';
import type { SchemaOutcome } from './schema.ts';

interface RestoreOutcome {
  readonly projectId: string;
  readonly endpoint: string;
  readonly schema: SchemaOutcome;
  readonly data: DataOutcome;
  readonly variables: readonly PartReport[];
  /** Things that the snapshot does not have. */
  readonly missing: readonly Missing[];
}

/** Number of items, and of changes of the schema, that are not as in the backup although they should be. */
function countUnresolved({ schema, data, variables }: RestoreOutcome): number {
  const items = [...data.parts, ...variables].reduce((sum, report) => sum + unresolved(report), 0);
  return items + schema.problems.length + data.differences.length;
}

interface ResultWords {
  /** Hint how to bring the rest back. */
  readonly goOn: string;
  /** The snapshot, after `as in`. */
  readonly source: string;
}

export function restoreResult(outcome: RestoreOutcome, words: ResultWords): CommandResult {
  const { projectId, endpoint, schema, data, variables, missing } = outcome;
  const body = {
    project: projectId,
    endpoint,
    schema: { done: schema.done.length, problems: schema.problems },
    parts: [...data.parts, ...variables].map(({ name, leftOut, ...counts }) => ({
      part: name,
      ...counts,
      leftOut: Object.fromEntries(leftOut),
    })),
    newDates: Object.fromEntries(data.newDates.entries),
    missingReferences: data.missingReferences,
    sampled: data.sampled,
    differences: data.differences,
    missing: missing.map(({ what, reason }) => ({ what, reason })),
  };
  const failed = countUnresolved(outcome);
  const result = drawnResult(JSON.stringify(body), async (screen) => draw(outcome, words, screen));
  if (failed === 0) return result;
  const conflicts = data.parts.reduce((sum, each) => sum + each.conflicts, 0);
  return {
    ...result,
    failure: new CliError(
      ExitCode.partial,
      `${counted(failed, 'things')} ${failed === 1 ? 'is' : 'are'} not as in ${words.source}`,
      {
        hint:
          conflicts > 0
            ? `--on-conflict update makes what is there as in ${words.source}, --on-conflict skip leaves it as it is`
            : words.goOn,
      },
    ),
  };
}

function draw(
  { schema, data, variables, projectId }: RestoreOutcome,
  { source }: ResultWords,
  { width, paint }: Pick<Screen, 'width' | 'paint'>,
): string {
  const reports = [...data.parts, ...variables].filter(({ total }) => total > 0);
  const labelWidth = Math.min(32, Math.max(0, ...reports.map(({ name }) => visible(name).length)) + 2);
  const row = (label: string, text: string, role?: Role) => {
    const padded = visible(label).padEnd(labelWidth - 1);
    const painted = role ? paint(role, padded) : padded;
    return `${painted} ${wrapProse(visible(text), width, labelWidth)}`;
  };
  const problems = [...data.parts, ...variables].flatMap(({ name, problems: list }) =>
    list.slice(0, maxShown).map(({ id, reason }) => row(name, `${id}: ${reason}`, 'bad')),
  );
  const lines = [
    ...(schema.done.length > 0 ? [row('schema', `${counted(schema.done.length, 'changes')} done`)] : []),
    ...reports.map((report) =>
      row(report.name, summaryOf(report), unresolved(report) > 0 ? 'bad' : undefined),
    ),
    ...schema.problems.map(({ id, reason }) => row('schema', `${id}: ${reason}`, 'bad')),
    ...problems,
    ...data.differences.map(({ part, id, members }) =>
      row(
        part,
        [id, members.length > 0 ? `differs in ${members.join(', ')}` : 'is missing']
          .filter(Boolean)
          .join(' '),
        'bad',
      ),
    ),
    ...sentences(data).map((text) => wrapProse(text, width)),
  ];
  const isWhole = problems.length + schema.problems.length + data.differences.length === 0;
  const end = isWhole
    ? [
        paint(
          'good',
          wrapProse(
            `${projectId} is as in ${source}: counts agree, and so do ${counted(data.sampled, 'items')} that were read again.`,
            width,
          ),
        ),
      ]
    : [];
  return [...lines, ...end].map((line) => `${line}\n`).join('');
}

const maxShown = 10;

function sentences({ newDates, missingReferences }: DataOutcome): string[] {
  const dates = newDatesAfter(newDates);
  return [
    ...(dates === undefined ? [] : [dates]),
    ...(missingReferences > 0
      ? [
          `${counted(missingReferences, 'references')} to documents that the project does not have ${missingReferences === 1 ? 'was' : 'were'} left out.`,
        ]
      : []),
  ];
}
