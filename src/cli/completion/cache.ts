import { renameSync, writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { type Context, isInCi } from '../../context.ts';
import type { Connection } from '../../http/types.ts';
import { ensurePrivateSubfolder } from '../../lib/files/private-folder.ts';
import { maskSecret } from '../../profile/credential.ts';
import { cacheFolder } from '../../profile/paths.ts';
import type { Item } from './items.ts';
import { keyOf, type RecentAnswer, readFresh, recentFile } from './recent.ts';

/** Items of a response of a server. */
export interface DatedItems {
  readonly items: readonly Item[];
  /** Time of the response in milliseconds since the Unix epoch. */
  readonly at: number;
}

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
): Promise<DatedItems> {
  const base = cacheFolder(context);
  const asked = async () => ({ items: await ask(), at: context.now() });
  if (base === undefined || isInCi(context.env)) return asked();
  const folder = join(base, 'completion');
  const { endpoint, project = '', credential } = connection;
  // Responses by credential and request.
  const path = join(folder, `${encodeURIComponent(`${endpoint} ${project}`)}.json`);
  const key = `${credential?.kind} ${maskSecret(credential?.secret ?? '')} ${request}`;
  const stored = readFresh<DatedItems>(context, path);
  const hit = stored[key];
  if (hit) return hit;

  const dated = await asked();
  store(context, folder, path, { ...stored, [key]: dated });
  return dated;
}

/** Stores an answer for the next TAB in the same line. Errors are ignored. */
export function remember(argv: readonly string[], context: Context, answer: RecentAnswer): void {
  const path = recentFile(context);
  if (path === undefined) return;
  const key = keyOf(argv, context);
  store(context, dirname(path), path, { ...readFresh<RecentAnswer>(context, path), [key]: answer });
}

/** The next TAB asks again if this fails. */
function store({ uid }: Context, folder: string, path: string, value: object): void {
  try {
    if (ensurePrivateSubfolder(folder, uid)) replace(path, JSON.stringify(value));
  } catch {}
}

function replace(path: string, text: string): void {
  const draft = `${path}.${Math.random().toString(36).slice(2)}`;
  writeFileSync(draft, text, { mode: 0o600, flag: 'wx' });
  renameSync(draft, path);
}
