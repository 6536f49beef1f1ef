/** The two states that are compared: a project as a file describes it, and as it is. */
import type { ApiVersion } from '../../api/versions.ts';
import type { JsonValue } from '../../lib/json/value.ts';
import type { Status } from '../../schema/attribute.ts';
import type { KindName, Selector } from './kind.ts';
import { kindNamed } from './kinds.ts';
import type { FieldValue } from './value.ts';

/** Names a resource: its kind, and the IDs and keys that lead to it, such as `main`, `posts`, `title`. */
export interface ResourceRef {
  readonly kind: KindName;
  readonly path: readonly string[];
}

/** A resource as text, unique in a project: `attribute main/posts/title`. Also the form of plans in JSON. */
export type ResourceKey = string;

export const keyOf = ({ kind, path }: ResourceRef): ResourceKey =>
  path.length === 0 ? kind : `${kind} ${path.join('/')}`;

/** A file that a desired state was read from. */
export interface SourceFile {
  /** As it is shown: relative to the current folder if it is below. */
  readonly path: string;
  readonly text: string;
}

/** Position of a value in a file. Lines are counted on demand, by {@link lineOf}: a file may hold 100,000 values. */
export interface Place {
  readonly source: SourceFile;
  /** In UTF-16 units. */
  readonly offset: number;
}

/** Returns the line of a place, counted from 1. */
export function lineOf({ source: { text }, offset }: Place): number {
  let line = 1;
  for (let at = 0; at < offset; at++) {
    const unit = text.charCodeAt(at);
    if (unit === 0x0a || (unit === 0x0d && text.charCodeAt(at + 1) !== 0x0a)) line++;
  }
  return line;
}

/** Returns a place as errors name it: `appwrite.json:12`. */
export const shownPlace = (place: Place): string => `${place.source.path}:${lineOf(place)}`;

/** Fault of a file. All of a file are reported together. */
export interface FileProblem {
  readonly place: Place;
  /** One line without the place: it names the entry and the rule. */
  readonly message: string;
}

/** Origin of a secret. Plans hold it instead of the value. */
export type SecretReference =
  | { readonly from: 'environment'; readonly name: string }
  /**
   * The path is relative to the folder of the project file. The variable is set if the file has a variable on each line,
   * like `.env`; otherwise its whole text is the value.
   */
  | { readonly from: 'file'; readonly path: string; readonly variable?: string }
  /** An update carries the value that the server has. It is read when the plan is applied. */
  | { readonly from: 'server' }
  /**
   * A file of the project has the text itself: the 5.x line writes variables there. The path is relative to the folder of
   * the project file.
   */
  | { readonly from: 'project file'; readonly path: string; readonly pointer: readonly (string | number)[] };

export interface DesiredValue {
  /** In normal form; of a reference, the value that it leads to. */
  readonly value: FieldValue;
  readonly place: Place;
  /** Set for secrets. */
  readonly reference?: SecretReference;
}

export interface DesiredResource extends ResourceRef {
  /** Of kinds with variants. */
  readonly variant: string | undefined;
  /**
   * True for the side of a two-way relationship that the other side implies. It is checked, shown and written to files,
   * but never acted upon.
   */
  readonly isChildSide: boolean;
  /** Only fields that the file mentions; the others stay as they are. */
  readonly fields: ReadonlyMap<string, DesiredValue>;
  readonly place: Place;
  /**
   * Kinds of contents that the entry has a list of, even an empty one. A collection without `attributes` says nothing
   * about attributes.
   */
  readonly lists: ReadonlySet<KindName>;
  /** Earlier key of an attribute, if the file says that it was renamed. */
  readonly previousKey?: { readonly value: string; readonly place: Place };
}

/** Code of a function, by the folder that the file names. */
export interface DesiredCode {
  readonly functionId: string;
  /** Absolute. */
  readonly folder: string;
  /** Exclusions in the syntax of .gitignore. */
  readonly ignore: readonly string[];
  readonly place: Place;
}

export interface DesiredProject {
  readonly projectId: string | undefined;
  /** In the order of the file; containers precede their contents. */
  readonly resources: ReadonlyMap<ResourceKey, DesiredResource>;
  /** By ID of the function. */
  readonly code: ReadonlyMap<string, DesiredCode>;
  /**
   * Kinds that the file has a list of, even an empty one. Only of these can a deletion be meant by what is missing:
   * a file without `buckets` says nothing about buckets.
   */
  readonly listed: ReadonlySet<KindName>;
  /** Remarks for the user, such as settings that only newer servers have. One line each. */
  readonly notes: readonly string[];
}

export interface LiveResource extends ResourceRef {
  /** ID for requests: differs from the last component of the path if the server chose it. */
  readonly serverId: string;
  readonly variant: string | undefined;
  /** As of a {@link DesiredResource}. */
  readonly isChildSide: boolean;
  /** In normal form. A field that the server does not return is missing, and is not compared. */
  readonly fields: ReadonlyMap<string, FieldValue>;
  /** Members of the answer as JSON texts: an update sends those that are not fields as they are. */
  readonly answer: ReadonlyMap<string, string>;
  /** Time of the last change, as the server wrote it. It stands for secrets in fingerprints. */
  readonly updatedAt: string | undefined;
  /** Of attributes and indexes. */
  readonly status?: Status;
  /** Reason of the status `failed`, often empty. */
  readonly error?: string;
}

/** Active deployment of a function. */
export interface LiveCode {
  readonly functionId: string;
  readonly deploymentId: string;
  readonly buildId: string;
  readonly sizeBytes: number;
  /** False if the settings have changed since it was built. */
  readonly isCurrent: boolean;
}

/** Reason why a kind was left out of the comparison. */
export type NotComparedReason =
  | { readonly kind: 'missing-scope'; readonly scope: string }
  | { readonly kind: 'no-console-session' }
  /** The server is older than the kind. */
  | { readonly kind: 'needs-version'; readonly since: ApiVersion };

export interface LiveProject {
  readonly projectId: string;
  readonly apiVersion: ApiVersion;
  /** As the server reports it, such as 1.5.7; undefined if it does not. */
  readonly serverVersion: string | undefined;
  /** Containers precede their contents. */
  readonly resources: ReadonlyMap<ResourceKey, LiveResource>;
  /** By ID of the function; without those that have no active deployment. */
  readonly code: ReadonlyMap<string, LiveCode>;
  /** Kinds whose resources are missing above although the server may have some. */
  readonly notCompared: ReadonlyMap<Selector, NotComparedReason>;
  /**
   * Single kinds of a selector that is compared otherwise: the variables of all functions need another credential than
   * those of one.
   */
  readonly notComparedKinds: ReadonlyMap<KindName, NotComparedReason>;
  /** Remarks for the user about what was read. One line each. */
  readonly notes: readonly string[];
}

/** Returns the reason why the resources of a kind are not in a project; undefined if they are. */
export const reasonNotCompared = (
  { notCompared, notComparedKinds }: Pick<LiveProject, 'notCompared' | 'notComparedKinds'>,
  kind: KindName,
): NotComparedReason | undefined => notComparedKinds.get(kind) ?? notCompared.get(kindNamed(kind).selector);

/** True for an entry or answer of the {@link DesiredResource.isChildSide} of a relationship. */
export const isChildSide = (members: Pick<ReadonlyMap<string, JsonValue>, 'get'>): boolean =>
  members.get('side')?.plain === 'child';
