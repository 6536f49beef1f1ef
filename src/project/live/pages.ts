/** Reads whole lists from a server, page by page. */
import { itemsOf } from '../../api/models.ts';
import type { Operation } from '../../api/schema.ts';
import { CliError, ExitCode } from '../../errors.ts';
import { missingScope } from '../../http/response-error.ts';
import type { Client } from '../../http/types.ts';
import { decodeString, items, members } from '../../lib/json/slices.ts';
import { counted } from '../../lib/text/words.ts';
import { buildRequest, type Values } from '../../operations/request.ts';
import type { NotComparedReason } from '../model/state.ts';

/** Few requests, and pages of a size that servers answer quickly: a collection brings its attributes along. */
const pageSize = 200;

/**
 * Sends an operation that reads.
 * @returns the JSON text of the answer in the server's own format: that of 1.5 hides members that updates would reset
 */
export async function answerOf(client: Client, operation: Operation, values: Values = {}): Promise<string> {
  const { text } = await client.text({ ...buildRequest(operation, values), ownFormat: true });
  return text;
}

/**
 * Reads a list as a whole.
 * @returns the JSON texts of its items
 * @throws CliError exit 1 if the server leaves items out, or repeats a page; HttpError as the client
 */
export async function listOf(client: Client, operation: Operation, values: Values = {}): Promise<string[]> {
  const { member } = itemsOf(operation.response, operation.apiVersion)!;
  const isPaged = operation.params.some(({ name }) => name === 'queries');
  const all: string[] = [];
  for (let after: string | undefined; ; ) {
    const queries = isPaged ? { queries: pageQueries(after) } : {};
    const body = members(await answerOf(client, operation, { ...values, ...queries }));
    const page = [...items(body.get(member)!)];
    all.push(...page);
    const last = page.at(-1);
    const lastId = last && textMember(members(last), '$id');
    // Servers stop counting at 5000, so that the total only shows that something is missing.
    const isMissing = all.length < Number(body.get('total') ?? 0);
    if (page.length > 0 && isPaged && (page.length >= pageSize || isMissing)) {
      if (lastId === undefined || lastId === after) throw incomplete(member, all.length);
      after = lastId;
      continue;
    }
    if (isMissing) throw incomplete(member, all.length);
    return all;
  }
}

function pageQueries(after: string | undefined): string[] {
  const limit = JSON.stringify({ method: 'limit', values: [pageSize] });
  return after === undefined ? [limit] : [limit, JSON.stringify({ method: 'cursorAfter', values: [after] })];
}

export function textMember(answer: ReadonlyMap<string, string>, name: string): string | undefined {
  const json = answer.get(name)?.trim();
  return json?.startsWith('"') ? decodeString(json) : undefined;
}

function incomplete(member: string, count: number): CliError {
  return new CliError(
    ExitCode.failure,
    `the server did not send all ${member}: the list ended after ${counted(count, 'items')}`,
    {
      hint: 'run the command again',
    },
  );
}

/**
 * Returns the reason why a credential may not read something.
 * @returns undefined if the error has another cause, such as a key that the server does not know
 */
export function missingScopeReason(error: unknown): NotComparedReason | undefined {
  if (!(error instanceof CliError) || (error.status !== 401 && error.status !== 403)) return undefined;
  const missing = missingScope(error.message);
  if (missing === undefined || missing.role === 'guests') return undefined;
  return { kind: 'missing-scope', scope: missing.scopes.join(' or ') };
}
