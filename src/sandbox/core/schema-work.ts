import { wildcard } from '../../lib/text/wildcard.ts';

/** Failure of the work on attributes and indexes that a path names. */
export interface SchemaFault {
  /** DATABASE/COLLECTION/KEY, each of which may have `*` for any number of characters. */
  readonly path: string;
  /**
   * `stays-processing`: nothing is done, as with a worker that has stopped. `fails`: the creation fails. `gets-stuck`:
   * the deletion fails.
   */
  readonly effect: 'stays-processing' | 'fails' | 'gets-stuck';
  /** Error that the attribute or index then has. */
  readonly error?: string | undefined;
}

/** Maximum number of parts of a path: a database, a collection, a key. */
const parts = 3;

/** True if the path of a fault has all its parts. */
export const isSchemaPath = (path: string): boolean =>
  path.split('/').length === parts && !path.split('/').includes('');

export interface SchemaWorkOptions {
  /** Time that the creation or deletion of each attribute and index takes, one after another. None by default. */
  readonly schemaWorkMs?: number | undefined;
  /** Attributes and indexes whose creation or deletion fails. */
  readonly schemaFaults?: readonly SchemaFault[] | undefined;
}

/** Pace and faults of the work on attributes and indexes. */
export class SchemaWork {
  #options: SchemaWorkOptions;

  constructor(options: SchemaWorkOptions) {
    this.#options = options;
  }

  get durationMs(): number {
    return this.#options.schemaWorkMs ?? 0;
  }

  /** Returns the first fault with this effect on an attribute or index, or undefined. */
  fault(effect: SchemaFault['effect'], path: readonly [string, string, string]): SchemaFault | undefined {
    return this.#options.schemaFaults?.find(
      (fault) =>
        fault.effect === effect && fault.path.split('/').every((part, at) => wildcard(part)(path[at] ?? '')),
    );
  }

  /** Replaces the options for all work to come. */
  replace(options: SchemaWorkOptions): void {
    this.#options = options;
  }
}
