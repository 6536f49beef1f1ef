/** Updates of attributes with bounds. Loaded only for these. */
import type { Operation } from '../api/schema.ts';
import type { Services } from '../core/services.ts';
import type { CommandResult } from '../core/spec.ts';
import { usageError } from '../errors.ts';
import { HttpError } from '../http/failure.ts';
import type { Client } from '../http/types.ts';
import { compareNumbers } from '../lib/json/exact.ts';
import { RawJson } from '../lib/json/raw.ts';
import { members } from '../lib/json/slices.ts';
import { type Bounds, losesCheck, movedAside, type NumberType } from '../schema/bounds.ts';
import { buildRequest, type Values } from './request.ts';
import { responseResult, send, viewOf } from './send.ts';

/** Bounds of a line. Since 1.6 those that it leaves out stay as they are. */
type GivenBounds = { readonly [bound in keyof Bounds]: string | undefined };

/** Says in a dry run what else may be sent. */
export function noteBounds({ output }: Services): void {
  output.note('if the attribute has these bounds already, one of them is then moved by one and back');
}

/**
 * Updates an integer or float attribute. Appwrite 1.5 stops checking the range of values if the update leaves both
 * bounds unchanged. So the update itself moves one of them aside then, and another one moves it back: a kill between the
 * two leaves a bound that shows, not a range that is silently unchecked. On other servers this has no effect.
 * @throws CliError exit 2 for a default outside the bounds, which that server would take unchecked; HttpError as `send`
 */
export async function updateBounds(
  operation: Operation,
  values: Values,
  services: Services,
): Promise<CommandResult> {
  const given: GivenBounds = { min: numberText(values.min), max: numberText(values.max) };
  requireDefaultInside(values, given);
  const client = await services.clientFor(operation.sentWith);
  const current = await currentBounds(operation, values, client);
  const wanted = completed(given, current);
  const type = typeOf(operation);
  const isLost = wanted !== undefined && mayLoseCheck(type, wanted, current);
  const aside = isLost ? movedAside(type, wanted) : undefined;
  const request = buildRequest(operation, values);
  const view = viewOf(operation);
  if (!aside) return responseResult(request, await send(request, client), view);
  const { bound, value } = aside;
  const bounds = { min: new RawJson(wanted!.min), max: new RawJson(wanted!.max) };
  const moved = buildRequest(operation, { ...values, ...bounds, [bound]: new RawJson(value) });
  const restore = buildRequest(operation, { ...afterRename(values), ...bounds });
  // Ctrl-C must not leave the bound aside.
  const finisher = await services.clientFor(operation.sentWith, { signal: new AbortController().signal });
  await send(moved, finisher);
  try {
    const restored = await send({ ...restore, repeatable: true }, finisher);
    services.output.note(
      `--${bound} was ${value} for a moment: with the same bounds, Appwrite 1.5 stops checking the range of values`,
    );
    return responseResult(request, restored, view);
  } catch (error) {
    if (!(error instanceof HttpError)) throw error;
    throw error.with({
      message: `the attribute was changed, but its --${bound} may be ${value} now: ${error.message}`,
      hint: 'run the command again',
    });
  }
}

const numberText = (value: Values[string] | undefined) => (value as RawJson | undefined)?.text;

function requireDefaultInside(values: Values, { min, max }: GivenBounds): void {
  const given = values.default;
  if (!(given instanceof RawJson)) return;
  const isInside =
    (min === undefined || compareNumbers(given.text, min) >= 0) &&
    (max === undefined || compareNumbers(given.text, max) <= 0);
  if (isInside) return;
  const bounds = [min !== undefined && `--min ${min}`, max !== undefined && `--max ${max}`];
  throw usageError(`--default ${given.text} is outside of ${bounds.filter(Boolean).join(' and ')}`);
}

/** Returns the values for another update: after a rename the attribute has its new name. */
function afterRename({ newKey, ...values }: Values): Values {
  return newKey === undefined ? values : { ...values, key: newKey };
}

/** Returns the bounds after the update; undefined if one is neither on the line nor known. */
function completed({ min, max }: GivenBounds, current: Bounds | 'unknown' | undefined): Bounds | undefined {
  const stays = typeof current === 'object' ? current : undefined;
  const [lowest, highest] = [min ?? stays?.min, max ?? stays?.max];
  return lowest !== undefined && highest !== undefined ? { min: lowest, max: highest } : undefined;
}

/** Returns the current bounds; undefined if there are none, `unknown` if the credential may not read them. */
async function currentBounds(
  { boundsFrom }: Operation,
  values: Values,
  client: Client,
): Promise<Bounds | 'unknown' | undefined> {
  try {
    const { text } = await client.text(buildRequest(boundsFrom!, values));
    const fields = members(text);
    const [min, max] = [fields.get('min')?.trim(), fields.get('max')?.trim()];
    return isNumber(min) && isNumber(max) ? { min, max } : undefined;
  } catch (error) {
    if (!(error instanceof HttpError)) throw error;
    if (error.status === 401 || error.status === 403) return 'unknown';
    throw error.with({
      message: `nothing was changed: the attribute can't be read: ${error.message}`,
    });
  }
}

const isNumber = (text: string | undefined): text is string => text !== undefined && /^-?\d/.test(text);

/** True if the server may stop checking the range, as far as is known. */
function mayLoseCheck(type: NumberType, given: Bounds, current: Bounds | 'unknown' | undefined): boolean {
  if (!losesCheck(type, given)) return false;
  if (current === 'unknown' || current === undefined) return current === 'unknown';
  return compareNumbers(given.min, current.min) === 0 && compareNumbers(given.max, current.max) === 0;
}

const typeOf = ({ command }: Operation): NumberType => (command.includes('float') ? 'float' : 'integer');
