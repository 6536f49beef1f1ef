import { type Context, isInCi, type OutputStream } from '../context.ts';

/** The meaning of a piece of text; the palette maps it to a colour. */
export type Role =
  | 'header'
  | 'good'
  | 'bad'
  | 'pending'
  | 'key'
  | 'string'
  | 'number'
  | 'word'
  | 'error'
  | 'hint';

export type Paint = (role: Role, text: string) => string;

const plainPaint: Paint = (_, text) => text;

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

/** Creates the palette, or one that leaves text plain. Chalk is loaded only for colour; its own detection is not used. */
export async function createPaint(colour: boolean): Promise<Paint> {
  if (!colour) return plainPaint;
  const { Chalk } = await import('chalk');
  const chalk = new Chalk({ level: 1 });
  const palette: Record<Role, (text: string) => string> = {
    header: chalk.bold,
    good: chalk.green,
    bad: chalk.red,
    pending: chalk.yellow,
    key: chalk.cyan,
    string: chalk.green,
    number: chalk.yellow,
    word: chalk.magenta,
    error: chalk.red.bold,
    hint: chalk.cyan,
  };
  return (role, text) => palette[role](text);
}

/**
 * The states of attributes, indexes, deployments, executions, messages, transfers, health checks, migrations and
 * domains. `true` and `false` have no colour: which of them is good depends on the column.
 */
const states: Readonly<Record<string, Role>> = {
  available: 'good',
  ready: 'good',
  completed: 'good',
  sent: 'good',
  pass: 'good',
  online: 'good',
  uploaded: 'good',
  downloaded: 'good',
  verified: 'good',
  failed: 'bad',
  stuck: 'bad',
  fail: 'bad',
  offline: 'bad',
  error: 'bad',
  blocked: 'bad',
  unverified: 'bad',
  processing: 'pending',
  pending: 'pending',
  verifying: 'pending',
  deleting: 'pending',
  waiting: 'pending',
  building: 'pending',
  canceled: 'pending',
  cancelled: 'pending',
  draft: 'pending',
  scheduled: 'pending',
  unknown: 'pending',
  skipped: 'pending',
  'not begun': 'pending',
};

/**
 * Colours a value of a status column.
 * @param path of the column; other columns stay plain
 */
export function paintState(paint: Paint, path: string, text: string): string {
  const role = path.endsWith('status') && Object.hasOwn(states, text) ? states[text] : undefined;
  return role ? paint(role, text) : text;
}
