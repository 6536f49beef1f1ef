import { renameSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { type Context, isInCi } from '../../context.ts';
import type { Connection } from '../../http/types.ts';
import { ensurePrivateSubfolder } from '../../lib/files/private-folder.ts';
import { maskSecret } from '../../profile/credential.ts';
import { cacheFolder } from '../../profile/paths.ts';
import { readTrustedFile } from '../../profile/trusted-file.ts';
import type { Item } from './items.ts';

/** Several TABs in a row ask the server once. */
const maxAgeMs = 30_000;
const maxFileBytes = 4 * 1024 * 1024;

/** Responses of a server by credential and request; the file of one endpoint and project. */
type CacheFile = Readonly<Record<string, { readonly at: number; readonly items: readonly Item[] }>>;

/**
 * Returns items from the cache folder if they are fresh, or asks for them and stores them there. Only the user can read
 * the folder, and it holds no secret. Errors of the cache are ignored. In CI there is none.
 * @param request identifies the list within the connection
 */
export async function cached(
  context: Context,
  connection: Connection,
  request: string,
  ask: () => Promise<readonly Item[]>,
): Promise<readonly Item[]> {
  const base = cacheFolder(context);
  if (base === undefined || isInCi(context.env)) return ask();
  const folder = join(base, 'completion');
  const { endpoint, project = '', credential } = connection;
  const path = join(folder, `${encodeURIComponent(`${endpoint} ${project}`)}.json`);
  const key = `${credential?.kind} ${maskSecret(credential?.secret ?? '')} ${request}`;
  const stored = readFresh(context, path);
  const hit = stored[key];
  if (hit) return hit.items;

  const items = await ask();
  try {
    if (ensurePrivateSubfolder(folder, context.uid))
      replace(path, JSON.stringify({ ...stored, [key]: { at: context.now(), items } } satisfies CacheFile));
  } catch {
    // The next TAB asks again.
  }
  return items;
}

/** Returns the fresh entries of a file; none if it can't be trusted or read. */
function readFresh(context: Context, path: string): CacheFile {
  const reading = readTrustedFile(path, context.uid === undefined ? undefined : [context.uid], maxFileBytes);
  if (reading.kind !== 'text') return {};
  const isFresh = (at: number) => at <= context.now() && context.now() < at + maxAgeMs;
  try {
    const file: CacheFile = JSON.parse(reading.text);
    return Object.fromEntries(Object.entries(file).filter(([, { at }]) => isFresh(at)));
  } catch {
    return {};
  }
}

function replace(path: string, text: string): void {
  const draft = `${path}.${Math.random().toString(36).slice(2)}`;
  writeFileSync(draft, text, { mode: 0o600, flag: 'wx' });
  renameSync(draft, path);
}
