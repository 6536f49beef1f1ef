import { statSync } from 'node:fs';
import module from 'node:module';
import { join } from 'node:path';
import type { Context } from '../context.ts';
import { cacheFolder } from '../profile/paths.ts';
import { ensurePrivateFolder } from '../profile/private-folder.ts';

/** Node's own compile cache, which it has since 22.8. */
const { enableCompileCache } = module as {
  readonly enableCompileCache?: (folder: string) => unknown;
};

/**
 * Lets Node keep what it makes of this program's text, so that the next start need not make it again. It is kept in the
 * user's cache folder and not in Node's own place for it, since whoever can write there can have code run. In CI, where
 * nothing starts from the same files twice, nothing is kept; nor in the home folder of somebody else, as under sudo.
 * Where it can't be kept, the start takes as long as ever.
 */
export function keepCompiled(context: Context): void {
  const { CI, NODE_DISABLE_COMPILE_CACHE } = context.env;
  const folder = cacheFolder(context);
  if (CI || NODE_DISABLE_COMPILE_CACHE || folder === undefined || enableCompileCache === undefined) return;
  const compiled = join(folder, 'compiled');
  try {
    if (context.uid !== undefined && statSync(context.home ?? '/').uid !== context.uid) return;
    ensurePrivateFolder(context, compiled, () => true);
  } catch {
    return;
  }
  enableCompileCache(compiled);
}
