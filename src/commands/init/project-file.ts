import { existsSync, realpathSync } from 'node:fs';
import { join } from 'node:path';
import type { Context } from '../../context.ts';
import { type CliError, usageError } from '../../errors.ts';
import { openAtomic } from '../../lib/files/atomic.ts';
import { JsonEditor } from '../../lib/json/edit.ts';
import { isObject } from '../../lib/json/object.ts';
import { decodeString, kindOf, members } from '../../lib/json/slices.ts';
import type { JsonObjectNode } from '../../lib/json/tree.ts';
import { maxProjectFileBytes, projectFileNames } from '../../profile/folder.ts';
import { parsePrivateJson } from '../../profile/parse-json.ts';
import { readTrustedFile } from '../../profile/trusted-file.ts';

/** The members of `appwrite.json` to be set, in this order; undefined: left alone. */
export type ProjectMembers = Readonly<Record<'projectId' | 'projectName' | 'endpoint', string | undefined>>;

/** A planned change of a folder's `appwrite.json`. */
export interface ProjectFile {
  readonly path: string;
  /** The new text; undefined if nothing changes. */
  readonly text: string | undefined;
  readonly isNew: boolean;
  /** The members that had another value; `before` is that value as JSON. */
  readonly replaced: readonly { readonly name: string; readonly before: string }[];
}

/** The file of the folder that is in use; `appwrite.json` if there is none yet. */
export function projectFilePath(folder: string): string {
  const paths = projectFileNames.map((name) => join(folder, name));
  return paths.find((path) => existsSync(path)) ?? join(folder, 'appwrite.json');
}

/**
 * Works out the new text of the file without writing it. Every byte that belongs to no changed member stays.
 * @throws CliError exit 2 if the file exists and can't be used
 */
export function planProjectFile(
  { cwd, uid }: Pick<Context, 'cwd' | 'uid'>,
  values: ProjectMembers,
): ProjectFile {
  const path = projectFilePath(cwd);
  const reading = readTrustedFile(path, uid === undefined ? undefined : [uid], maxProjectFileBytes);
  if (reading.kind === 'foreign') throw unusable(path, 'belongs to another user');
  if (reading.kind === 'unreadable') throw unusable(path, `can't be read: ${reading.reason}`);
  const before = reading.kind === 'text' ? checkedObject(path, reading.text) : '{}\n';
  const known = members(before);
  const editor = new JsonEditor(before);
  const root = editor.root as JsonObjectNode;
  const replaced: { name: string; before: string }[] = [];
  let previous: string | undefined;
  for (const [name, value] of Object.entries(values)) {
    const written = known.get(name);
    const isSame = written !== undefined && kindOf(written) === 'string' && decodeString(written) === value;
    if (value !== undefined && !isSame) {
      const place = previous === undefined ? 'first' : { after: previous };
      editor.set(root, name, JSON.stringify(value), place);
      if (written !== undefined && !isBlank(written)) replaced.push({ name, before: written });
    }
    if (value !== undefined || written !== undefined) previous = name;
  }
  const text = editor.result();
  if (reading.kind === 'missing') return { path, text, isNew: true, replaced };
  const mark = reading.hasByteOrderMark ? '\uFEFF' : '';
  return { path, text: text === before ? undefined : mark + text, isNew: false, replaced };
}

/** True if the JSON of a member is as good as absent. */
function isBlank(value: string): boolean {
  return value === 'null' || value === '""';
}

/** Writes the planned text atomically. */
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

function checkedObject(path: string, text: string): string {
  const { value, broken } = parsePrivateJson(text);
  if (broken !== undefined) throw unusable(path, `is not valid JSON${broken}`);
  if (isObject(value)) return text;
  throw unusable(path, 'is not a JSON object');
}

function unusable(path: string, problem: string): CliError {
  return usageError(`${path} ${problem}`, 'fix it or move it away; it was not changed');
}
