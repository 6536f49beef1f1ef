/** `manifest.json`: what a backup holds, from where and from when, with a hash of everything. */
import { type ApiVersion, apiVersions } from '../../api/versions.ts';
import { CliError, ExitCode, usageError } from '../../errors.ts';
import { folded } from '../names.ts';
import { type Part, partKinds, shownPart } from '../parts.ts';
import type { Missing, Origin } from '../snapshot.ts';
import { isInside } from './paths.ts';

export const manifestName = 'manifest.json';
export const secretsName = 'secrets.json';
export const encryptedSecretsName = 'secrets.json.enc';

/** Name of the format, by which a file is recognised. */
const formatName = 'appwrite-cli backup';
/** Newest format that this program reads. */
export const formatVersion = 1;

/** A file of a backup, with everything that is needed to check it. */
export interface FileEntry {
  /** Relative to the backup, with slashes. */
  readonly path: string;
  readonly bytes: number;
  /** In hex. */
  readonly sha256: string;
}

/** A file of lines, one for each item. The bytes of a bucket's files are no entries: their hashes are in the lines. */
export interface PartEntry extends FileEntry {
  readonly part: Part;
  /** Number of items. */
  readonly count: number;
}

/** Another file: the project file and its companion, code of functions, secrets. */
export interface OtherEntry extends FileEntry {
  readonly kind: OtherKind;
}

/** link: a symbolic link in the code of a function; its hash and size are those of its target. */
const otherKinds = ['project', 'code', 'link', 'secrets'] as const;
export type OtherKind = (typeof otherKinds)[number];

/** Changes to a part between the first of its requests and the last. */
export interface ChangedWhileRead {
  /** As people read it: `documents of main/posts`. */
  readonly part: string;
  /** Number of items that were read again, or for the first time. */
  readonly changed: number;
  readonly deleted: number;
  /** The first of their IDs. */
  readonly ids: readonly string[];
}

export interface Unresolved {
  /** Path of the lines. */
  readonly path: string;
  /** Number of references to something that is not in the backup. */
  readonly count: number;
}

export interface Manifest {
  /** ISO 8601, in UTC. */
  readonly startedAt: string;
  readonly finishedAt: string;
  /** Version of the program that wrote it. */
  readonly toolVersion: string;
  readonly origin: Origin;
  /** Patterns as the user gave them; no `only`: everything. */
  readonly selection: { readonly only: readonly string[]; readonly except: readonly string[] };
  readonly parts: readonly PartEntry[];
  readonly others: readonly OtherEntry[];
  readonly missing: readonly Missing[];
  readonly changedWhileRead: readonly ChangedWhileRead[];
  /** References that led nowhere on the server already. */
  readonly unresolved: readonly Unresolved[];
  readonly secrets: 'none' | 'plain' | 'encrypted';
  /** Set if personal values were replaced: SHA-256 of the file with the rules, in hex. */
  readonly scrubbed: { readonly rulesSha256: string } | undefined;
  /** Set if what was the same was taken from an earlier backup. */
  readonly incremental: IncrementalNote | undefined;
}

export interface IncrementalNote {
  /** SHA-256 of the manifest of the earlier backup, in hex. */
  readonly base: string;
  readonly linkedParts: number;
  readonly linkedFiles: number;
}

/** Returns the text of a manifest: its members in a fixed order, so that two manifests can be compared line by line. */
export function manifestText(manifest: Manifest): string {
  const { startedAt, finishedAt, toolVersion, origin, selection, parts, others } = manifest;
  const files = [
    ...parts.map(({ path, part: { kind, ...ids }, count, bytes, sha256 }) => ({
      path,
      kind,
      ...ids,
      count,
      bytes,
      sha256,
    })),
    ...others.map(({ path, kind, bytes, sha256 }) => ({ path, kind, bytes, sha256 })),
  ];
  const body = {
    format: formatName,
    formatVersion,
    startedAt,
    finishedAt,
    toolVersion,
    origin: {
      endpoint: origin.endpoint,
      project: origin.projectId,
      serverVersion: origin.serverVersion ?? null,
      apiVersion: origin.apiVersion,
    },
    selection: { only: selection.only.length === 0 ? null : selection.only, except: selection.except },
    counts: countsOf(parts),
    missing: manifest.missing.map(({ what, reason }) => ({ what, reason })),
    changedWhileRead: manifest.changedWhileRead,
    unresolved: manifest.unresolved,
    secrets: manifest.secrets,
    scrubbed: manifest.scrubbed !== undefined,
    ...manifest.scrubbed,
    incremental: manifest.incremental ?? null,
    parts: files.toSorted((a, b) => (a.path < b.path ? -1 : 1)),
  };
  return `${JSON.stringify(body, undefined, 2)}\n`;
}

