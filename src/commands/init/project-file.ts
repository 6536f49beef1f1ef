import { realpathSync } from 'node:fs';
import { join } from 'node:path';
import type { Context } from '../../context.ts';
import { type CliError, usageError } from '../../errors.ts';
import { openAtomic } from '../../lib/files/atomic.ts';
import { JsonReader } from '../../lib/json/reader.ts';
import { decodeString, kindOf, members } from '../../lib/json/slices.ts';
import { readTrustedFile } from '../../profile/file.ts';
import { parseJson } from '../../profile/json.ts';

/** What `appwrite.json` is to say, in this order. */
export type ProjectMembers = Readonly<Record<'projectId' | 'projectName' | 'endpoint', string | undefined>>;

/** The folder's `appwrite.json` before and after. */
export interface ProjectFile {
  readonly path: string;
  /** The new text, or undefined where it says all that already. */
  readonly text: string | undefined;
  readonly isNew: boolean;
  /** The members that had another value, with that value as JSON. */
  readonly replaced: readonly { readonly name: string; readonly before: string }[];
}

/** Where the file of a folder is. */
export const projectFilePath = (folder: string) => join(folder, 'appwrite.json');

const largest = 16 * 1024 * 1024;

/**
 * Works out what is to be written; nothing is. Everything else in the file stays as it is, to the byte.
 * @throws CliError exit 2 where a file is there that can't be used
 */
export function planProjectFile({ cwd, uid }: Context, values: ProjectMembers): ProjectFile {
  const path = projectFilePath(cwd);
  const reading = readTrustedFile(path, uid === undefined ? undefined : [uid], largest);
  if (reading.kind === 'foreign') throw unusable(path, 'belongs to another user');
  if (reading.kind === 'unreadable') throw unusable(path, `can't be read: ${reading.reason}`);
  const before = reading.kind === 'text' ? checkedObject(path, reading.text) : '{}\n';
  const known = members(before);
  let text = before;
  const replaced: { name: string; before: string }[] = [];
  let previous: string | undefined;
  for (const [name, value] of Object.entries(values)) {
    const written = known.get(name);
    const isSame = written !== undefined && kindOf(written) === 'string' && decodeString(written) === value;
    if (value !== undefined && !isSame) {
      text = withMember(text, name, JSON.stringify(value), previous);
      if (written !== undefined && !isBlank(written)) replaced.push({ name, before: written });
    }
    if (value !== undefined || written !== undefined) previous = name;
  }
  const isNew = reading.kind === 'missing';
  return { path, text: text === before && !isNew ? undefined : text, isNew, replaced };
}

/** Whether a member says nothing, as JSON. */
function isBlank(value: string): boolean {
  return value === 'null' || value === '""';
}

/** Writes what was planned, whole or not at all. */
export async function writeProjectFile({ path, text, isNew }: ProjectFile): Promise<void> {
  if (text === undefined) return;
  const file = await openAtomic(isNew ? path : realpathSync(path), { overwrite: !isNew });
  try {
    await file.write(text);
    await file.commit();
  } finally {
    await file.discard();
  }
}

/**
 * An object's text with one member set; its white space is kept.
 * @param value JSON
 * @param after the member behind which a new one goes; none: it goes first
 */
export function withMember(text: string, name: string, value: string, after: string | undefined): string {
  const found = memberAt(text, name);
  if (found) return text.slice(0, found.start) + value + text.slice(found.end);
  const reader = new JsonReader(text);
  reader.next();
  const opened = reader.end;
  const isEmpty = reader.next() === '}';
  const gap = isEmpty ? '\n  ' : text.slice(opened, reader.start);
  const member = `${gap}${JSON.stringify(name)}: ${value}`;
  if (isEmpty) return `${text.slice(0, opened)}${member}\n${text.slice(reader.start)}`;
  const before = after === undefined ? undefined : memberAt(text, after);
  if (!before) return `${text.slice(0, opened)}${member},${text.slice(opened)}`;
  return `${text.slice(0, before.end)},${member}${text.slice(before.end)}`;
}

/** Where the value of a member stands. */
function memberAt(text: string, name: string): { start: number; end: number } | undefined {
  let found: { start: number; end: number } | undefined;
  const reader = new JsonReader(text);
  reader.next();
  while (reader.next() === 'key') {
    const key = decodeString(text.slice(reader.start, reader.end));
    reader.next();
    const { start } = reader;
    reader.skip();
    if (key === name) found = { start, end: reader.end };
  }
  return found;
}

function checkedObject(path: string, text: string): string {
  const { value, broken } = parseJson(text);
  if (broken !== undefined) throw unusable(path, `is not valid JSON${broken}`);
  if (typeof value === 'object' && value !== null && !Array.isArray(value)) return text;
  throw unusable(path, 'is not a JSON object');
}

function unusable(path: string, problem: string): CliError {
  return usageError(`${path} ${problem}`, 'fix it or move it away; it was left as it is');
}
