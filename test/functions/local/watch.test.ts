import { mkdirSync, renameSync, rmSync, writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { describe, expect, it, onTestFinished } from 'vitest';
import { watchCode } from '../../../src/functions/local/watch.ts';
import { wordsOfFunction } from '../../../src/functions/pack/contents.ts';
import { temporaryFolder } from '../../kit/program.ts';

function write(folder: string, path: string, text = path): void {
  mkdirSync(dirname(join(folder, path)), { recursive: true });
  writeFileSync(join(folder, path), text);
}

/** Watches a folder. `next` resolves with the paths of the next change. */
async function watched(folder: string, files: string[] = []) {
  const changes: (readonly string[])[] = [];
  let wake = () => {};
  const watching = await watchCode({
    code: { folder, ignore: ['*.log'], words: wordsOfFunction('greet') },
    files,
    onChange: (paths) => {
      changes.push(paths);
      wake();
    },
    onTrouble: () => {},
  });
  onTestFinished(() => watching.close());
  const next = async () => {
    while (changes.length === 0)
      await new Promise<void>((resolve) => {
        wake = resolve;
      });
    return changes.shift();
  };
  return { next };
}

describe('watchCode', () => {
  it('reports changed, new and deleted files together, also in new folders', async () => {
    const folder = temporaryFolder();
    for (const path of ['main.js', 'lib/a.js', 'lib/old.js']) write(folder, path);
    const { next } = await watched(folder);
    write(folder, 'main.js', 'changed');
    write(folder, 'new/deep/b.js');
    rmSync(join(folder, 'lib/old.js'));
    expect(await next()).toEqual(['lib/old.js', 'main.js', 'new/deep/b.js']);
    write(folder, 'new/deep/b.js', 'changed as well');
    expect(await next()).toEqual(['new/deep/b.js']);
  });

  it('sees a file that an editor replaces, and a folder that a checkout makes anew', async () => {
    const folder = temporaryFolder();
    for (const path of ['main.js', 'lib/a.js']) write(folder, path);
    const { next } = await watched(folder);
    write(folder, 'draft', 'other');
    renameSync(join(folder, 'draft'), join(folder, 'main.js'));
    expect(await next()).toEqual(['main.js']);
    rmSync(join(folder, 'lib'), { recursive: true });
    write(folder, 'lib/a.js', 'of another branch');
    expect(await next()).toEqual(['lib/a.js']);
    write(folder, 'lib/a.js', 'once more');
    expect(await next()).toEqual(['lib/a.js']);
  });

  it('leaves out what packing leaves out, and looks at the named files', async () => {
    const folder = temporaryFolder();
    write(folder, '.gitignore', 'cache/\n');
    write(folder, 'main.js');
    const env = join(folder, '.env');
    const { next } = await watched(folder, [env]);
    for (const path of ['node_modules/x/index.js', 'cache/c', 'debug.log', '.env.local']) write(folder, path);
    write(folder, '.env', 'A=1');
    expect(await next()).toEqual([env]);
  });
});
