import { type CommandResult, drawnResult } from '../../core/spec.ts';
import { CliError, ExitCode } from '../../errors.ts';
import { visible } from '../../lib/text/visible.ts';
import { counted } from '../../lib/text/words.ts';
import type { Role } from '../../output/colour.ts';
import { wrapProse } from '../../output/prose.ts';
import type { Screen } from '../../output/screen.ts';
import type { ApplyResult } from '../../project/apply/types.ts';
import { keyOf } from '../../project/model/state.ts';
import { valueJson } from '../../project/model/value.ts';
import type { Action, PlannedChange } from '../../project/plan/plan.ts';

/** Result of reading the project again after a push. */
export interface Verification {
  /** Actions that it still lacks. */
  readonly remaining: readonly Action[];
  /** Attributes and indexes that are there, but can't be used. */
  readonly unusable: readonly CliError[];
}

export interface PushFacts {
  /** The model that the project was to become like. */
  readonly subject: 'file' | 'plan';
  /** Notes of the plan, for programs. */
  readonly notes: readonly string[];
}

/** True if every action is done. */
export const isComplete = ({ failed, open }: ApplyResult): boolean => failed.length + open.length === 0;

/**
 * Returns the result of a push: what was done, what was not and why, and if the project is as the plan wanted it.
 * @param verification undefined if the project was not read again
 */
export function pushOutcome(
  result: ApplyResult,
  verification: Verification | undefined,
  { subject, notes }: PushFacts,
): CommandResult {
  const { done, failed, open } = result;
  const body = {
    done: done.map(({ id }) => id),
    failed: failed.map(({ action: { id }, error }) => ({ id, ...errorOf(error) })),
    open: open.map(({ id }) => id),
    remaining:
      verification?.remaining.map(({ id, changes }) => ({ id, changes: changes.map(changeText) })) ?? null,
    unusable: verification?.unusable.map(errorOf) ?? null,
    notes,
  };
  const failure = failureOf(result) ?? (verification && unverified(verification));
  // After Ctrl-C nothing is written to stdout any more.
  if (failure?.exitCode === ExitCode.interrupted) return { failure };
  return {
    ...drawnResult(JSON.stringify(body), async (screen) => draw(result, verification, subject, screen)),
    ...(failure && { failure }),
  };
}

const errorOf = ({ message, hint }: CliError) => ({ error: message, hint: hint ?? null });

const labelWidth = 10;

function draw(
  { done, failed, open }: ApplyResult,
  verification: Verification | undefined,
  subject: PushFacts['subject'],
  { width, paint }: Pick<Screen, 'width' | 'paint'>,
): string {
  const { remaining = [], unusable = [] } = verification ?? {};
  const isVerified = verification !== undefined && remaining.length + unusable.length === 0;
  const row = (role: Role, label: string, text: string) =>
    `${paint(role, label)}${' '.repeat(labelWidth - label.length)}${wrapProse(visible(text), width, labelWidth)}`;
  const lines = [
    ...failed.map(({ action, error }) => row('bad', 'failed', `${action.id}: ${error.message}`)),
    ...open.map(({ id }) => row('pending', 'not done', id)),
    ...remaining.map((action) => row('bad', 'not saved', `${action.id}${changesText(action)}`)),
    ...unusable.map(({ message }) => row('bad', 'unusable', message)),
    ...(done.length > 0 ? [`Applied ${counted(done.length, 'actions')}.`] : []),
    ...(isVerified ? [paint('good', `The project matches the ${subject}.`)] : []),
  ];
  return lines.map((line) => `${line}\n`).join('');
}

/** Returns the error for actions that are not done; undefined if all are. */
function failureOf(result: ApplyResult): CliError | undefined {
  const { done, failed, open, stoppedBy } = result;
  if (isComplete(result)) return undefined;
  const total = done.length + failed.length + open.length;
  const progress = `${done.length} of ${counted(total, 'actions')} done`;
  const goOn = 'push again to continue';
  if (stoppedBy instanceof CliError)
    return new CliError(stoppedBy.exitCode, `${stoppedBy.message} (${progress})`, {
      hint: stoppedBy.hint === undefined ? goOn : `${stoppedBy.hint}; ${goOn}`,
      status: stoppedBy.status,
      type: stoppedBy.type,
      cause: stoppedBy,
    });
  if (stoppedBy !== undefined)
    return new CliError(ExitCode.interrupted, `interrupted: ${progress}`, {
      hint: goOn,
      excerpt: [...done.map(({ id }) => `done      ${id}`), ...open.map(({ id }) => `not done  ${id}`)].join(
        '\n',
      ),
      cause: stoppedBy,
    });
  const { action, error } = failed[0]!;
  const others = failed.length > 1 ? `, and ${counted(failed.length - 1, 'actions')} more failed` : '';
  return new CliError(ExitCode.partial, `${action.id}: ${error.message}${others} (${progress})`, {
    hint: error.hint ?? goOn,
    excerpt: error.excerpt,
  });
}

/** Returns the error for a project that is not as it should be, although every request succeeded. */
function unverified({ remaining, unusable: [unusable] }: Verification): CliError | undefined {
  if (remaining.length > 0) {
    const kept = remaining.map((action) => `${keyOf(action.resource)}${changesText(action)}`);
    return new CliError(ExitCode.failure, `the server did not save every change: ${kept.join('; ')}`, {
      hint: 'it reported success; appwrite-cli diff shows the differences that are left',
    });
  }
  return unusable && new CliError(ExitCode.partial, unusable.message, { hint: unusable.hint });
}

const changesText = ({ changes }: Action): string =>
  changes.length === 0 ? '' : ` (${changes.map(changeText).join(', ')})`;

/** Returns a change as text, without secrets: `default 3, not 4`. */
const changeText = (change: PlannedChange): string =>
  'secret' in change
    ? `a different ${change.field}`
    : `${change.field} ${valueJson(change.from)}, not ${valueJson(change.to)}`;
