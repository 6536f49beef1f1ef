import type { Argument, Flag } from '../../core/flags.ts';
import { commonAttributes, listFor } from './lists.ts';
import type { Place } from './place.ts';

/**
 * What can stand at the cursor. Words are offered as they are.
 * file, folder: a path · @file: a path behind an `@` · id: what the server has · pairs: `key=` for what the server has,
 * or a path behind an `@` · profile: a name of the config file · fields: the fields of the command's answer ·
 * commands: what is below the word in front · command: any command of the system, with its own completion.
 */
export type Values =
  | readonly string[]
  | 'file'
  | 'folder'
  | '@file'
  | 'id'
  | 'pairs'
  | 'profile'
  | 'fields'
  | 'commands'
  | 'command';

/** What can stand behind a flag of a command, or undefined where nothing can be offered. */
export function flagValues(place: Place, flag: Flag): Values | undefined {
  if (flag.choices || flag.completes) return flag.choices ?? flag.completes;
  const ofServer = serverValues(place, flag.key);
  if (flag.arity === 'keyValue' && ofServer) return 'pairs';
  return placeholderValues(flag.placeholder ?? '') ?? filterable(place, flag) ?? ofServer;
}

/** What can stand for an argument of a command, or undefined where nothing can be offered. */
export function argumentValues(place: Place, { key, choices, completes }: Argument): Values | undefined {
  return choices ?? completes ?? serverValues(place, key);
}

/** What can stand behind a flag that every command takes. */
export function globalValues({ choices, completes, placeholder = '' }: Flag): Values | undefined {
  return choices ?? completes ?? placeholderValues(placeholder);
}

/** Whether more of the value follows in the same word: the comparison of a condition, the text of a pair. */
export function isBeginning({ key }: Flag, values: Values | undefined): boolean {
  return key === 'where' || values === 'pairs';
}

/** Whether the value is a list of names with commas between them. */
export function isCommaList({ placeholder }: Flag): boolean {
  return /^A,B/.test(placeholder ?? '');
}

function placeholderValues(placeholder: string): Values | undefined {
  const ways = placeholder.split('|');
  if (ways.includes('@FILE')) return '@file';
  if (ways.includes('PATH') || ways.includes('FILE')) return 'file';
  return ways.includes('DIR') ? 'folder' : undefined;
}

/** What a list of a fixed model can be sorted and filtered by. */
function filterable({ operation }: Place, { key }: Flag): Values | undefined {
  if (key !== 'sort' && key !== 'where') return undefined;
  const own = operation?.params.find(({ name }) => name === 'queries')?.filterable;
  return own && [...commonAttributes, ...own];
}

function serverValues(place: Place, key: string): Values | undefined {
  return listFor(place, key) ? 'id' : undefined;
}
