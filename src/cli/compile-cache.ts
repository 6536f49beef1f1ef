import module from 'node:module';
import { join } from 'node:path';
import { type Context, isInCi } from '../context.ts';
import { ensurePrivateSubfolder, isForeign } from '../lib/files/private-folder.ts';
import { cacheFolder } from '../profile/paths.ts';

/** Available since Node 22.8. */
const { enableCompileCache } = module as {
  readonly enableCompileCache?: (folder: string) => unknown;
};

/**
 * Lets Node cache the compiled code of this program, so that the next start is faster. The cache is in the user's cache
 * folder and not in Node's default folder, since anyone who can write to the cache can run code. Disabled in CI, where no
 * file is started twice, and in another user's home folder, for example under sudo. Errors only disable the cache.
 */
export function enableCache(context: Context): void {
  const { NODE_DISABLE_COMPILE_CACHE } = context.env;
  const folder = cacheFolder(context);
  if (enableCompileCache === undefined || folder === undefined) return;
  if (isInCi(context.env) || NODE_DISABLE_COMPILE_CACHE) return;
  const compiled = join(folder, 'compiled');
  try {
    if (isForeign(context.home ?? '/', context.uid)) return;
    if (!ensurePrivateSubfolder(compiled, context.uid)) return;
  } catch {
    return;
  }
  enableCompileCache(compiled);
}
