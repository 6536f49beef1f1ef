import { kindNamed } from '../model/kinds.ts';
import { type DesiredProject, keyOf, type LiveResource, type ResourceRef } from '../model/state.ts';

/**
 * Finds resources that the server has and the file does not mention, although it has a list of that kind: a file without
 * `buckets` says nothing about buckets, and a collection without `attributes` nothing about its attributes. What is inside
 * of such a resource goes with it.
 */
export class Extras {
  readonly #desired: DesiredProject;
  readonly #mentionedDatabases: ReadonlySet<string>;

  constructor(desired: DesiredProject) {
    this.#desired = desired;
    const inDatabases = [...desired.resources.values()].filter(
      ({ kind }) => kind === 'database' || kind === 'collection',
    );
    this.#mentionedDatabases = new Set(inDatabases.map(({ path }) => path[0]!));
  }

  has(resource: LiveResource): boolean {
    const { operations } = kindNamed(resource.kind);
    if (operations.delete === undefined || resource.isChildSide) return false;
    return !this.#desired.resources.has(keyOf(resource)) && this.#isListed(resource);
  }

  #isListed(resource: LiveResource): boolean {
    const { resources, listed } = this.#desired;
    if (resource.kind === 'collection')
      return listed.has('collection') && this.#mentionedDatabases.has(resource.path[0]!);
    const container = containerOf(resource);
    if (container === undefined) return listed.has(resource.kind);
    return resources.get(keyOf(container))?.lists.has(resource.kind) === true;
  }
}

/** Returns the resource that contains another; undefined if none does. */
export function containerOf({ kind, path }: ResourceRef): ResourceRef | undefined {
  const { parent } = kindNamed(kind);
  return parent && { kind: parent, path: path.slice(0, kindNamed(parent).pathParams.length) };
}
