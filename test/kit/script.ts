import { type ChildProcess, spawn } from 'node:child_process';
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { build } from 'esbuild';

/** A TypeScript program that runs in its own process. */
export interface Script {
  readonly child: ChildProcess;
  /** Its output, after it has ended or was killed. */
  readonly output: Promise<string>;
}

/**
 * Bundles and runs a program that may import from the repository.
 * @param contents its source; imports are relative to the repository's root
 */
export async function runScript(contents: string, env: Record<string, string> = {}): Promise<Script> {
  return (await runScripts(contents, 1, env))[0]!;
}

/** Runs a program in several processes at once. */
export async function runScripts(
  contents: string,
  count: number,
  env: Record<string, string> = {},
): Promise<Script[]> {
  const folder = await mkdtemp(join(tmpdir(), 'script-'));
  const outfile = join(folder, 'script.mjs');
  const require =
    "import { createRequire } from 'node:module'; const require = createRequire(import.meta.url);";
  await build({
    stdin: { contents, resolveDir: process.cwd(), loader: 'ts' },
    bundle: true,
    platform: 'node',
    format: 'esm',
    outfile,
    banner: { js: require },
  });
  const children = Array.from({ length: count }, () =>
    spawn(process.execPath, [outfile], {
      stdio: ['ignore', 'pipe', 'inherit'],
      env: { ...process.env, ...env },
    }),
  );
  const outputs = children.map(async ({ stdout }) => {
    let text = '';
    for await (const chunk of stdout) text += chunk;
    return text.trim();
  });
  const ended = Promise.all(outputs).then(() => rm(folder, { recursive: true }));
  return children.map((child, index) => ({ child, output: ended.then(() => outputs[index]!) }));
}
