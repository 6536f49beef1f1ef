import type { OutgoingHttpHeaders } from 'node:http';
import type { Operation } from '../../api/schema.ts';
import { type Actor, isPrivileged } from './auth/actor.ts';
import { ApiError, invalidArgument } from './errors.ts';
import type { Upload } from './http/body.ts';
import type { Result } from './http/reply.ts';
import type { JsonObject } from './json.ts';
import type { Params } from './params/params.ts';
import { type Action, permits } from './permissions.ts';
import { checkQueries } from './queries/check.ts';
import { modelSchema } from './queries/model.ts';
import { type Page, page } from './queries/page.ts';
import { parseQueries } from './queries/parse.ts';
import type { QuerySchema, Selection } from './queries/query.ts';
import { fulltext } from './queries/text.ts';
import type { Project } from './records/projects.ts';
import type { Entity } from './store/collection.ts';
import type { Scope } from './store/store.ts';
import { timestamp } from './time.ts';
import type { Kernel, RequestFacts } from './types.ts';

/** A request for a handler: routed, authenticated, admitted and checked. */
export class Call {
  readonly kernel: Kernel;
  readonly operation: Operation;
  readonly params: Params;
  /** By form field. */
  readonly files: ReadonlyMap<string, Upload>;
  readonly project: Project;
  readonly actor: Actor;
  readonly request: RequestFacts;
  /** Headers to send with the result, whatever it is; the handler adds them. */
  readonly headers: OutgoingHttpHeaders = {};
  /** Object and acting user of the event that the operation raises, if they are not the result and the caller. */
  event: { readonly payload?: JsonObject; readonly userId?: string } = {};

  constructor(
    parts: Pick<Call, 'kernel' | 'operation' | 'params' | 'files' | 'project' | 'actor' | 'request'>,
  ) {
    this.kernel = parts.kernel;
    this.operation = parts.operation;
    this.params = parts.params;
    this.files = parts.files;
    this.project = parts.project;
    this.actor = parts.actor;
    this.request = parts.request;
  }

  /** The project's records. */
  get store(): Scope {
    return this.kernel.store.scope(this.project.$id);
  }

  /** Milliseconds since the Unix epoch. */
  get now(): number {
    return this.kernel.now();
  }

  /** Returns the first members of a new record: its ID and the time. */
  stamp(id: string): Entity {
    const at = timestamp(this.now);
    return { $id: id, $createdAt: at, $updatedAt: at };
  }

  /** Returns a record with some members changed, and the time of the change. */
  touch<T extends Entity>(record: T, changes: Partial<T>): T {
    return { ...record, ...changes, $updatedAt: timestamp(this.now) };
  }

  /**
   * Performs another operation for the same caller. Its headers are sent with this call's result.
   * @param name as in `Module.handlers`
   * @throws ApiError as that operation does
   */
  async invoke(name: string, params: JsonObject): Promise<Result> {
    const { project, actor, request } = this;
    const input = { params, files: new Map() };
    const operation = this.kernel.operation(name);
    const { result, headers } = await this.kernel.perform(operation, { project, actor, request, input });
    Object.assign(this.headers, headers);
    return result;
  }

  /**
   * Refuses the call unless the caller is a key or an admin, or has a role with the permission.
   * @throws ApiError 401 user_unauthorized
   */
  requirePermission(permissions: readonly string[], action: Action): void {
    if (isPrivileged(this.actor) || permits(permissions, action, this.actor.roles)) return;
    throw new ApiError(401, 'user_unauthorized', `You are not permitted to ${action} this.`);
  }

  /**
   * Returns the queries of a list operation on a fixed model. Such a list checks them as a parameter, and refuses them
   * as one.
   * @throws ApiError 400 general_argument_invalid
   */
  selection(schema: QuerySchema): Selection {
    try {
      return checkQueries(parseQueries(this.params.strings('queries', [])), schema);
    } catch (error) {
      if (!(error instanceof ApiError)) throw error;
      throw invalidArgument('queries', error.message);
    }
  }

  /**
   * Returns the records of a list operation on a fixed model: searched, filtered, sorted and paged by its parameters.
   * @param records oldest first
   * @param searched text of a record that the `search` parameter applies to; ID and name by default
   * @throws ApiError 400 general_argument_invalid for the queries, general_cursor_not_found
   */
  page<T extends Entity>(records: readonly T[], searched: (record: T) => string = idAndName): Page<T> {
    const { operation, params } = this;
    const schema = modelSchema(operation);
    const selection = this.selection(schema);
    const takesSearch = operation.params.some(({ name }) => name === 'search');
    const words = takesSearch ? params.string('search', '') : '';
    if (words === '') return page(records, selection, schema);
    const found = fulltext(words);
    return page(
      records.filter((record) => found(searched(record))),
      selection,
      schema,
    );
  }
}

function idAndName(record: Entity): string {
  const { name } = record as unknown as JsonObject;
  return `${record.$id} ${name ?? ''}`;
}
