/** The result of comparing a file with a project. */
import type { ValueChange } from '../model/in-place.ts';
import type { DesiredCode, DesiredResource, LiveCode, LiveResource, Place } from '../model/state.ts';

/** A field with another value in the file. Lists without an order count as the same in any order. */
export interface FieldChange extends ValueChange {
  /** Place of the new value in the file. */
  readonly place: Place;
  /** True if the values must not be shown. */
  readonly secret: boolean;
}

/** Result of comparing the code of a function with its active deployment. */
export type CodeComparison =
  | { readonly kind: 'same' }
  | {
      readonly kind: 'differs';
      /** Paths of files that were added, removed or changed, sorted; undefined if the archives were too large to look. */
      readonly files: readonly string[] | undefined;
      /** Hash of the local files. */
      readonly contentSha256: string;
    }
  | { readonly kind: 'no-deployment'; readonly contentSha256: string }
  /** One line, such as that the deployment can't be downloaded. */
  | { readonly kind: 'unknown'; readonly reason: string };

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
      readonly kind: 'code';
      readonly desired: DesiredCode;
      readonly live: LiveCode | undefined;
      readonly comparison: Exclude<CodeComparison, { readonly kind: 'same' }>;
    };

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
