/** Reading what the server has of single resources: after a request whose effect is in doubt, and while waiting. */
import { itemsOf } from '../../api/models.ts';
import type { Operation } from '../../api/schema.ts';
import type { ApiVersion } from '../../api/versions.ts';
import { HttpError } from '../../http/failure.ts';
import { encodeJson } from '../../lib/json/raw.ts';
import { items, members, plainText } from '../../lib/json/slices.ts';
import { buildRequest } from '../../operations/request.ts';
import type { Status } from '../../schema/attribute.ts';
import { readerOf } from '../model/catalogue.ts';
import { AnswerValues, readEntry } from '../model/entry.ts';
import type { Kind } from '../model/kind.ts';
import { kindNamed } from '../model/kinds.ts';
import type { FieldValues } from '../model/parameters.ts';
import type { ResourceRef } from '../model/state.ts';
import type { ApplyOptions } from './types.ts';

/** A resource as the server has it now. */
export interface FoundResource {
  readonly variant: string | undefined;
  readonly fields: FieldValues;
  /** Of attributes and indexes. */
  readonly status: Status | undefined;
  /** Reason of the status `failed`; may be empty. */
  readonly error: string;
}

export interface LookUp {
  /**
   * Returns a resource; undefined if the server does not have it.
   * @throws HttpError if it can't be read
   */
  find(resource: ResourceRef): Promise<FoundResource | undefined>;
  /**
   * Returns the resources of the same kind in the same container, by the last component of their paths, with one
   * request; none if there is no such container.
   * @param resource of a kind that is read so: see `readerOf`
   * @throws HttpError if they can't be read
   */
  siblings(resource: ResourceRef): Promise<ReadonlyMap<string, FoundResource>>;
}

/** More than a collection can have. */
const maxSiblings = 1100;

/** @param project to read */
export function createLookUp(
  project: { readonly apiVersion: ApiVersion; readonly projectId: string },
  clientFor: ApplyOptions['clientFor'],
): LookUp {
  /** Returns the answer; undefined if there is no such resource or container. */
  async function read(operation: Operation, { kind, path }: ResourceRef): Promise<string | undefined> {
    const client = await clientFor(operation.sentWith);
    const ids = Object.fromEntries(kindNamed(kind).pathParams.map((param, at) => [param, path[at]!]));
    const takesQueries = operation.params.some(({ name }) => name === 'queries');
    const queries = [encodeJson({ method: 'limit', values: [maxSiblings] })];
    const values = { projectId: project.projectId, ...ids, ...(takesQueries && { queries }) };
    try {
      return (await client.text(buildRequest(operation, values))).text;
    } catch (error) {
      if (error instanceof HttpError && error.status === 404) return undefined;
      throw error;
    }
  }

  async function siblings(resource: ResourceRef): Promise<ReadonlyMap<string, FoundResource>> {
    const kind = kindNamed(resource.kind);
    const { operation } = readerOf(kind, project.apiVersion);
    const text = await read(operation, resource);
    if (text === undefined) return new Map();
    const list = members(text).get(itemsOf(operation.response, project.apiVersion)!.member);
    return new Map([...items(list ?? '[]')].map((item) => found(kind, item)));
  }

  return {
    siblings,
    async find(resource) {
      const kind = kindNamed(resource.kind);
      const { operation, reads } = readerOf(kind, project.apiVersion);
      if (reads === 'all') return (await siblings(resource)).get(nameOf(kind, resource.path));
      const text = await read(operation, resource);
      return text === undefined ? undefined : found(kind, text)[1];
    },
  };
}

/** A resource among its siblings, as text. */
export const nameOf = ({ identity }: Kind, path: readonly string[]): string =>
  path.slice(-identity.length).join('/');

function found(kind: Kind, json: string): [name: string, FoundResource] {
  const answer = members(json);
  const { identity, variant, fields } = readEntry(kind, new AnswerValues(answer), 'answer');
  const text = (member: string) => plainText(answer.get(member) ?? '""');
  return [
    nameOf(kind, identity),
    {
      variant,
      fields: new Map([...fields].map(([name, { value }]) => [name, value])),
      status: kind.asynchronous ? (text('status') as Status) : undefined,
      error: text('error'),
    },
  ];
}
