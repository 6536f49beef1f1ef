import type { Argument, Completion, Flag } from '../../core/flags.ts';
import { type CompletableCommand, commonAttributes, listFor } from './lists.ts';

/**
 * Values that can be offered for a flag or an argument: a list of words, or their source.
 * @file: a path after an `@` · id: what this program answers when it is asked: items of a server
 * list, what is in the project file · pairs: `key=` for each of them, or a path after an `@` · commands: the commands of the group before the cursor.
 */
export type Values =
  | readonly string[]
  | Exclude<Completion, FromThisProgram>
  | '@file'
  | 'id'
  | 'pairs'
  | 'commands';

/** Values of a command's flag, or undefined if none can be offered. */
export function flagValues(command: CompletableCommand, flag: Flag): Values | undefined {
  if (flag.choices || flag.completes) return flag.choices ?? completed(flag.completes!);
  const ofServer = serverValues(command, flag.key);
  if ((flag.arity === 'keyValue' || flag.placeholder === 'KEY=VALUE…') && ofServer) return 'pairs';
  return placeholderValues(flag.placeholder ?? '') ?? filterable(command, flag) ?? ofServer;
}

/** Values of a command's argument, or undefined if none can be offered. */
export function argumentValues(
  command: CompletableCommand,
  { key, choices, completes }: Argument,
): Values | undefined {
  return choices ?? (completes && completed(completes)) ?? serverValues(command, key);
}

/** Values of a global flag, or undefined if none can be offered. */
export function globalValues({ choices, completes, placeholder = '' }: Flag): Values | undefined {
  return choices ?? (completes && completed(completes)) ?? placeholderValues(placeholder);
}

/** Words of the project file, for which the shell asks this program. */
const fromThisProgram = [
  'environment',
  'resource',
  'function',
  'event',
] as const satisfies readonly Completion[];
type FromThisProgram = (typeof fromThisProgram)[number];

const completed = (completes: Completion): Values => (isFromThisProgram(completes) ? 'id' : completes);

const isFromThisProgram = (completes: Completion): completes is FromThisProgram =>
  fromThisProgram.some((one) => one === completes);

/** True if a completed value goes on in the same word: with the comparison of a condition, or the text of a pair. */
export function isBeginning({ key }: Flag, values: Values | undefined): boolean {
  return key === 'where' || values === 'pairs';
}

/** True if the value is a list of names separated by commas. */
export function isCommaList({ placeholder }: Flag): boolean {
  return /^A,B/.test(placeholder ?? '');
}

function placeholderValues(placeholder: string): Values | undefined {
  const forms = placeholder.split('|');
  if (forms.includes('@FILE')) return '@file';
  if (forms.includes('PATH') || forms.includes('FILE')) return 'file';
  return forms.includes('DIR') ? 'folder' : undefined;
}

/** Attributes of a fixed model, to sort and filter by. */
function filterable({ operation }: CompletableCommand, { key }: Flag): Values | undefined {
  if (key !== 'sort' && key !== 'where') return undefined;
  const own = operation?.params.find(({ name }) => name === 'queries')?.filterable;
  return own && [...commonAttributes, ...own];
}

function serverValues(command: CompletableCommand, key: string): Values | undefined {
  return listFor(command, key) ? 'id' : undefined;
}
