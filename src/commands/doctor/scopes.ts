import { groups } from '../../api/index.ts';
import type { Group, Operation } from '../../api/schema.ts';
import { type ApiVersion, existsIn } from '../../api/versions.ts';
import { CliError, ExitCode } from '../../errors.ts';
import { missingScope } from '../../http/response-error.ts';
import type { Client } from '../../http/types.ts';
import { buildRequest } from '../../operations/request.ts';
import { type Check, failed, pass, warn } from './check.ts';

/** Any ID will do: the server checks the scope before it looks up the ID. */
const placeholderId = 'doctor';

/** Probes the read scopes of an API key with one cheap request each. Write scopes can't be probed without writing. */
export async function checkScopes(client: Client, version: ApiVersion): Promise<Check> {
  const present = groups.filter((group) => existsIn(group, version));
  const loaded = await Promise.all(present.map((group) => group.load()));
  const found = await Promise.all(loaded.map((group) => missingScopes(group.at(version), client)));
  const unclear = found.flatMap(({ errors }) => errors)[0];
  if (unclear) return failed('scopes', unclear);
  const lacking = found.filter(({ scopes }) => scopes.length > 0);
  if (lacking.length === 0) return pass('scopes', 'the key has every scope that reads');
  return warn(
    'scopes',
    `the key lacks, for ${lacking.map(({ group, scopes }) => `${group}: ${scopes.join(', ')}`).join('; ')}`,
    'if these commands are needed, give the key these scopes in the console',
  );
}

async function missingScopes(
  { name, operations }: Group,
  client: Client,
): Promise<ScopeProbe & { group: string }> {
  return { group: name, ...(await missingScopesOf(probes(operations), client)) };
}

interface ScopeProbe {
  /** Scopes that the key lacks. */
  readonly scopes: readonly string[];
  /** Errors of probes that did not tell. */
  readonly errors: readonly CliError[];
}

/**
 * Finds out which scopes a key lacks.
 * @param operations an operation for each scope; sent without any values, but IDs in its path that lead to nothing
 */
export async function missingScopesOf(
  operations: ReadonlyMap<string, Operation>,
  client: Client,
): Promise<ScopeProbe> {
  const scopes: string[] = [];
  const errors: CliError[] = [];
  for (const [scope, operation] of operations) {
    const error = await probe(operation, client);
    if (error === undefined) continue;
    if (missingScope(error.message)?.role === 'applications') scopes.push(scope);
    else errors.push(error);
  }
  return { scopes, errors };
}

/** Returns for each scope the read operation with the shortest path: a list, if there is one. */
export function probes(operations: readonly Operation[]): Map<string, Operation> {
  const reading = operations.filter(
    ({ method, kind, auth, scope }) =>
      method === 'GET' && kind === 'json' && auth.includes('Key') && scope.endsWith('.read'),
  );
  const found = new Map<string, Operation>();
  for (const operation of reading) {
    const before = found.get(operation.scope);
    if (!before || operation.path.length < before.path.length) found.set(operation.scope, operation);
  }
  return found;
}

/** Statuses that the server answers with only after it has checked the scope. */
const checkedStatuses: readonly unknown[] = [400, 404, 501];

/** Returns the error of a probe, or undefined if its response shows that the key has the scope. */
async function probe(operation: Operation, client: Client): Promise<CliError | undefined> {
  const inPath = operation.params.filter((param) => param.in === 'path');
  try {
    const ids = Object.fromEntries(inPath.map(({ name }) => [name, placeholderId]));
    await client.text(buildRequest(operation, ids));
    return undefined;
  } catch (error) {
    if (!(error instanceof CliError) || error.exitCode === ExitCode.interrupted) throw error;
    return error.type !== undefined && checkedStatuses.includes(error.status) ? undefined : error;
  }
}
