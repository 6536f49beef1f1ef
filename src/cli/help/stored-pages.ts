// The short way to a page of help: `dist/help-pages` has all pages as data, so that neither commands nor the parser have to
// be loaded. A line that it doesn't know goes the long way, by `run`, which makes the same page.
import { closeSync, openSync, readSync } from 'node:fs';
import type { Context } from '../../context.ts';
import { CliError } from '../../errors.ts';
import { stdoutSink } from '../../output/sink.ts';
import { writeLines } from '../../output/write-lines.ts';
import { type ResolvedApiVersion, resolveApiVersion } from '../../profile/api-version.ts';
import { layOut, paintHelp } from './layout.ts';
import { namingVersion, type Page, type Part } from './page.ts';

/** Offsets of the first byte and behind the last. */
export type Slice = readonly [start: number, end: number];
/** Slices of a page's parts. What pages or versions have in common is stored once, which takes half of the file. */
export type StoredPage = readonly Slice[];
/** Slices of the pages of a version, by {@link pageKey}. */
export type PageIndex = Readonly<Record<string, Slice>>;
/** The beginning of the file, padded with spaces to {@link headBytes}: slices of the indexes, by version. */
export type PagesHead = Readonly<Record<string, Slice>>;
export const headBytes = 256;

/** @param words `databases list`; those of a topic begin with `help` */
export const pageKey = (words: readonly string[]): string => words.join(' ');

/**
 * Shows the page that a line asks for, if it is stored.
 * @param argv of {@link import('./asks-for-help.ts').asksForHelp}
 * @param path of the file of pages
 * @returns false if nothing has been written, since the line has to go the long way
 * @throws the errors of writing
 */
export async function showStoredPage(
  argv: readonly string[],
  path: string,
  context: Context,
): Promise<boolean> {
  const inUse = versionInUse(context);
  const page = inUse && readPage(argv, path, inUse);
  if (!page) return false;
  const text = layOut(namingVersion(page, inUse), context.stdout.columns);
  await writeLines({ kind: 'text', text, style: paintHelp }, stdoutSink(context, { noColor: false }));
  return true;
}

/** @returns undefined if that is an error, which is reported on the long way */
function versionInUse(context: Context): ResolvedApiVersion | undefined {
  try {
    return resolveApiVersion(context, { profile: undefined, endpoint: undefined, apiVersion: undefined });
  } catch (error) {
    if (error instanceof CliError) return undefined;
    throw error;
  }
}

/** @returns undefined if there is no such page, or no file that can be read */
function readPage(argv: readonly string[], path: string, { version }: ResolvedApiVersion): Page | undefined {
  const words = argv.at(-1)?.startsWith('-') ? argv.slice(0, -1) : argv;
  // Their key would be that of two words.
  if (words.some((word) => word.includes(' '))) return undefined;
  let file: number | undefined;
  try {
    file = openSync(path, 'r');
    const head = readSlice<PagesHead>(file, [0, headBytes]);
    const index = readSlice<PageIndex>(file, head[version]!);
    const keys = [pageKey(words), ...(words[0] === 'help' ? [pageKey(words.slice(1))] : [])];
    const key = keys.find((each) => Object.hasOwn(index, each));
    if (key === undefined) return undefined;
    const parts: Part[] = [];
    for (const slice of readSlice<StoredPage>(file, index[key]!)) parts.push(readSlice(file, slice));
    return parts;
  } catch {
    return undefined;
  } finally {
    if (file !== undefined) closeSync(file);
  }
}

function readSlice<T>(file: number, [start, end]: Slice): T {
  const bytes = Buffer.allocUnsafeSlow(end - start);
  const length = readSync(file, bytes, 0, bytes.length, start);
  return JSON.parse(bytes.toString('utf8', 0, length)) as T;
}
