import { renameSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import type { Context } from '../../context.ts';
import type { Connection } from '../../http/types.ts';
import { maskSecret } from '../../profile/credential.ts';
import { cacheFolder } from '../../profile/paths.ts';
import { ensurePrivateFolder } from '../../profile/private-folder.ts';
import { readTrustedFile } from '../../profile/trusted-file.ts';
import type { Item } from './items.ts';

/** How long an answer counts, in milliseconds: several TABs in a row ask the server once. */
const freshFor = 30_000;
const maxFileBytes = 4 * 1024 * 1024;

/** What a connection's server has said lately, by what it was asked. */
type Kept = Readonly<Record<string, { readonly at: number; readonly items: readonly Item[] }>>;

/**
 * Answers from the cache folder, or asks and keeps the answer there for a short while. Only the user can read it, and
 * no secret is in it. A cache that can't be used is passed over.
 * @param question what is asked of the server
 */
export async function cached(
  context: Context,
  connection: Connection,
  question: string,
  ask: () => Promise<readonly Item[]>,
): Promise<readonly Item[]> {
  const base = cacheFolder(context);
  if (base === undefined) return ask();
  const folder = join(base, 'completion');
  const { endpoint, project = '', credential } = connection;
  const path = join(folder, `${encodeURIComponent(`${endpoint} ${project}`)}.json`);
  const key = `${credential?.kind} ${maskSecret(credential?.secret ?? '')} ${question}`;
  const kept = read(context, path);
  const known = kept[key];
  if (known) return known.items;

  const items = await ask();
  try {
    ensurePrivateFolder(context, folder, () => true);
    replace(path, JSON.stringify({ ...kept, [key]: { at: context.now(), items } } satisfies Kept));
  } catch {
    // The next TAB asks again.
  }
  return items;
}

/** What is kept and still fresh. */
function read(context: Context, path: string): Kept {
  const reading = readTrustedFile(path, context.uid === undefined ? undefined : [context.uid], maxFileBytes);
  if (reading.kind !== 'text') return {};
  const isFresh = (at: number) => at <= context.now() && context.now() < at + freshFor;
  try {
    const kept: Kept = JSON.parse(reading.text);
    return Object.fromEntries(Object.entries(kept).filter(([, { at }]) => isFresh(at)));
  } catch {
    return {};
  }
}

function replace(path: string, text: string): void {
  const draft = `${path}.${Math.random().toString(36).slice(2)}`;
  writeFileSync(draft, text, { mode: 0o600, flag: 'wx' });
  renameSync(draft, path);
}
