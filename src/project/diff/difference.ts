/** The result of comparing a file with a project. */
import type { ValueChange } from '../model/in-place.ts';
import type { KindName, Selector } from '../model/kind.ts';
import type {
  DesiredCode,
  DesiredResource,
  LiveCode,
  LiveResource,
  NotComparedReason,
  Place,
} from '../model/state.ts';

/** A field with another value in the file. Lists without an order count as the same in any order. */
export interface FieldChange extends ValueChange {
  /** Place of the new value in the file. */
  readonly place: Place;
  /** True if the values must not be shown. */
  readonly secret: boolean;
}

/** Result of comparing the code of a function with its active deployment. */
export type CodeComparison = {
  /** Hash of the local files. */
  readonly contentSha256: string;
} & (
  | { readonly kind: 'same' }
  | {
      readonly kind: 'differs';
      /** Paths of files that were added, removed or changed, sorted; undefined if the archives were too large to look. */
      readonly files: readonly string[] | undefined;
    }
  | { readonly kind: 'no-deployment' }
  /** One line, such as that the deployment can't be downloaded. */
  | { readonly kind: 'unknown'; readonly reason: string }
);

export type Difference =
  | { readonly kind: 'only in file'; readonly desired: DesiredResource }
  | { readonly kind: 'only on server'; readonly live: LiveResource }
  | {
      readonly kind: 'changed';
      readonly desired: DesiredResource;
      readonly live: LiveResource;
      /** At least one, in the order of the kind's fields. */
      readonly changes: readonly FieldChange[];
    }
  | {
      /** An attribute that the server has under its earlier key. */
      readonly kind: 'renamed';
      readonly desired: DesiredResource;
      readonly live: LiveResource;
      /** Changes beside that of the key. */
      readonly changes: readonly FieldChange[];
    }
  | {
      /** An attribute or index that the server failed to make, or is deleting: it counts as missing, but has the key. */
      readonly kind: 'unusable';
      readonly desired: DesiredResource;
      readonly live: LiveResource;
    }
  | {
      /** Code that is the same is no difference, but a policy or changed settings may want it built again. */
      readonly kind: 'code';
      readonly desired: DesiredCode;
      readonly live: LiveCode | undefined;
      readonly comparison: CodeComparison;
    };

/** Resources that were left out of the comparison, and why. */
export interface NotCompared {
  readonly selector: Selector;
  /** The only kind of the selector that was left out; undefined: all of them. */
  readonly kind?: KindName;
  readonly reason: NotComparedReason;
}

/** The result of comparing. Everything that the selection leaves out, or that was not read, is missing. */
export interface Comparison {
  /** Those of the file in its order, then those of the server; containers precede their contents. */
  readonly differences: readonly Difference[];
  /** Kinds that the file describes and the selection chooses, but that were not read. */
  readonly notCompared: readonly NotCompared[];
  /** One line each. */
  readonly notes: readonly string[];
}

/** An attribute that got another key. */
export interface Rename {
  readonly database: string;
  readonly collection: string;
  readonly from: string;
  readonly to: string;
}

/** Maximum that a server counts to. */
export const maxCounted = 5000;

/** Number of documents, as far as it is known. */
export type DocumentCount =
  | { readonly kind: 'exactly' | 'at-least'; readonly documents: number }
  /** The key lacks `documents.read`. Treated as some. */
  | { readonly kind: 'unknown' };

/**
 * A question about documents that decides how a change is planned: how many hold a value of an attribute that is
 * deleted, how many a narrower rule would lock.
 */
export interface CountQuestion {
  readonly database: string;
  readonly collection: string;
  readonly condition:
    | { readonly test: 'any' }
    | { readonly test: 'is-null' | 'is-not-null'; readonly attribute: string }
    | {
        readonly test: 'less-than' | 'greater-than';
        readonly attribute: string;
        /** As JSON, with every digit. */
        readonly value: string;
      }
    | { readonly test: 'one-of'; readonly attribute: string; readonly values: readonly string[] };
}

/** A question as text, unique: key of a map of answers. */
export const questionKey = ({ database, collection, condition }: CountQuestion): string =>
  JSON.stringify([database, collection, condition]);

/** Answers by {@link questionKey}. */
export type DocumentCounts = ReadonlyMap<string, DocumentCount>;
