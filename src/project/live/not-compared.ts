/** Words about kinds that a credential can't read. */
import { CliError, ExitCode } from '../../errors.ts';
import type { Selector } from '../model/kind.ts';
import { kindNamed } from '../model/kinds.ts';
import { neededFor } from '../model/not-compared.ts';
import type { Selection } from '../model/selection.ts';
import type { DesiredProject, LiveProject, NotComparedReason } from '../model/state.ts';

/**
 * Refuses to go on without kinds that the user named.
 * @throws CliError exit 3 with the scope or the login that is missing
 */
export function requireNamed({ notCompared }: LiveProject, { only = [] }: Selection): void {
  for (const { selector } of only) {
    const reason = notCompared.get(selector);
    if (reason)
      throw new CliError(ExitCode.auth, `${selector} can't be read: ${neededFor(reason)}`, hintFor(reason));
  }
}

/**
 * Returns a line for each kind that the file describes, or that a key could read, and that was not read:
 * `not compared: settings (needs a console session: appwrite-cli login)`.
 */
export function notComparedLines(
  { notCompared, notComparedKinds }: LiveProject,
  desired: Pick<DesiredProject, 'listed'>,
): string[] {
  const listed = new Set([...desired.listed].map((kind) => kindNamed(kind).selector));
  const isOfInterest = (selector: Selector, reason: NotComparedReason) =>
    listed.has(selector) || reason.kind !== 'no-console-session';
  const selectors = [...notCompared].filter(([selector, reason]) => isOfInterest(selector, reason));
  const kinds = [...notComparedKinds].filter(([kind]) => desired.listed.has(kind));
  return [
    ...selectors.map(([selector, reason]) => `not compared: ${selector} (${neededFor(reason)})`),
    ...kinds.map(([kind, reason]) => `not compared: ${kindNamed(kind).plural} (${neededFor(reason)})`),
  ];
}

function hintFor(reason: NotComparedReason): { readonly hint?: string } {
  return reason.kind === 'missing-scope'
    ? { hint: `give the API key the scope ${reason.scope} in the console` }
    : {};
}
