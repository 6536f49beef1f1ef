import { type Context, isInCi, type OutputStream } from '../context.ts';

/** The meaning of a piece of text; the palette maps it to a style. */
export type Role =
  /** The title of a section of a page or of help. */
  | 'heading'
  /** The title of a table's column. */
  | 'column'
  /** The name of a value: a member of an object, a term of a list. */
  | 'key'
  /** An ID, which users copy into the next command. */
  | 'id'
  /** A remark that may be overlooked, such as `3 days ago` beside a date. */
  | 'muted'
  | 'good'
  | 'bad'
  /** A state that is not final, or needs attention. */
  | 'pending'
  | 'added'
  | 'changed'
  | 'removed'
  | 'error'
  | 'warning'
  | 'hint'
  /** The tokens of JSON. */
  | 'jsonKey'
  | 'jsonString'
  | 'jsonNumber'
  | 'jsonWord';

export type Paint = (role: Role, text: string) => string;

/** Leaves text as it is. */
export const plainPaint: Paint = (_, text) => text;

/** The settings that override a terminal's own support for colour; the flag wins over the environment. */
export interface ColourSettings {
  readonly env: Context['env'];
  /** `--no-color`. */
  readonly noColor: boolean;
}

/**
 * True if a stream gets colour. Only the 16 basic colours are used, so FORCE_COLOR=3 means the same as 1.
 */
export function hasColour(stream: OutputStream, { env, noColor }: ColourSettings): boolean {
  if (noColor || env.NO_COLOR) return false;
  const forced = env.FORCE_COLOR;
  if (forced) return forced !== '0' && forced !== 'false';
  return stream.isTTY === true && env.TERM !== 'dumb' && !isInCi(env);
}

/**
 * Creates the palette, or one that leaves text plain. Chalk is loaded only for colour; its own detection is not used.
 *
 * The background is unknown, so no style sets it, and text has only those of the 16 basic colours that can be read on
 * black and on white: yellow is too pale on white, blue too dark on black, and white, black and bright black vanish on
 * one of them (the last also on Solarized). Magenta therefore stands for what is usually yellow. Colour never carries a
 * meaning alone: beside it are a word, a sign or a place.
 */
export async function createPaint(colour: boolean): Promise<Paint> {
  if (!colour) return plainPaint;
  const { Chalk } = await import('chalk');
  const chalk = new Chalk({ level: 1 });
  const palette: Record<Role, (text: string) => string> = {
    heading: chalk.bold.underline,
    column: chalk.bold,
    key: chalk.bold,
    id: chalk.cyan,
    muted: chalk.dim,
    good: chalk.green,
    bad: chalk.red,
    pending: chalk.magenta,
    added: chalk.green,
    changed: chalk.magenta,
    removed: chalk.red,
    error: chalk.red.bold,
    warning: chalk.magenta.bold,
    hint: chalk.cyan,
    jsonKey: chalk.cyan,
    jsonString: chalk.green,
    jsonNumber: chalk.magenta,
    jsonWord: chalk.magenta,
  };
  return (role, text) => palette[role](text);
}

/**
 * The states of attributes, indexes, deployments, executions, messages, transactions, migrations, domains and health
 * checks, of transfers and of the checks of `doctor`. `true` and `false` have no colour: which of them is good depends on
 * the column.
 */
const statesByRole: Partial<Record<Role, string>> = {
  good: 'available ready completed sent pass ok online uploaded downloaded verified active live enabled committed',
  bad: 'failed stuck fail offline error blocked unverified expired rolledBack',
  pending:
    'processing pending verifying deleting waiting building uploading canceled cancelled draft scheduled created ' +
    'committing unknown warn',
  muted: 'disabled inactive skip skipped',
};

const states: ReadonlyMap<string, Role> = new Map([
  ['not started', 'pending'],
  ...Object.entries(statesByRole).flatMap(([role, words]) =>
    words.split(' ').map((word) => [word, role as Role] as const),
  ),
]);

/** Colours a word that names a state, in upper or lower case; other text stays plain. */
export function paintState(paint: Paint, text: string): string {
  const role = states.get(text) ?? states.get(text.toLowerCase());
  return role ? paint(role, text) : text;
}

/** Members that identify an object to a command: an ID, or the key of an attribute. */
const idPath = /(^|\.)(\$?id|key)$/;
const foreignIdPath = /[a-z]Id$/;

/** True if a path leads to the ID of the object itself. */
export const isIdPath = (path: string): boolean => idPath.test(path);
/** True if a path leads to the ID of another object. */
export const isForeignIdPath = (path: string): boolean => foreignIdPath.test(path);

/** Members that hold the name of a state. */
const statePath = /(?:status|^live|^enabled|^confirm)$/;

const datedText = /^(\d{4}-\d\d-\d\d \d\d:\d\d(?: UTC)?) (\([a-z\d ]+\))$/;

/** Splits a date from the time that has passed since: `2026-11-26 19:03 UTC` and `(2 days ago)`. */
export function splitDated(text: string): readonly [date: string, age: string] | undefined {
  const [, date, age] = datedText.exec(text) ?? [];
  return date !== undefined && age !== undefined ? [date, age] : undefined;
}

/**
 * Colours a cell by its column or member: IDs, states, and the age of a date.
 * @param path of the column
 * @param text of the cell; `-` stands for no value
 */
export function paintCell(paint: Paint, path: string, text: string): string {
  if (statePath.test(path)) return paintState(paint, text);
  const dated = splitDated(text);
  if (dated) return `${dated[0]} ${paint('muted', dated[1])}`;
  return text !== '-' && (isIdPath(path) || isForeignIdPath(path)) ? paint('id', text) : text;
}
