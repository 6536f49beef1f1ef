/** Makes backups by hand: for tests of what reads them. */
import { createHash } from 'node:crypto';
import { chmodSync, mkdirSync, writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { type Manifest, manifestText, secretsName } from '../../src/backup/folder/manifest.ts';
import { secretsText } from '../../src/backup/folder/secrets.ts';
import { bytesPathOf, type Part, pathOf } from '../../src/backup/parts.ts';
import type { Missing, Origin, Secrets } from '../../src/backup/snapshot.ts';

/** Contents of a backup. */
export interface BackupContents {
  /** `appwrite.json`; its `projectId` is that of the origin unless it has one. */
  readonly project?: Readonly<Record<string, unknown>>;
  /** `appwrite-cli.json`. */
  readonly own?: Readonly<Record<string, unknown>>;
  /** Further files by path, such as the code of functions. */
  readonly code?: Readonly<Record<string, string>>;
  /** Items of parts: objects, or lines of JSON. Sorted here by `$id`. */
  readonly parts?: readonly (readonly [part: Part, items: readonly (string | Item)[]])[];
  /** Bytes of files by bucket and ID; the items of `files` get their size and hash. */
  readonly bytes?: Readonly<Record<string, Readonly<Record<string, string | Uint8Array>>>>;
  readonly missing?: readonly Missing[];
  readonly secrets?: Secrets;
  readonly origin?: Partial<Origin>;
  readonly scrubbed?: Manifest['scrubbed'];
}

export type Item = Readonly<Record<string, unknown>> & { readonly $id: string };

const sha256 = (content: string | Uint8Array) => createHash('sha256').update(content).digest('hex');

/** Writes a backup, and returns its manifest. @param folder absolute path; created if absent */
export function makeBackup(folder: string, contents: BackupContents = {}): Manifest {
  const {
    project = {},
    own,
    code = {},
    parts = [],
    bytes = {},
    missing = [],
    secrets,
    origin,
    scrubbed,
  } = contents;
  const projectId = origin?.projectId ?? 'shop';
  const write = (path: string, content: string | Uint8Array) => {
    mkdirSync(dirname(join(folder, path)), { recursive: true, mode: 0o700 });
    writeFileSync(join(folder, path), content, { mode: 0o600 });
    return { path, bytes: Buffer.byteLength(content), sha256: sha256(content) };
  };
  const json = (value: unknown) => `${JSON.stringify(value, undefined, 2)}\n`;
  const others: Manifest['others'] = [
    { kind: 'project', ...write('appwrite.json', json({ projectId, ...project })) },
    ...(own ? [{ kind: 'project', ...write('appwrite-cli.json', json(own)) } as const] : []),
    ...Object.entries(code).map(([path, text]) => ({ kind: 'code', ...write(path, text) }) as const),
    ...(secrets ? [{ kind: 'secrets', ...write(secretsName, secretsText(secrets)) } as const] : []),
  ];
  const withBytes = (part: Part, item: Item): Item => {
    const content = part.kind === 'files' ? bytes[part.bucketId]?.[item.$id] : undefined;
    if (content === undefined) return item;
    write(bytesPathOf(pathOf(part), item.$id), content);
    return { ...item, sizeOriginal: Buffer.byteLength(content), sha256: sha256(content) };
  };
  const entries: Manifest['parts'] = parts.map(([part, items]) => {
    const byId = items
      .map((item) =>
        typeof item === 'string'
          ? { id: String(JSON.parse(item).$id), line: item }
          : { id: item.$id, line: JSON.stringify(withBytes(part, item)) },
      )
      .sort((a, b) => (a.id < b.id ? -1 : 1));
    return {
      part,
      count: items.length,
      ...write(pathOf(part), byId.map(({ line }) => `${line}\n`).join('')),
    };
  });
  const manifest: Manifest = {
    startedAt: '2026-11-28T12:00:00.000Z',
    finishedAt: '2026-11-28T12:00:01.000Z',
    toolVersion: '0.1.0',
    origin: {
      endpoint: 'https://cloud.example/v1',
      projectId,
      apiVersion: '1.5',
      serverVersion: '1.5.7',
      ...origin,
    },
    selection: { only: [], except: [] },
    parts: entries,
    others,
    missing,
    changedWhileRead: [],
    unresolved: [],
    secrets: secrets ? 'plain' : 'none',
    scrubbed,
    incremental: undefined,
  };
  write('manifest.json', manifestText(manifest));
  chmodSync(folder, 0o700);
  return manifest;
}
