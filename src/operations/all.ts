import type { Operation } from '../api/schema.ts';
import type { Services } from '../core/services.ts';
import type { CommandResult } from '../core/spec.ts';
import type { ApiRequest } from '../http/types.ts';
import { bodyText } from '../output/page.ts';
import type { Body } from '../output/types.ts';
import { defaultPageSize } from './query/page-size.ts';
import { listBodies } from './query/pages.ts';
import { planPages } from './query/plan.ts';
import { buildRequest, type Values } from './request.ts';
import { viewOf } from './send.ts';

/** Lists everything page by page; each page is requested before the previous one is printed. */
export async function listAll(
  operation: Operation,
  values: Values,
  services: Services,
): Promise<CommandResult> {
  const pages = await listedBodies(operation, values, services);
  return { result: { kind: 'pages', pages, view: viewOf(operation) } };
}

/**
 * Returns the request for the first page, which a dry run shows for all pages.
 * @param firstPageSize if the queries set no size
 */
export function firstPage(
  operation: Operation,
  { queries, ...values }: Values,
  firstPageSize?: number,
): ApiRequest {
  const { start, pageSize, queriesFor } = planPages((queries ?? []) as readonly string[], firstPageSize);
  return buildRequest(operation, { ...values, queries: queriesFor(start, pageSize) });
}

/** Size of the first page for bulk work, which does not wait for the first items. */
export const bulkPageSize = 200;

/**
 * Yields the bodies of a list page by page. The pages grow from the size of the first, unless the queries set a size.
 * @param values of the operation, including its queries
 * @throws CliError of a failed request, with the number of items so far and the flags to resume
 */
export async function listedBodies(
  operation: Operation,
  { queries, ...values }: Values,
  services: Services,
  firstPageSize = defaultPageSize,
): Promise<AsyncGenerator<Body, void, void>> {
  const { signal, now } = services.context;
  const client = await services.clientFor(operation.sentWith);
  const cancelling = new AbortController();
  const cancelled = AbortSignal.any([signal, cancelling.signal]);
  return listBodies(
    async (page) => {
      const request = buildRequest(operation, { ...values, queries: page });
      return (await client.text(request, cancelled)).text;
    },
    {
      queries: (queries ?? []) as readonly string[],
      member: viewOf(operation).items ?? 'items',
      growth: { firstPageSize, now },
      cancel: () => cancelling.abort(),
    },
  );
}

/** Yields the texts of {@link listedBodies}. */
export async function* listPages(
  ...list: Parameters<typeof listedBodies>
): AsyncGenerator<string, void, void> {
  for await (const body of await listedBodies(...list)) yield bodyText(body);
}
