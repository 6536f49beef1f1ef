import { execFile } from 'node:child_process';
import { mkdirSync, writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { temporaryFolder } from './program.ts';

const modules = fileURLToPath(new URL('../../node_modules', import.meta.url));

/**
 * Compiles files together, as strictly as the compiler can. A process takes a second, so that a test file should call it
 * once.
 * @param files texts by path
 * @param packages names of packages of this repository that the files import
 * @returns the errors as the compiler prints them, `path(line,column): error …`, a line each
 */
export async function typeErrors(
  files: Readonly<Record<string, string>>,
  packages: readonly string[] = [],
): Promise<readonly string[]> {
  const folder = temporaryFolder();
  const options = {
    target: 'es2022',
    module: 'esnext',
    moduleResolution: 'bundler',
    strict: true,
    exactOptionalPropertyTypes: true,
    noUncheckedIndexedAccess: true,
    noPropertyAccessFromIndexSignature: true,
    isolatedModules: true,
    verbatimModuleSyntax: true,
    noUnusedLocals: true,
    allowImportingTsExtensions: true,
    noEmit: true,
    skipLibCheck: true,
    types: [],
    paths: Object.fromEntries(packages.map((name) => [name, [join(modules, name)]])),
  };
  const all = { ...files, 'tsconfig.json': JSON.stringify({ compilerOptions: options }) };
  for (const [path, text] of Object.entries(all)) {
    mkdirSync(dirname(join(folder, path)), { recursive: true });
    writeFileSync(join(folder, path), text);
  }
  const tsc = join(modules, 'typescript/bin/tsc');
  const { error, stdout } = await new Promise<{ error: Error | null; stdout: string }>((resolve) => {
    execFile(
      process.execPath,
      [tsc, '--project', folder, '--pretty', 'false'],
      { cwd: folder, maxBuffer: 2 ** 26 },
      (failure, output) => resolve({ error: failure, stdout: output }),
    );
  });
  const lines = stdout.split('\n').filter((line) => line !== '');
  if (error && lines.length === 0) throw error;
  return lines;
}