/** Returns the number of items by kind, in the order of restoring; kinds without a part are left out. */
export function countsOf(parts: readonly Pick<PartEntry, 'part' | 'count'>[]): Record<string, number> {
  const counts = partKinds.flatMap((kind) => {
    const ofKind = parts.filter(({ part }) => part.kind === kind);
    return ofKind.length === 0 ? [] : [[kind, ofKind.reduce((sum, { count }) => sum + count, 0)] as const];
  });
  return Object.fromEntries(counts);
}

/**
 * Reads a manifest.
 * @param shown path of the backup, for messages
 * @throws CliError exit 2 if it is no manifest or belongs to a newer format, exit 1 if it is damaged
 */
export function readManifest(text: string, shown: string): Manifest {
  return new ManifestReader(shown).read(text);
}

type Members = Readonly<Record<string, unknown>>;

class ManifestReader {
  readonly #shown: string;

  constructor(shown: string) {
    this.#shown = shown;
  }

  read(text: string): Manifest {
    const body = this.#object(parsed(text), 'it is not a JSON object');
    if (body.format !== formatName)
      throw usageError(
        `${this.#shown} is not a backup of appwrite-cli: its ${manifestName} is of another format`,
      );
    const version = body.formatVersion;
    if (typeof version === 'number' && version > formatVersion)
      throw usageError(
        `${this.#shown} has the format ${version}, and this version of appwrite-cli reads up to ${formatVersion}`,
        'update appwrite-cli',
      );
    if (version !== formatVersion) throw this.#damaged('"formatVersion" is not a number of a format');
    const origin = this.#object(body.origin, '"origin" is missing');
    const selection = this.#object(body.selection, '"selection" is missing');
    const files = this.#list(body.parts, '"parts" is not a list').map((each) =>
      this.#object(each, '"parts" has an item that is not an object'),
    );
    this.#refuseRepeated(files);
    const secrets = (['none', 'plain', 'encrypted'] as const).find((word) => word === body.secrets);
    if (!secrets) throw this.#damaged('"secrets" is neither none nor plain nor encrypted');
    const isPart = (each: Members) => partKinds.some((kind) => kind === each.kind);
    const parts = files.filter(isPart).map((each) => this.#part(each));
    const others = files.filter((each) => !isPart(each)).map((each) => this.#other(each));
    this.#checkCounts(this.#object(body.counts, '"counts" is missing'), parts);
    return {
      startedAt: this.#text(body, 'startedAt'),
      finishedAt: this.#text(body, 'finishedAt'),
      toolVersion: this.#text(body, 'toolVersion'),
      origin: {
        endpoint: this.#text(origin, 'endpoint'),
        projectId: this.#text(origin, 'project'),
        apiVersion: this.#apiVersion(origin.apiVersion),
        serverVersion: typeof origin.serverVersion === 'string' ? origin.serverVersion : undefined,
      },
      selection: {
        only: selection.only === null ? [] : this.#texts(selection.only, '"only"'),
        except: this.#texts(selection.except, '"except"'),
      },
      parts,
      others,
      missing: this.#objects(body.missing, 'missing').map((each) => ({
        what: this.#text(each, 'what'),
        reason: this.#text(each, 'reason'),
      })),
      changedWhileRead: this.#objects(body.changedWhileRead, 'changedWhileRead').map((each) => ({
        part: this.#text(each, 'part'),
        changed: this.#count(each, 'changed'),
        deleted: this.#count(each, 'deleted'),
        ids: this.#texts(each.ids, '"ids"'),
      })),
      unresolved: this.#objects(body.unresolved, 'unresolved').map((each) => ({
        path: this.#text(each, 'path'),
        count: this.#count(each, 'count'),
      })),
      secrets,
      // Backups of earlier versions of this program say nothing of it.
      scrubbed: body.scrubbed === true ? { rulesSha256: this.#text(body, 'rulesSha256') } : undefined,
      incremental: this.#incremental(body.incremental),
    };
  }

  #part(entry: Members): PartEntry {
    return { ...this.#file(entry), part: this.#identity(entry), count: this.#count(entry, 'count') };
  }

  #identity(entry: Members): Part {
    const kind = partKinds.find((each) => each === entry.kind)!;
    switch (kind) {
      case 'documents':
        return {
          kind,
          databaseId: this.#text(entry, 'databaseId'),
          collectionId: this.#text(entry, 'collectionId'),
        };
      case 'memberships':
        return { kind, teamId: this.#text(entry, 'teamId') };
      case 'files':
        return { kind, bucketId: this.#text(entry, 'bucketId') };
      case 'subscribers':
        return { kind, topicId: this.#text(entry, 'topicId') };
      default:
        return { kind };
    }
  }

  /** Finds a part that was dropped with its file. */
  #checkCounts(given: Members, parts: readonly PartEntry[]): void {
    const counts = countsOf(parts);
    const wrong = partKinds.find((kind) => given[kind] !== counts[kind]);
    if (wrong)
      throw this.#damaged(
        `"counts" has ${given[wrong] ?? 'no'} ${wrong}, and "parts" ${counts[wrong] ?? 'none'}`,
      );
  }

  #other(entry: Members): OtherEntry {
    const kind = otherKinds.find((each) => each === entry.kind);
    if (!kind) throw this.#damaged(`"parts" has the unknown kind ${JSON.stringify(entry.kind)}`);
    return { ...this.#file(entry), kind };
  }

  #file(entry: Members): FileEntry {
    const path = this.#text(entry, 'path');
    if (!isInside(path))
      throw this.#damaged(`"parts" has a path that leads out of it: ${JSON.stringify(path)}`);
    const sha256 = this.#text(entry, 'sha256');
    if (!/^[0-9a-f]{64}$/.test(sha256)) throw this.#damaged(`"parts" has an invalid hash for ${path}`);
    return { path, bytes: this.#count(entry, 'bytes'), sha256 };
  }

  #refuseRepeated(files: readonly Members[]): void {
    const paths = new Set<string>();
    const parts = new Set<string>();
    for (const each of files) {
      const path = folded(String(each.path));
      if (paths.has(path)) throw this.#damaged(`"parts" has ${JSON.stringify(each.path)} twice`);
      paths.add(path);
      if (!partKinds.some((kind) => kind === each.kind)) continue;
      const part = this.#identity(each);
      const identity = JSON.stringify(part);
      if (parts.has(identity)) throw this.#damaged(`"parts" has the ${shownPart(part)} twice`);
      parts.add(identity);
    }
  }

  #incremental(value: unknown): IncrementalNote | undefined {
    if (value === null || value === undefined) return undefined;
    const note = this.#object(value, '"incremental" is not an object');
    return {
      base: this.#text(note, 'base'),
      linkedParts: this.#count(note, 'linkedParts'),
      linkedFiles: this.#count(note, 'linkedFiles'),
    };
  }

  #apiVersion(value: unknown): ApiVersion {
    const known = apiVersions.find((version) => version === value);
    if (known) return known;
    throw usageError(
      `${this.#shown} comes from the API version ${JSON.stringify(value)}, which this version of appwrite-cli does not know`,
      'update appwrite-cli',
    );
  }

  #objects(value: unknown, name: string): Members[] {
    return this.#list(value, `"${name}" is not a list`).map((each) =>
      this.#object(each, `"${name}" has an item that is not an object`),
    );
  }

  #object(value: unknown, problem: string): Members {
    if (typeof value === 'object' && value !== null && !Array.isArray(value)) return value as Members;
    throw this.#damaged(problem);
  }

  #list(value: unknown, problem: string): readonly unknown[] {
    if (Array.isArray(value)) return value;
    throw this.#damaged(problem);
  }

  #texts(value: unknown, name: string): string[] {
    return this.#list(value, `${name} is not a list`).map((each) => {
      if (typeof each !== 'string') throw this.#damaged(`${name} has an item that is not text`);
      return each;
    });
  }

  #text(members: Members, name: string): string {
    const value = members[name];
    if (typeof value === 'string' && value !== '') return value;
    throw this.#damaged(`"${name}" is missing`);
  }

  #count(members: Members, name: string): number {
    const value = members[name];
    if (Number.isSafeInteger(value) && (value as number) >= 0) return value as number;
    throw this.#damaged(`"${name}" is not a count`);
  }

  #damaged(problem: string): CliError {
    return new CliError(ExitCode.failure, `${this.#shown}/${manifestName} is damaged: ${problem}`);
  }
}

function parsed(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return undefined;
  }
}
