import type { Operation } from '../api/schema.ts';
import type { Services } from '../core/services.ts';
import type { CommandResult } from '../core/spec.ts';
import type { ApiRequest } from '../http/types.ts';
import { encodeJson } from '../lib/json/raw.ts';
import { allPages } from './query/pages.ts';
import { planPages, positionQueries } from './query/plan.ts';
import { buildRequest, type Values } from './request.ts';
import { viewOf } from './send.ts';

/** Lists everything, page by page; a page is asked for when the one before it has been printed. */
export async function listAll(
  operation: Operation,
  values: Values,
  services: Services,
): Promise<CommandResult> {
  const pages = await listPages(operation, values, services);
  return { result: { kind: 'pages', pages, view: viewOf(operation.response) } };
}

/**
 * The request for the first page, which a dry run shows for all of them.
 * @param pageSize where the queries don't say
 */
export function firstPage(operation: Operation, values: Values, pageSize?: number): ApiRequest {
  const plan = planPages(withPageSize(values, pageSize));
  return buildRequest(operation, { ...values, queries: [...plan.queries, ...positionQueries(plan.start)] });
}

/** For work on many items: a page of this size is a request that pays, and still small in memory. */
export const bulkPageSize = 200;

/**
 * The bodies of a list, page by page, each asked for when it is wanted.
 * @param values of the operation, its queries among them
 * @param pageSize where the queries don't say
 * @throws CliError as the requests do, telling how far it got and how to go on from there
 */
export async function listPages(
  operation: Operation,
  values: Values,
  services: Services,
  pageSize?: number,
): Promise<AsyncGenerator<string, void, void>> {
  const client = await services.clientFor(operation.sentWith);
  return allPages(
    async (page) => (await client.text(buildRequest(operation, { ...values, queries: page }))).text,
    { queries: withPageSize(values, pageSize), member: viewOf(operation.response).items ?? 'items' },
  );
}

function withPageSize({ queries = [] }: Values, pageSize: number | undefined): string[] {
  const limit = pageSize === undefined ? [] : [encodeJson({ method: 'limit', values: [pageSize] })];
  return [...(queries as readonly string[]), ...limit];
}
