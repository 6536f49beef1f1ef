/** The files that together describe a project, as text and as trees of positions. */
import { realpathSync } from 'node:fs';
import { dirname, isAbsolute, relative, sep } from 'node:path';
import type { Context } from '../../context.ts';
import { type CliError, usageError } from '../../errors.ts';
import { JsonError } from '../../lib/json/error.ts';
import { hidesFractions } from '../../lib/json/exact.ts';
import { parseJson } from '../../lib/json/format.ts';
import { type JsonNode, stringAt, treeOf } from '../../lib/json/tree.ts';
import { type LocatedFile, maxProjectFileBytes } from '../../profile/folder.ts';
import { readTrustedFile } from '../../profile/trusted-file.ts';
import type { Place, SourceFile } from '../model/state.ts';

/**
 * main: the file of the official CLI · include: a list that the main file keeps elsewhere · own: `appwrite-cli.json` ·
 * overlay: what differs in one environment.
 */
export type SourceRole = 'main' | 'include' | 'own' | 'overlay';

export interface ProjectSource extends SourceFile {
  readonly role: SourceRole;
  readonly absolutePath: string;
  readonly hasByteOrderMark: boolean;
  /** False for a file that is going to be created. */
  readonly exists: boolean;
  /** Its value as JSON.parse reads it, and with positions. */
  readonly plain: unknown;
  readonly tree: JsonNode;
  /** True if a whole number in `plain` may be a number with a fraction in the text. */
  readonly hidesFractions: boolean;
  /** Section of the main file that an include holds. */
  readonly section?: string;
}

/** A value in a file. */
export interface SourceNode {
  readonly source: ProjectSource;
  readonly node: JsonNode;
}

/** The node is looked for only if the position is asked for: a file may hold 100,000 values. */
class SourcePlace implements Place {
  readonly #at: SourceNode;

  constructor(at: SourceNode) {
    this.#at = at;
  }

  get source(): SourceFile {
    return this.#at.source;
  }

  get offset(): number {
    return this.#at.node.start;
  }
}

export const placeOf = (at: SourceNode): Place => new SourcePlace(at);
export const textAt = ({ source, node }: SourceNode): string => source.text.slice(node.start, node.end);
export const stringOf = ({ source, node }: SourceNode): string | undefined => stringAt(source.text, node);

type FileContext = Pick<Context, 'cwd' | 'uid'>;

/** Returns a path as it is shown: relative to the current folder if it is below. */
export function shownPath({ cwd }: Pick<Context, 'cwd'>, path: string): string {
  const below = relative(cwd, path);
  return below.startsWith('..') || isAbsolute(below) ? path : below;
}

/**
 * Reads a file of the project.
 * @returns undefined if it does not exist
 * @throws CliError exit 2 if it belongs to another user, can't be read or is not JSON of that kind
 */
export function readSource(
  context: FileContext,
  path: string,
  role: SourceRole,
  section?: string,
): ProjectSource | undefined {
  const shown = shownPath(context, path);
  const owners = context.uid === undefined ? undefined : [context.uid];
  const reading = readTrustedFile(path, owners, maxProjectFileBytes);
  switch (reading.kind) {
    case 'missing':
      return undefined;
    case 'foreign':
      throw unusable(shown, 'belongs to another user and is not read');
    case 'unreadable':
      throw unusable(shown, `can't be read: ${reading.reason}`);
    case 'text':
      return parseSource(context, { path, ...reading }, role, section);
  }
}

/** @throws CliError exit 2 with line and column if the text is not JSON, or if its outermost value is of another kind */
export function parseSource(
  context: Pick<Context, 'cwd'>,
  { path, text, hasByteOrderMark }: LocatedFile,
  role: SourceRole,
  section?: string,
): ProjectSource {
  const shown = shownPath(context, path);
  const plain = parsed(shown, text);
  const tree = treeOf(text);
  const wanted = role === 'include' ? 'array' : 'object';
  if (tree.kind !== wanted) throw unusable(shown, `must hold ${wanted === 'array' ? 'a list' : 'an object'}`);
  return {
    role,
    path: shown,
    absolutePath: path,
    text,
    plain,
    tree,
    hidesFractions: hidesFractions(text),
    hasByteOrderMark,
    exists: true,
    ...(section !== undefined && { section }),
  };
}

function parsed(path: string, text: string): unknown {
  try {
    return parseJson(text);
  } catch (error) {
    if (error instanceof JsonError)
      throw unusable(path, `is not valid JSON (line ${error.line}, column ${error.column})`);
    throw error;
  }
}

/** True if a path is inside of a folder, also after symbolic links are followed. */
export function staysIn(folder: string, path: string): boolean {
  return isWithin(folder, path) && isWithin(realPath(folder), realPath(path));
}

const isWithin = (folder: string, path: string) =>
  path.startsWith(folder.endsWith(sep) ? folder : folder + sep);

/** Follows links as far as the path exists. */
function realPath(path: string): string {
  try {
    return realpathSync(path);
  } catch {
    const parent = dirname(path);
    return parent === path ? path : realPath(parent) + path.slice(parent.length);
  }
}

export function unusable(path: string, problem: string): CliError {
  return usageError(`${path} ${problem}`, 'fix it or move it away; it was not changed');
}
