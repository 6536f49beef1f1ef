import type { Operation } from '../api/schema.ts';
import { allPages } from './query/pages.ts';
import { buildRequest, type Values } from './request.ts';
import { viewOf } from './run.ts';
import type { Runtime } from './runtime.ts';
import type { Outcome } from './spec.ts';

/** Lists everything, page by page; a page is asked for when the one before it has been printed. */
export async function listAll(operation: Operation, values: Values, runtime: Runtime): Promise<Outcome> {
  const { connection } = await runtime.resolve(operation.auth);
  const client = await runtime.client(connection);
  const view = viewOf(operation.response);
  const pages = allPages(
    async (queries) => (await client.text(buildRequest(operation, { ...values, queries }))).text,
    { queries: (values.queries as string[] | undefined) ?? [], member: view.items ?? 'items' },
  );
  return { result: { kind: 'pages', pages, view } };
}
