import type { Flag } from '../core/flags.ts';
import type { CommandSpec } from '../core/spec.ts';
import { asAscii } from '../lib/text/look-alikes.ts';
import { closestMatch } from '../lib/text/suggest.ts';
import { flagSynonyms, lookUp, secretFlags } from './synonyms.ts';
import { twinName } from './twins.ts';

/**
 * Returns the hint for an unknown flag. Values are not repeated: they may be secrets.
 * @param typed the flag, perhaps with a value after a `=`
 * @param flags every flag of the line
 */
export function flagHint(typed: string, flags: readonly Flag[], command: CommandSpec | undefined): string {
  const name = asAscii(typed.replace(/=.*/s, ''));
  const value = command && ruleOf(name, command);
  const secret = secretHint(name);
  // A document may have an attribute `key` or `session`.
  if (secret !== undefined && (!value?.isAssigned || /api|access|jwt/.test(name))) return secret;
  const guess = suggestFlag(name, command ? flags : [...flags, versionFlag]);
  if (guess !== undefined)
    return value?.isAssigned ? `did you mean ${guess}, or ${value.example}?` : `did you mean ${guess}?`;
  return value ? `${value.rule}: ${value.example}` : 'add --help to see what there is';
}

function secretHint(name: string): string | undefined {
  const variable = lookUp(secretFlags, name.replace(/^-+/, ''));
  return variable && `set ${variable} instead: other users of this machine can see the flags of a program`;
}

/** Stands alone, without a command. */
const versionFlag: Flag = { key: 'version', flag: '--version', arity: 'none', help: '' };

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

/** Keys of the flags that take an object with names of the user's own. */
const holders: readonly string[] = ['data', 'prefs'];

/** Returns the noun for the values of such an object. */
function valuesOf({ name }: CommandSpec, holder: Flag): string {
  if (holder.key === 'prefs') return 'preferences';
  if (/row/.test(name)) return 'columns';
  return /document/.test(name) ? 'attributes' : 'values';
}

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
  const holder = command.flags.find(({ key: own, arity }) => arity === 'keyValue' && holders.includes(own));
  if (holder) {
    const example = `${holder.flag} ${key}=VALUE`;
    return { rule: `${valuesOf(command, holder)} go in ${holder.flag}`, example, isAssigned: true };
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
