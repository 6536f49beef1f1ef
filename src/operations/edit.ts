/** Editing an object in the user's editor: read, edit, check, compare, ask, send. */
import { mkdtemp, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { openEditor } from '../core/editor.ts';
import { createQuestions } from '../core/prompts/questions.ts';
import type { Services } from '../core/services.ts';
import { type CommandResult, doneResult } from '../core/spec.ts';
import { CliError, ExitCode, usageError } from '../errors.ts';
import type { Connection } from '../http/types.ts';
import { codeOf } from '../lib/files/fs-error.ts';
import { JsonError } from '../lib/json/error.ts';
import { checkJson, compactJson, indentJson } from '../lib/json/format.ts';
import { kindOf, members, writeObject } from '../lib/json/slices.ts';
import { visible } from '../lib/text/visible.ts';
import { counted } from '../lib/text/words.ts';

/** Members of an object by name, as JSON texts. */
export type Fields = ReadonlyMap<string, string>;

/** An object as the server has it. */
export interface Snapshot {
  /** The members to edit. */
  readonly fields: Fields;
  /** Differs from that of any other state of the object. */
  readonly version: string;
}

/** A member that the user has changed; undefined if the object lacked it, or lacks it now. */
export interface Change {
  readonly name: string;
  readonly before: string | undefined;
  readonly after: string | undefined;
}

/** The object as the user wants it. */
export interface Edit {
  readonly fields: Fields;
  /** At least one. */
  readonly changes: readonly Change[];
}

/** An object that can be edited. */
export interface Editable {
  /** `document p1`. */
  readonly name: string;
  /** Name of the file in the editor, without its ending. */
  readonly fileName: string;
  readonly connection: Connection;
  read(): Promise<Snapshot>;
  /** Returns what the server would refuse. */
  check(fields: Fields): readonly string[];
  /** Value that a member gets that was deleted in the editor, as JSON text; undefined if it is then gone. */
  readonly deleted: string | undefined;
  send(edit: Edit): Promise<CommandResult>;
}

/**
 * @param otherwise command that changes the object without an editor
 * @throws CliError exit 2 if there is no terminal for an editor
 */
export function requireEditor({ context, globals }: Services, otherwise: string): void {
  const { possible, obstacle } = createQuestions(context, globals);
  if (!possible) throw usageError(`an editor needs a terminal, and ${obstacle}`, `use ${otherwise}`);
}

/**
 * Lets the user edit an object as JSON, and sends what has changed. The edited file is deleted when all is well, and
 * stays otherwise.
 * @throws CliError exit 2 if the user gives up; exit 5 if the object has changed meanwhile; exit 130 on Ctrl-C; as
 *   `read` and `send`
 */
export async function editObject(editable: Editable, services: Services): Promise<CommandResult> {
  const before = await editable.read();
  // mkdtemp makes a folder that only this user can open.
  const folder = await mkdtemp(join(tmpdir(), 'appwrite-cli-'));
  const path = join(folder, `${editable.fileName.replace(/[^\w.-]/g, '_')}.json`);
  const original = `${[...indentJson(writeObject(before.fields))].join('')}\n`;
  await writeFile(path, original, { mode: 0o600, flag: 'wx' });
  let isKept = false;
  try {
    const edit = await editUntilValid(path, before, editable, services);
    if (edit === undefined) return doneResult('Nothing changed.');
    isKept = true;
    await showChanges(edit, services);
    const result = await sendUnlessChanged(before, edit, editable, services);
    isKept = false;
    return result;
  } catch (error) {
    isKept ||= await differs(path, original);
    throw isKept ? withPath(error, path) : error;
  } finally {
    if (!isKept) await rm(folder, { recursive: true, force: true });
  }
}

async function differs(path: string, original: string): Promise<boolean> {
  return readFile(path, 'utf8').then(
    (text) => text !== original && text.trim() !== '',
    () => false,
  );
}

/** Names the file, which has the user's work. */
function withPath(error: unknown, path: string): unknown {
  if (!(error instanceof CliError)) return error;
  const { exitCode, message, hint, status, type } = error;
  const kept = `your edit is saved in ${path}`;
  return new CliError(exitCode, message, {
    hint: hint === undefined ? kept : `${hint}; ${kept}`,
    status,
    type,
    cause: error,
  });
}

/**
 * Opens the editor, again if the user wants to after a mistake.
 * @returns undefined if nothing was changed
 */
async function editUntilValid(
  path: string,
  before: Snapshot,
  editable: Editable,
  services: Services,
): Promise<Edit | undefined> {
  const { context, globals, output } = services;
  const ask = createQuestions(context, globals);
  for (;;) {
    await openEditor(path, context);
    const problems: string[] = [];
    const edit = readEdit(await readEdited(path), before, editable, problems);
    if (edit?.changes.length === 0) return undefined;
    if (edit) problems.push(...editable.check(edit.fields));
    if (problems.length === 0) return edit;
    for (const problem of problems) output.failed(problem);
    const again = await ask.confirm({ message: 'Edit again?', flag: '--yes', default: true });
    if (!again)
      throw usageError(`cancelled: ${counted(problems.length, 'mistakes')} left, and nothing was sent`);
  }
}

/** @throws CliError exit 2 if the file is gone or empty, which is another way to give up */
async function readEdited(path: string): Promise<string> {
  const text = await readFile(path, 'utf8').catch((error: unknown) => {
    if (codeOf(error) === 'ENOENT') return '';
    throw error;
  });
  if (text.trim() === '') throw usageError('cancelled: the file is empty, and nothing was sent');
  return text;
}

/** @param problems receives the reason if the text is no object */
function readEdit(text: string, before: Snapshot, editable: Editable, problems: string[]): Edit | undefined {
  try {
    checkJson(text);
  } catch (error) {
    if (!(error instanceof JsonError)) throw error;
    problems.push(`this is not valid JSON: ${error.message}`);
    return undefined;
  }
  if (kindOf(text) !== 'object') {
    problems.push('this is not a JSON object, which begins with { and ends with }');
    return undefined;
  }
  const fields = new Map([...members(text)].map(([name, value]) => [name, compactJson(value)] as const));
  const { deleted } = editable;
  for (const name of deleted === undefined ? [] : before.fields.keys())
    if (!fields.has(name)) fields.set(name, deleted!);
  const names = new Set([...before.fields.keys(), ...fields.keys()]);
  const changes = [...names].map((name) => {
    const old = before.fields.get(name);
    return { name, before: old === undefined ? undefined : compactJson(old), after: fields.get(name) };
  });
  return { fields, changes: changes.filter((change) => change.before !== change.after) };
}

/** Shows what changes, by the names of the members. */
async function showChanges({ changes }: Edit, { output }: Services): Promise<void> {
  await output.sketch(async ({ paint }) => {
    const lines = changes.flatMap(({ name, before, after }) => [
      ...(before === undefined ? [] : [paint('removed', `- ${shown(name, before)}`)]),
      ...(after === undefined ? [] : [paint('added', `+ ${shown(name, after)}`)]),
    ]);
    return `${lines.join('\n')}\n`;
  });
}

const maxShownLength = 500;

function shown(name: string, value: string): string {
  const text = value.length <= maxShownLength ? value : `${value.slice(0, maxShownLength)}…`;
  return visible(`${name}: ${text}`);
}

/** Asks, reads the object again, and sends the edit unless the object has changed on the server. */
async function sendUnlessChanged(
  before: Snapshot,
  edit: Edit,
  { name, connection, read, send }: Editable,
  services: Services,
): Promise<CommandResult> {
  await services.confirm(`Update ${name}`, async () => connection, 'updating');
  const now = await read();
  if (now.version === before.version) return send(edit);
  const others = [...new Set([...before.fields.keys(), ...now.fields.keys()])].filter(
    (field) => now.fields.get(field) !== before.fields.get(field),
  );
  throw new CliError(
    ExitCode.rejected,
    `${name} has changed on the server since you opened it${others.length > 0 ? ` (${others.join(', ')})` : ''}: nothing was sent`,
    { hint: 'run the command again to edit what is there now' },
  );
}
