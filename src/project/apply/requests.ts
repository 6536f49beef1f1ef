/** Requests of a plan: completed with secrets, and sent. */
import type { Operation } from '../../api/schema.ts';
import type { ApiVersion } from '../../api/versions.ts';
import type { ApiRequest } from '../../http/types.ts';
import { newerParam } from '../../operations/carry-over.ts';
import { buildRequest } from '../../operations/request.ts';
import { catalogued } from '../model/catalogue.ts';
import type { OperationRef } from '../model/kind.ts';
import { fieldsOf, kindNamed, kinds } from '../model/kinds.ts';
import type { ParamValues } from '../model/parameters.ts';
import { keyOf, type LiveProject, type ResourceRef } from '../model/state.ts';
import { exact } from '../model/value.ts';
import { isSecretParam, type PlannedRequest } from '../plan/plan.ts';
import type { ApplyOptions } from './types.ts';

/** A request of a plan, ready to be sent. */
export interface ReadyRequest {
  readonly operation: Operation;
  readonly params: ParamValues;
  readonly request: ApiRequest;
}

/**
 * Returns the resource that a request is about. An action may have requests about others: the indexes on an attribute go
 * before it.
 */
export function resourceOf({ operation, params }: PlannedRequest, own: ResourceRef): ResourceRef {
  const kind = kinds.find(({ operations }) =>
    [operations.create, operations.update, operations.delete].some((ref) => ref && isCalled(ref, operation)),
  );
  if (kind === undefined || kind.name === own.kind) return own;
  return { kind: kind.name, path: kind.pathParams.map((param) => String(params[param])) };
}

/** @param ref may have a place for the variant in its command */
function isCalled(ref: OperationRef, { group, command }: OperationRef): boolean {
  const [before, after] = ref.command.split('{variant}');
  if (ref.group !== group) return false;
  return after === undefined ? command === before : command.startsWith(before!) && command.endsWith(after);
}

/** Completes the requests of a plan. */
export class Requests {
  readonly #version: ApiVersion;
  readonly #options: Pick<ApplyOptions, 'resolveSecret' | 'readServer'>;
  #server: Promise<LiveProject> | undefined;

  constructor(version: ApiVersion, options: Pick<ApplyOptions, 'resolveSecret' | 'readServer'>) {
    this.#version = version;
    this.#options = options;
  }

  /**
   * @param resource that the request is about
   * @throws CliError exit 2 if a secret has no value
   */
  async ready({ operation: ref, params }: PlannedRequest, resource: ResourceRef): Promise<ReadyRequest> {
    const known = catalogued(ref, this.#version);
    const values: Record<string, ParamValues[string]> = {};
    for (const [name, value] of Object.entries(params)) {
      if (!isSecretParam(value)) values[name] = value;
      else if (value.secret.from !== 'server') values[name] = this.#options.resolveSecret(value.secret);
      else {
        const current = await this.#serverSecret(resource, name);
        if (current !== undefined) values[name] = current;
      }
    }
    const newer = (known.carryOver?.newer ?? []).filter((name) => values[name] !== undefined);
    const operation = { ...known, params: [...known.params, ...newer.map(newerParam)] };
    const request = buildRequest(operation, values);
    return {
      operation,
      params: values,
      request: {
        ...request,
        // Updates of a plan set every value, so that sending one twice does no harm.
        repeatable: request.repeatable || operation.method === 'PATCH',
        // With the format of an older version a server may convert or drop what that version does not know.
        ...(newer.length > 0 && { ownFormat: true }),
      },
    };
  }

  /** Returns the value that the server has; undefined if it does not show it. */
  async #serverSecret(resource: ResourceRef, param: string): Promise<ParamValues[string] | undefined> {
    this.#server ??= this.#options.readServer();
    const live = (await this.#server).resources.get(keyOf(resource));
    if (live === undefined) return undefined;
    const [name] =
      Object.entries(fieldsOf(kindNamed(live.kind), live.variant)).find(
        ([, field]) => field.param === param,
      ) ?? [];
    const value = name === undefined ? undefined : live.fields.get(name);
    return value === undefined || value === null || value === '' ? undefined : exact(value);
  }
}
