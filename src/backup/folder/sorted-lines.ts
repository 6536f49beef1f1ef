/** Files of lines in the order of `$id`, whatever the order in which a server lists them, in constant memory. */
import { rename, rm } from 'node:fs/promises';
import { basename, dirname } from 'node:path';
import { writeFailure } from '../../lib/files/target.ts';
import { idOfLine } from '../id-of-line.ts';
import { HashingFile } from './hashing-file.ts';
import { type Content, readLinesOf } from './read-file.ts';

/** Length of the lines that are sorted in memory, in UTF-16 units. */
const defaultMaxSortedLength = 4 * 1024 * 1024;

export interface LinesFile extends Content {
  readonly count: number;
}

type Entry = readonly [id: string, line: string];

/**
 * Collects lines that mostly come in order: these go straight to the file. Those out of order are sorted in pieces,
 * which are merged at the end.
 */
export class SortedLines {
  readonly #path: string;
  readonly #main: HashingFile;
  readonly #maxSortedLength: number;
  /** Paths of sorted pieces, the latest last. */
  readonly #runs: string[] = [];
  #lastId: string | undefined;
  #count = 0;
  #late = new Map<string, string>();
  #lateLength = 0;

  private constructor(path: string, main: HashingFile, maxSortedLength: number) {
    this.#path = path;
    this.#main = main;
    this.#maxSortedLength = maxSortedLength;
  }

  /** @param path absolute, of the finished file */
  static async create(path: string, maxSortedLength = defaultMaxSortedLength): Promise<SortedLines> {
    return new SortedLines(path, await HashingFile.create(mainPath(path)), maxSortedLength);
  }

  /**
   * Adds a line; a later one with the same ID replaces it.
   * @returns a promise if there was enough to write
   * @throws CliError exit 1 if the disk is full
   */
  add(id: string, line: string): Promise<void> | undefined {
    if (this.#lastId === undefined || id > this.#lastId) {
      this.#lastId = id;
      this.#count++;
      return this.#main.add(`${line}\n`);
    }
    this.#late.set(id, line);
    this.#lateLength += line.length;
    return this.#lateLength > this.#maxSortedLength ? this.#writeRun() : undefined;
  }

  async #writeRun(): Promise<void> {
    const path = `${this.#path}.run${this.#runs.length + 1}`;
    await writeEntries(path, inOrder(this.#late));
    this.#runs.push(path);
    this.#late = new Map();
    this.#lateLength = 0;
  }

  /** Makes the file appear under its path. @throws CliError exit 1 if the disk is full */
  async finish(): Promise<LinesFile> {
    const main = mainPath(this.#path);
    const content = await this.#main.finish();
    if (this.#runs.length === 0 && this.#late.size === 0) {
      await move(main, this.#path);
      return { ...content, count: this.#count };
    }
    const sources = [main, ...this.#runs].map(entriesOf);
    const merged = await writeEntries(`${this.#path}.merged`, merge([...sources, inOrder(this.#late)]));
    await move(`${this.#path}.merged`, this.#path);
    for (const path of [main, ...this.#runs]) await rm(path, { force: true });
    return merged;
  }

  async abandon(): Promise<void> {
    await this.#main.abandon();
    for (const path of [mainPath(this.#path), ...this.#runs]) await rm(path, { force: true });
  }
}

async function move(from: string, to: string): Promise<void> {
  await rename(from, to).catch((error: unknown) => {
    throw writeFailure(to, error);
  });
}

const mainPath = (path: string) => `${path}.run0`;

/** Differences between two states of a file of lines. */
export interface LineChanges {
  /** Lines that are new or replace others, by ID. */
  readonly changed: ReadonlyMap<string, string>;
  /** False for an ID whose line is left out. */
  readonly keeps: (id: string) => boolean;
}

export interface ChangedLines extends LinesFile {
  /** IDs whose line is new, or differs from the one before. */
  readonly changed: readonly string[];
  readonly deleted: readonly string[];
}

/**
 * Writes a file of lines with changes.
 * @param from absolute path of the sorted file
 * @param to absolute path; may be the same
 * @throws CliError exit 1 if the disk is full
 */
export async function withChanges(
  from: string,
  to: string,
  { changed, keeps }: LineChanges,
): Promise<ChangedLines> {
  const [different, deleted]: [string[], string[]] = [[], []];
  async function* kept(): AsyncGenerator<Entry, void, void> {
    for await (const [id, line] of merge([entriesOf(from), inOrder(changed)], (id, before, after) => {
      if (changed.has(id) && before !== after) different.push(id);
    })) {
      if (keeps(id)) yield [id, line];
      else deleted.push(id);
    }
  }
  const content = await writeEntries(`${to}.changed`, kept());
  await move(`${to}.changed`, to);
  return { ...content, changed: different.filter(keeps), deleted };
}

async function writeEntries(
  path: string,
  entries: AsyncIterable<Entry> | Iterable<Entry>,
): Promise<LinesFile> {
  const file = await HashingFile.create(path);
  let count = 0;
  try {
    for await (const [, line] of entries) {
      count++;
      await file.add(`${line}\n`);
    }
  } catch (error) {
    await file.abandon();
    throw error;
  }
  return { ...(await file.finish()), count };
}

async function* entriesOf(path: string): AsyncGenerator<Entry, void, void> {
  for await (const line of readLinesOf(dirname(path), basename(path))) yield [idOfLine(line), line];
}

const inOrder = (lines: ReadonlyMap<string, string>): Entry[] =>
  [...lines].sort(([a], [b]) => (a < b ? -1 : 1));

/**
 * Merges sorted entries. Of those with the same ID the one of the last source counts.
 * @param onMerged called with the line of the first source, if it has one, and the line that counts
 */
async function* merge(
  sources: readonly (AsyncIterable<Entry> | Iterable<Entry>)[],
  onMerged: (id: string, first: string | undefined, last: string) => void = () => {},
): AsyncGenerator<Entry, void, void> {
  const iterators = sources.map((source) =>
    Symbol.asyncIterator in source ? source[Symbol.asyncIterator]() : source[Symbol.iterator](),
  );
  const next = async (at: number): Promise<Entry | undefined> => {
    const result = await iterators[at]!.next();
    return result.done ? undefined : result.value;
  };
  const heads = await Promise.all(iterators.map((_, at) => next(at)));
  for (;;) {
    let least: string | undefined;
    for (const head of heads) if (head && (least === undefined || head[0] < least)) least = head[0];
    if (least === undefined) return;
    const first = heads[0]?.[0] === least ? heads[0][1] : undefined;
    let last = '';
    for (const [at, head] of heads.entries()) {
      if (head?.[0] !== least) continue;
      last = head[1];
      heads[at] = await next(at);
    }
    onMerged(least, first, last);
    yield [least, last];
  }
}
