/** From the query flags of one line to the queries that are sent. */
import type { Operation, Param } from '../../api/schema.ts';
import { exclusion, type Flag, type FlagValues, flagsOf, splitAtCommas } from '../../core/flags.ts';
import { usageError } from '../../errors.ts';
import { encodeJson } from '../../lib/json/raw.ts';
import { parseValue } from '../values.ts';
import { isAttributeName } from './condition.ts';
import type { Reading } from './filters.ts';
import { type QueryValues, queriesParam, queryFlagSet, queryFlags } from './flags.ts';
import type { RawQuery } from './raw.ts';

/**
 * Builds the queries of an operation: raw ones first, then where, sort, select, limit, offset and cursor. Sends nothing,
 * unless the type of a value depends on the collection's attributes.
 * @param reading how values are read; needed for conditions only
 * @returns JSON texts; with `--all` they do not select a single page: `allPages` makes pages of them
 * @throws CliError exit 2 naming the invalid flag, or the two that can't be used together
 */
export async function buildQueries(
  operation: Operation,
  input: QueryValues,
  reading: Reading,
): Promise<string[]> {
  const param = queriesParam(operation);
  const flags = givenFlags(input);
  refuseForeignFlags(operation, flags);
  const rawTexts = input.queries ?? [];
  if (!param || (flags.length === 0 && rawTexts.length === 0)) return [];
  refuseConflicts(input, await readRaw(rawTexts, param));
  const queries = [
    ...rawTexts,
    ...(await filterQueries(operation, input, reading)),
    ...selectQueries(input.select),
    ...countQueries('limit', 1, input.limit),
    ...countQueries('offset', 0, input.offset),
    ...cursorQueries('cursorAfter', '--cursor-after', input.cursorAfter),
    ...cursorQueries('cursorBefore', '--cursor-before', input.cursorBefore),
  ];
  parseValue(param, queries);
  return queries;
}

const allFlags = flagsOf(queryFlagSet);

function givenFlags(input: FlagValues): readonly Flag[] {
  return allFlags.filter(({ key }) => input[key] !== undefined && input[key] !== false);
}

function refuseForeignFlags(operation: Operation, given: readonly Flag[]): void {
  if (given.length === 0) return;
  const offered = queryFlags(operation).map(({ key }) => key);
  const foreign = given.find(({ key }) => !offered.includes(key));
  if (foreign) throw usageError(`${operation.group} ${operation.command} does not take ${foreign.flag}`);
}

async function readRaw(texts: readonly string[], param: Param): Promise<RawQuery[]> {
  if (texts.length === 0) return [];
  const { readRawQuery } = await import('./raw.ts');
  return texts.map((text) => readRawQuery(text, param.queryMethods));
}

async function filterQueries(operation: Operation, input: QueryValues, reading: Reading): Promise<string[]> {
  const { where, sort } = input;
  if (!where && !sort) return [];
  const { whereQueries, sortQueries } = await import('./filters.ts');
  const order = sortQueries(operation, sort ?? []);
  return [...(await whereQueries(operation, where ?? [], reading)), ...order];
}

function selectQueries(text: string | undefined): string[] {
  if (text === undefined) return [];
  const values = splitAtCommas('--select', text);
  const odd = values.find((name) => !isSelection(name));
  if (odd !== undefined)
    throw usageError(`--select: "${odd}" is not an attribute`, 'write it as --select title,price');
  return [encodeJson({ method: 'select', values })];
}

/** A name, `*` for all there are, or `author.*` for all of a related document. */
function isSelection(name: string): boolean {
  return name === '*' || isAttributeName(name.replace(/\.\*$/, ''));
}

function countQueries(name: 'limit' | 'offset', min: number, text: string | undefined): string[] {
  if (text === undefined) return [];
  const param: Param = {
    name,
    flag: `--${name}`,
    in: 'query',
    type: 'integer',
    required: false,
    min,
    help: '',
  };
  return [encodeJson({ method: name, values: [parseValue(param, [text])] })];
}

function cursorQueries(method: string, flag: string, text: string | undefined): string[] {
  if (text === undefined) return [];
  if (text === '') throw usageError(`${flag} is empty`, 'give the ID of an item of the list');
  return [encodeJson({ method, values: [text] })];
}

const pagingFlags = [
  ['limit', '--limit'],
  ['offset', '--offset'],
  ['cursorAfter', '--cursor-after'],
  ['cursorBefore', '--cursor-before'],
] as const;

/**
 * Refuses contradicting flags. A raw query counts as the flag of its name, but a raw `limit` is allowed with `--all`: it
 * sets the page size.
 * @throws CliError exit 2 naming both
 */
function refuseConflicts(input: QueryValues, raw: readonly RawQuery[]): void {
  const given = new Map<string, string>();
  for (const [method, flag] of pagingFlags) {
    const spellings = raw.filter((query) => query.method === method).map(() => `${method} in --queries`);
    if (input[method] !== undefined) spellings.push(flag);
    if (spellings.length > 1)
      throw usageError(`${spellings.join(' and ')} mean the same`, 'keep one of them');
    if (spellings[0]) given.set(method, spellings[0]);
  }
  const after = given.get('cursorAfter');
  const before = given.get('cursorBefore');
  exclude(after, before, 'a page begins after one item or ends before one: keep one of them');
  if (!input.all) return;
  if (input.limit !== undefined)
    exclude('--all', '--limit', '--all lists everything, --limit N the first N: keep one of them');
  exclude('--all', before, '--all goes forwards: use --cursor-after, or reverse the order with --sort');
  exclude(after, given.get('offset'), 'with --all, begin after a cursor or at an offset: keep one of them');
}

function exclude(one: string | undefined, other: string | undefined, hint: string): void {
  if (one && other) throw exclusion(one, other, hint);
}
