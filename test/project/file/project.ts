/** A folder with files of a project, for tests. */
import { mkdirSync, mkdtempSync, realpathSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { onTestFinished } from 'vitest';
import { type FindOptions, findProjectFile, type ProjectFiles } from '../../../src/project/file/find.ts';
import { type FileReading, problemLines, readProject } from '../../../src/project/file/read.ts';

/** Text of a file, or its value. */
export type Files = Readonly<Record<string, unknown>>;

/** Writes the files into a new folder, which is removed after the test. @returns its path */
export function projectFolder(files: Files): string {
  const folder = realpathSync(mkdtempSync(join(tmpdir(), 'project-')));
  onTestFinished(() => rmSync(folder, { recursive: true }));
  for (const [name, content] of Object.entries(files)) {
    mkdirSync(dirname(join(folder, name)), { recursive: true });
    writeFileSync(
      join(folder, name),
      typeof content === 'string' ? content : JSON.stringify(content, null, 2),
    );
  }
  return folder;
}

export const contextOf = (folder: string) => ({ cwd: folder, home: folder, uid: undefined });

export function findIn(folder: string, options?: FindOptions): ProjectFiles {
  return findProjectFile(contextOf(folder), options)!;
}

/** Reads files from a new folder. @param variables of the process */
export function readFiles(
  files: Files,
  options: FindOptions = {},
  variables: Readonly<Record<string, string>> = {},
): FileReading {
  return readProject(findIn(projectFolder(files), options), { resolveSecrets: true, env: variables });
}

/** Values of a resource by field; undefined if there is no such resource. */
export function valuesOf({ desired }: FileReading, key: string): Record<string, unknown> | undefined {
  const found = desired.resources.get(key);
  return found && Object.fromEntries([...found.fields].map(([name, { value }]) => [name, value]));
}

export const problemsOf = ({ problems }: FileReading): string[] => problemLines(problems);
