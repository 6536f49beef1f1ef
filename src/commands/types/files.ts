/** Compares generated files with those of the disk, and writes them. */
import { lstatSync, readdirSync, readFileSync, realpathSync } from 'node:fs';
import { rm } from 'node:fs/promises';
import { dirname, join } from 'node:path';
import { createQuestions } from '../../core/prompts/questions.ts';
import type { Services } from '../../core/services.ts';
import { usageError } from '../../errors.ts';
import { openAtomic } from '../../lib/files/atomic.ts';
import { makeFolders } from '../../lib/files/folders.ts';
import { codeOf } from '../../lib/files/fs-error.ts';
import { readFailure, writeFailure } from '../../lib/files/target.ts';
import { counted } from '../../lib/text/words.ts';
import { shownPath } from '../../project/file/source.ts';
import type { GeneratedFile } from '../../schema/types/emitter.ts';
import { isGenerated, isSameOutput } from '../../schema/types/header.ts';
import type { Target } from './target.ts';

/** A generated file beside the one that is there. */
export interface ComparedFile {
  /** Absolute. */
  readonly path: string;
  readonly shown: string;
  readonly text: string;
  /** Text of the file that is there. */
  readonly existing: string | undefined;
}

export interface ComparedFiles {
  readonly target: FileTarget;
  readonly files: readonly ComparedFile[];
  /** Absolute paths of files that an earlier run wrote and this one would not: their collections are gone. */
  readonly leftOver: readonly string[];
}

type FileTarget = Exclude<Target, { kind: 'stdout' }>;

export interface CompareOptions {
  readonly target: FileTarget;
  /** Value of `--lang`. */
  readonly language: string;
  /** True if the line chooses some of the collections: the files of others are not left over. */
  readonly isPartial: boolean;
}

/** @throws CliError exit 1 if a file can't be read, exit 2 if a folder is in its place */
export function compareFiles(
  generated: readonly GeneratedFile[],
  { target, language, isPartial }: CompareOptions,
  { context }: Pick<Services, 'context'>,
): ComparedFiles {
  const files = generated.map(({ path, text }): ComparedFile => {
    const absolute = path === '' ? target.path : join(target.path, path);
    return { path: absolute, shown: shownPath(context, absolute), text, existing: readIfThere(absolute) };
  });
  const own = new Set(files.map(({ path }) => path));
  const folders = target.kind === 'folder' ? new Set(files.map(({ path }) => dirname(path))) : [];
  const leftOver = isPartial
    ? []
    : [...folders].flatMap((folder) => generatedIn(folder, language)).filter((path) => !own.has(path));
  return { target, files, leftOver };
}

function readIfThere(path: string): string | undefined {
  try {
    return readFileSync(path, 'utf8');
  } catch (error) {
    if (codeOf(error) === 'ENOENT') return undefined;
    if (codeOf(error) === 'EISDIR') throw usageError(`${path} is a folder`, 'name the file in it');
    throw readFailure(path, error);
  }
}

function generatedIn(folder: string, language: string): string[] {
  const paths = filesIn(folder).map((name) => join(folder, name));
  return paths.filter((path) => {
    if (!lstatSync(path).isFile()) return false;
    const text = readIfThere(path);
    return text !== undefined && isGenerated(text) && text.includes(` --lang ${language}`);
  });
}

function filesIn(folder: string): readonly string[] {
  try {
    return readdirSync(folder).sort();
  } catch (error) {
    if (codeOf(error) === 'ENOENT' || codeOf(error) === 'ENOTDIR') return [];
    throw readFailure(folder, error);
  }
}

/** True if the file would be written in vain: it differs in nothing but the command line that its header names. */
export const isFresh = ({ text, existing }: ComparedFile): boolean =>
  existing !== undefined && isSameOutput(existing, text);

/**
 * Writes the files that differ: each is the old or the new one at any moment.
 * @returns the files that were written
 * @throws CliError exit 2 if a file that was not generated would be replaced without a yes, exit 1 if one can't be written
 */
export async function writeFiles(
  { target, files }: ComparedFiles,
  services: Pick<Services, 'confirm' | 'output'>,
): Promise<readonly ComparedFile[]> {
  const foreign = files.filter(({ existing }) => existing !== undefined && isForeign(existing));
  if (foreign.length > 0) await agreeToReplace(foreign, services);
  const changed = files.filter(({ text, existing }) => text !== existing);
  const opened = [];
  try {
    for (const file of changed) {
      if (target.kind === 'folder') makeFolder(dirname(file.path));
      const draft = await openAtomic(file.existing === undefined ? file.path : realpathSync(file.path), {
        overwrite: file.existing !== undefined,
      });
      opened.push(draft);
      await draft.write(file.text);
    }
    for (const draft of opened) await draft.commit();
  } finally {
    for (const draft of opened) await draft.discard();
  }
  return changed;
}

/** An empty file holds nothing that could be lost. */
const isForeign = (text: string) => text.trim() !== '' && !isGenerated(text);

async function agreeToReplace(
  foreign: readonly ComparedFile[],
  { confirm, output }: Pick<Services, 'confirm' | 'output'>,
): Promise<void> {
  for (const { shown } of foreign) output.note(`not generated by this command: ${shown}`);
  await confirm(
    `This replaces ${counted(foreign.length, 'files')}`,
    undefined,
    foreign.length === 1
      ? `replacing ${foreign[0]!.shown}, which this command did not write,`
      : `replacing ${foreign.length} files that this command did not write`,
  );
}

function makeFolder(folder: string): void {
  try {
    makeFolders(folder);
  } catch (error) {
    throw writeFailure(folder, error);
  }
}

/**
 * Deletes files of collections that are gone, if the user agrees; otherwise it names them.
 * @returns the files that were deleted
 */
export async function deleteLeftOver(
  { leftOver }: ComparedFiles,
  { context, globals, output }: Pick<Services, 'context' | 'globals' | 'output'>,
): Promise<readonly string[]> {
  if (leftOver.length === 0) return [];
  for (const path of leftOver) output.note(`its collection is gone: ${shownPath(context, path)}`);
  if (!globals.yes) {
    const ask = createQuestions(context, globals);
    if (!ask.possible) {
      output.note('--yes deletes them');
      return [];
    }
    const isAgreed = await ask.confirm({
      message: `Delete ${counted(leftOver.length, 'files')} whose collections are gone?`,
      flag: '--yes',
      default: false,
    });
    if (!isAgreed) return [];
  }
  for (const path of leftOver)
    await rm(path).catch((error) => {
      throw writeFailure(path, error);
    });
  return leftOver;
}
