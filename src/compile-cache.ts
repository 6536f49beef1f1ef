import module from 'node:module';
import { join } from 'node:path';
import type { Context } from './context.ts';
import { cacheFolder } from './profile/paths.ts';
import { ensurePrivateFolder } from './profile/private-folder.ts';

/** Node's own compile cache, which it has since 22.8. */
const { enableCompileCache } = module as {
  readonly enableCompileCache?: (folder: string) => unknown;
};

/**
 * Lets Node keep what it makes of this program's text, so that the next start need not make it again. It is kept in the
 * user's cache folder and not in Node's own place for it, since who can write there can have code run. In CI, where
 * nothing starts from the same files twice, nothing is kept. Where it can't be kept, the start takes as long as ever.
 */
export function keepCompiled(context: Context): void {
  const folder = context.env.CI ? undefined : cacheFolder(context);
  if (enableCompileCache === undefined || folder === undefined) return;
  const compiled = join(folder, 'compiled');
  try {
    ensurePrivateFolder(context, compiled, () => true);
  } catch {
    return;
  }
  enableCompileCache(compiled);
}
