import type { Context, OutputStream } from '../context.ts';

/** What a piece of text is; the palette decides how it looks. */
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

/** How a screen's colour is worked out: from the flag, then the environment, then the screen itself. */
export interface ColourFacts {
  readonly env: Context['env'];
  /** `--no-color`. */
  readonly noColor: boolean;
}

/**
 * Whether a stream gets colour. Only the 16 basic colours are used, so there are no finer levels: FORCE_COLOR=3 is
 * as good as 1.
 */
export function hasColour(stream: OutputStream, { env, noColor }: ColourFacts): boolean {
  if (noColor || env.NO_COLOR) return false;
  const forced = env.FORCE_COLOR;
  if (forced !== undefined) return forced !== '0' && forced !== 'false';
  return stream.isTTY === true && env.TERM !== 'dumb' && !env.CI;
}

/** The palette, or none. Chalk is loaded only where there is colour; its own detection is not used. */
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
 * The states of attributes and indexes, deployments, executions, messages, transfers, and of what `health` looks at.
 * `true` and `false` have no colour: whether one of them is good depends on what it is about.
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
  failed: 'bad',
  stuck: 'bad',
  fail: 'bad',
  offline: 'bad',
  error: 'bad',
  blocked: 'bad',
  processing: 'pending',
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
 * Colours a value that tells a state.
 * @param path of the column; only a status column tells states
 */
export function paintState(paint: Paint, path: string, text: string): string {
  const role = path.endsWith('status') && Object.hasOwn(states, text) ? states[text] : undefined;
  return role ? paint(role, text) : text;
}
