import type { Operation } from '../api/schema.ts';
import type { Services } from '../core/services.ts';
import type { CommandResult } from '../core/spec.ts';
import type { ApiRequest } from '../http/types.ts';
import { encodeJson } from '../lib/json/raw.ts';
import { allPages } from './query/pages.ts';
import { planPages, positionQueries } from './query/plan.ts';
import { buildRequest, type Values } from './request.ts';
import { viewOf } from './send.ts';

/** Lists everything page by page; each page is requested after the previous one is printed. */
export async function listAll(
  operation: Operation,
  values: Values,
  services: Services,
): Promise<CommandResult> {
  const pages = await listPages(operation, values, services);
  return { result: { kind: 'pages', pages, view: viewOf(operation) } };
}

/**
 * Returns the request for the first page, which a dry run shows for all pages.
 * @param pageSize if the queries set none
 */
export function firstPage(operation: Operation, values: Values, pageSize?: number): ApiRequest {
  const plan = planPages(withPageSize(values, pageSize));
  return buildRequest(operation, { ...values, queries: [...plan.queries, ...positionQueries(plan.start)] });
}

/** Page size for bulk work: few requests, and pages that are still small in memory. */
export const bulkPageSize = 200;

/**
 * Yields the bodies of a list page by page; each page is requested when the caller needs it.
 * @param values of the operation, including its queries
 * @param pageSize if the queries set none
 * @throws CliError of a failed request, with the number of items so far and the flags to resume
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
    { queries: withPageSize(values, pageSize), member: viewOf(operation).items ?? 'items' },
  );
}

function withPageSize({ queries = [] }: Values, pageSize: number | undefined): string[] {
  const limit = pageSize === undefined ? [] : [encodeJson({ method: 'limit', values: [pageSize] })];
  return [...(queries as readonly string[]), ...limit];
}
