import type { Flag } from '../core/flags.ts';
import type { CommandSpec } from '../core/spec.ts';
import { asAscii } from '../lib/text/look-alikes.ts';
import { closestMatch } from '../lib/text/suggest.ts';
import { flagSynonyms, secretFlags } from './synonyms.ts';
import { twinName } from './twins.ts';

/**
 * Returns the hint for an unknown flag. Values are not repeated: they may be secrets.
 * @param typed the flag, perhaps with a value after a `=`
 * @param flags every flag of the line
 */
export function flagHint(typed: string, flags: readonly Flag[], command: CommandSpec | undefined): string {
  const name = asAscii(typed.replace(/=.*/s, ''));
  const secret = secretHint(name);
  if (secret !== undefined) return secret;
  const guess = suggestFlag(name, flags);
  const value = command && ruleOf(name, command);
  if (guess !== undefined)
    return value?.isAssigned ? `did you mean ${guess}, or ${value.example}?` : `did you mean ${guess}?`;
  return value ? `${value.rule}: ${value.example}` : 'add --help to see what there is';
}

function secretHint(name: string): string | undefined {
  const variable = lookUp(secretFlags, name.replace(/^-+/, ''));
  return variable && `set ${variable} instead: other users of this machine can see the flags of a program`;
}

function suggestFlag(name: string, flags: readonly Flag[]): string | undefined {
  if (!name.startsWith('--')) return undefined;
  const bare = name.slice(2);
  const all = ['--help', ...flags.map(({ flag }) => flag)];
  const twin = twinName(bare);
  if (twin !== undefined && all.includes(`--${twin}`)) return `--${twin}`;
  const visible = ['--help', ...flags.filter(({ hidden }) => !hidden).map(({ flag }) => flag)];
  const bareNames = visible.map((flag) => flag.slice(2));
  const near = closestMatch(bare, bareNames) ?? closestMatch(bare.replace(/^no-/, ''), bareNames);
  const synonym = lookUp(flagSynonyms, bare)?.find((flag) => visible.includes(flag));
  return synonym ?? (near === undefined ? undefined : `--${near}`);
}

/** The things that objects of values hold, by the key of their flag. */
const contents: Readonly<Record<string, string>> = {
  data: 'attributes',
  prefs: 'preferences',
  headers: 'headers',
};

/** The way to give or compare a value that is no flag. */
interface ValueRule {
  readonly rule: string;
  /** Words of a line with the name of the value: `--data title=VALUE`. */
  readonly example: string;
  /** True if the line sets it, false if it filters by it. */
  readonly isAssigned: boolean;
}

/** Returns the rule for a flag that is named after a value of an object, such as `--title` on a document. */
function ruleOf(name: string, command: CommandSpec): ValueRule | undefined {
  const key = name.slice(2);
  if (!/^--[A-Za-z][\w.-]*$/.test(name)) return undefined;
  const holder = command.flags.find(({ key: own, arity }) => arity === 'keyValue' && lookUp(contents, own));
  if (holder) {
    const things = /row/.test(command.name) ? 'columns' : contents[holder.key];
    const example = `${holder.flag} ${key}=VALUE`;
    return { rule: `${things} go in ${holder.flag}`, example, isAssigned: true };
  }
  const isFiltered =
    /-(documents|rows)$/.test(command.name) && command.flags.some(({ key: own }) => own === 'where');
  if (!isFiltered) return undefined;
  return {
    rule: 'to choose by a value, use --where',
    example: `--where '${key} = VALUE'`,
    isAssigned: false,
  };
}

function lookUp<Value>(table: Readonly<Record<string, Value>>, key: string): Value | undefined {
  return Object.hasOwn(table, key) ? table[key] : undefined;
}
