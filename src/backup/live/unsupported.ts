/** Things of a project that no project file describes and that no backup holds. They must not be missing unnoticed. */
import { groups } from '../../api/index.ts';
import { type ApiVersion, existsIn } from '../../api/versions.ts';
import { HttpError } from '../../http/failure.ts';
import type { Client } from '../../http/types.ts';
import { members } from '../../lib/json/slices.ts';
import { buildRequest } from '../../operations/request.ts';
import type { BackupSelection } from '../selection.ts';
import type { Missing } from '../snapshot.ts';
import { query } from './pages.ts';

/** Groups of the API whose `list` tells if there are any, with the name of what is in them. */
const unsupported: Readonly<Record<string, string>> = {
  sites: 'sites',
  'documents-db': 'databases of documents-db',
  'vectors-db': 'databases of vectors-db',
};

/**
 * Returns what the project has beyond what is backed up. It is not looked for if `--only` chooses something else.
 * @throws HttpError of a request that fails for another reason than a refusal
 */
export async function unsupportedThings(
  client: Client,
  version: ApiVersion,
  { project }: BackupSelection,
): Promise<Missing[]> {
  if (project.only !== undefined) return [];
  const found = await Promise.all(
    Object.entries(unsupported).map(async ([name, what]): Promise<Missing[]> => {
      const count = await countOf(name, client, version);
      return count === '0' ? [] : [{ what, reason: `a backup can't hold them yet, and there are ${count}` }];
    }),
  );
  return found.flat();
}

async function countOf(groupName: string, client: Client, version: ApiVersion): Promise<string> {
  const entry = groups.find((group) => group.name === groupName && existsIn(group, version));
  const operation = (await entry?.load())?.at(version).operations.find(({ command }) => command === 'list');
  if (!operation) return '0';
  try {
    const request = buildRequest(operation, { queries: [query('limit', undefined, 1)] });
    return members((await client.text(request)).text).get('total') ?? '0';
  } catch (error) {
    // A server without them, or a credential that may not see them.
    const isRefused =
      error instanceof HttpError && [400, 401, 403, 404].some((status) => status === error.status);
    if (!isRefused) throw error;
    return '0';
  }
}
