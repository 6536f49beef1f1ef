import type { Operation } from '../api/schema.ts';
import type { Argument, CommandSpec, Flag } from '../command/spec.ts';
import { listFor } from './lists.ts';

/**
 * What can stand at a place of the line. Words are offered as they are.
 * file, folder: a path · @file: a path behind an `@` · id: what the server has · profile: a name of the config file ·
 * fields: the fields of the command's answer · commands: what is below the word in front · command: any command of the system, with its own completion.
 */
export type Values =
  | readonly string[]
  | 'file'
  | 'folder'
  | '@file'
  | 'id'
  | 'profile'
  | 'fields'
  | 'commands'
  | 'command';

/** A command, and where it stands in the tree. */
export interface Place {
  readonly entry: string;
  readonly spec: CommandSpec;
  /** What the command calls; undefined for one written by hand. */
  readonly operation?: Operation | undefined;
  /** The operations of its group. */
  readonly siblings: readonly Operation[];
}

/** Arguments of commands written by hand that neither their choices nor a list of the server's tell. */
const byHand: Readonly<Record<string, Values>> = {
  'profile show name': 'profile',
  'profile use name': 'profile',
  'profile remove name': 'profile',
  'sandbox run command': 'command',
};

/** What can stand behind a flag of a command, or undefined where nothing can be offered. */
export function flagValues(place: Place, flag: Flag): Values | undefined {
  if (flag.choices) return flag.choices;
  const byPlaceholder = placeholderValues(flag.placeholder ?? '');
  return byPlaceholder ?? sortable(place, flag) ?? serverValues(place, flag.key);
}

/** What can stand for an argument of a command, or undefined where nothing can be offered. */
export function argumentValues(place: Place, { key, choices }: Argument): Values | undefined {
  return choices ?? byHand[`${place.entry} ${place.spec.name} ${key}`] ?? serverValues(place, key);
}

/** What can stand behind a flag that every command takes. */
export function globalValues({ key, choices, placeholder = '' }: Flag): Values | undefined {
  if (key === 'profile' || key === 'fields') return key;
  return choices ?? placeholderValues(placeholder);
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

/** What a list of a fixed model can be sorted by. */
function sortable({ operation }: Place, { key }: Flag): Values | undefined {
  const filterable = operation?.params.find(({ name }) => name === 'queries')?.filterable;
  return key === 'sort' && filterable ? ['$id', '$createdAt', '$updatedAt', ...filterable] : undefined;
}

function serverValues({ operation, siblings }: Place, key: string): Values | undefined {
  return listFor(key, operation, siblings) ? 'id' : undefined;
}
