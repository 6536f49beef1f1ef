import { mkdirSync, rmSync, writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { beforeEach, describe, expect, it } from 'vitest';
import { hashOfSources, isBuilt, recordBuild } from '../../scripts/build-record.mjs';
import { temporaryFolder } from '../kit/program.ts';

const files = {
  'src/main.ts': 'main();',
  'scripts/build.mjs': 'build();',
  'package.json': '{}',
  'package-lock.json': '{}',
  'tsconfig.json': '{}',
  'dist/main.cjs': 'main()',
  'dist/runners/node.cjs': 'run()',
};
let root: string;

function write(path: string, content: string): void {
  mkdirSync(dirname(join(root, path)), { recursive: true });
  writeFileSync(join(root, path), content);
}

beforeEach(() => {
  root = temporaryFolder();
  for (const [path, content] of Object.entries(files)) write(path, content);
});

describe('the record of a build', () => {
  it('is missing before the first build', () => {
    expect(isBuilt(root)).toBe(false);
  });

  it('is current until a source, a script, a package or a built file changes', () => {
    recordBuild(hashOfSources(root), root);
    expect(isBuilt(root)).toBe(true);
    for (const [path, content] of Object.entries(files)) {
      write(path, `${content} `);
      expect(isBuilt(root), path).toBe(false);
      write(path, content);
      expect(isBuilt(root), path).toBe(true);
    }
  });

  it.each(['src/new.ts', 'dist/new.cjs'])('is stale if there is a new file %s', (path) => {
    recordBuild(hashOfSources(root), root);
    write(path, '');
    expect(isBuilt(root)).toBe(false);
  });

  it('is stale if a built file or all of them are gone', () => {
    recordBuild(hashOfSources(root), root);
    rmSync(join(root, 'dist/runners/node.cjs'));
    expect(isBuilt(root)).toBe(false);
    rmSync(join(root, 'dist'), { recursive: true });
    expect(isBuilt(root)).toBe(false);
  });

  it('is stale if the sources changed while they were built', () => {
    const sources = hashOfSources(root);
    write('src/main.ts', 'other();');
    recordBuild(sources, root);
    expect(isBuilt(root)).toBe(false);
  });
});
