import type { IncomingHttpHeaders, OutgoingHttpHeaders } from 'node:http';
import type { Operation } from '../../api/schema.ts';
import { type Actor, isPrivileged } from './auth/actor.ts';
import { ApiError } from './errors.ts';
import type { Upload } from './http/body.ts';
import type { Result } from './http/reply.ts';
import type { JsonObject } from './json.ts';
import type { Kernel } from './kernel.ts';
import type { Params } from './params/params.ts';
import { type Action, permits } from './permissions.ts';
import { checkQueries } from './queries/check.ts';
import { modelSchema } from './queries/model.ts';
import { type Page, page } from './queries/page.ts';
import { parseQueries } from './queries/parse.ts';
import { fulltext } from './queries/text.ts';
import type { Project } from './records/projects.ts';
import type { Entity } from './store/collection.ts';
import type { Scope } from './store/store.ts';
import { timestamp } from './time.ts';

/** Facts of the request that most handlers don't need. */
export interface RequestFacts {
  readonly headers: IncomingHttpHeaders;
  /** The client's address. */
  readonly ip: string;
  /** Under which name the client reached the server, without a port. */
  readonly host: string;
}

/** What a handler gets: a request that has been routed, authenticated, admitted and checked. */
export class Call {
  readonly kernel: Kernel;
  readonly operation: Operation;
  readonly params: Params;
  /** By form field. */
  readonly files: ReadonlyMap<string, Upload>;
  readonly project: Project;
  readonly actor: Actor;
  readonly request: RequestFacts;
  /** Headers to send with the answer, whatever it is. */
  readonly headers: OutgoingHttpHeaders = {};

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

  /** A new record's first members: its ID and the time. */
  stamp(id: string): Entity {
    const at = timestamp(this.now);
    return { $id: id, $createdAt: at, $updatedAt: at };
  }

  /** A record with some members changed and the time of it. */
  touch<T extends Entity>(record: T, changes: Partial<T>): T {
    return { ...record, ...changes, $updatedAt: timestamp(this.now) };
  }

  /**
   * Does another operation for the same caller; the headers it sets go out with this call's answer.
   * @param name as in `Module.handlers`
   * @throws ApiError as that operation does
   */
  async invoke(name: string, params: JsonObject): Promise<Result> {
    const { project, actor, request } = this;
    const sent = { params, files: new Map() };
    const { result, call } = await this.kernel.perform(this.kernel.operation(name), {
      project,
      actor,
      request,
      sent,
    });
    Object.assign(this.headers, call.headers);
    return result;
  }

  /**
   * Refuses unless the caller is a key or an admin, or has a role that may do it.
   * @throws ApiError 401 user_unauthorized
   */
  requirePermission(permissions: readonly string[], action: Action): void {
    if (isPrivileged(this.actor) || permits(permissions, action, this.actor.roles)) return;
    throw new ApiError(401, 'user_unauthorized', `You are not permitted to ${action} this.`);
  }

  /**
   * Answers a list operation on a fixed model: searched, filtered, sorted and cut as its parameters say.
   * @param records oldest first
   * @param searched the text that the `search` parameter looks in; its ID and name where left out
   * @throws ApiError 400 general_query_invalid, general_cursor_not_found
   */
  page<T extends Entity>(records: readonly T[], searched: (record: T) => string = idAndName): Page<T> {
    const { operation, params } = this;
    const schema = modelSchema(operation);
    const selection = checkQueries(parseQueries(params.strings('queries', [])), schema);
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
