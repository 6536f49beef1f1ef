import { type CliError, usageError } from '../errors.ts';

/**
 * Number of words that follow a flag.
 * none: it is given or not · boolean: `--x`, `--x true|false`, `--no-x` · value: one word · repeatable: one word each
 * time · variadic: every word up to the next flag, each time · keyValue: one word, or several of the form `key=…`.
 */
export type Arity = 'none' | 'boolean' | 'value' | 'repeatable' | 'variadic' | 'keyValue';

/** A flag without its key. */
export interface FlagDefinition {
  /** `--database-id`. */
  readonly flag: string;
  /** Other accepted spellings: `-f`, `--databaseId`. Help shows only one-letter ones. */
  readonly spellings?: readonly string[];
  readonly arity: Arity;
  readonly help: string;
  /** The word for the value in help: `ID`, `PATH`. */
  readonly placeholder?: string;
  readonly required?: boolean;
  /** Key of the flag that gives the same value in another way, such as from a file. */
  readonly alternative?: string;
  /** `--no-x` sends JSON null. */
  readonly nullable?: boolean;
  /** Hint of the error that refuses an ambiguous `--no-x`. */
  readonly refuseNo?: string;
  readonly choices?: readonly string[];
  /** True for a list of items that can't hold a comma: one word may be several of them. */
  readonly commaSeparated?: boolean;
  /** Heading of its section in help. */
  readonly heading?: string;
  readonly hidden?: boolean;
  readonly completes?: Completion;
}

/**
 * Values for shell completion that follow neither from choices nor from the API.
 * profile: names of profiles · environment: those of the project file · resource: kinds, and IDs of the project file ·
 * function: IDs of its functions · event: events of the function that the line names · fields: fields of the command's result · command: any command of the system · file, folder: a path.
 */
export type Completion =
  | 'profile'
  | 'environment'
  | 'resource'
  | 'function'
  | 'event'
  | 'fields'
  | 'command'
  | 'file'
  | 'folder';

/** A positional argument without its key. */
export interface ArgumentDefinition {
  /** `database-id`. */
  readonly name: string;
  readonly help: string;
  readonly required: boolean;
  /** Key of a flag that gives the same value, such as the global `--project`. */
  readonly alternative?: string;
  /** Takes all remaining words; only the last argument can. */
  readonly variadic?: boolean;
  /** As for a flag. */
  readonly commaSeparated?: boolean;
  readonly choices?: readonly string[];
  /** Also accepted as a hidden flag: `--database-id`, `--databaseId`. */
  readonly asFlag?: boolean;
  readonly completes?: Completion;
}

/** Flags by key, the name of their value in {@link FlagValuesOf}. */
export type FlagSet = Readonly<Record<string, FlagDefinition>>;
export type ArgumentSet = Readonly<Record<string, ArgumentDefinition>>;

export interface Flag extends FlagDefinition {
  readonly key: string;
}

export interface Argument extends ArgumentDefinition {
  /** Shared with the flag that means the same, if there is one. */
  readonly key: string;
}

/** The words of a command line by key, not parsed; null: `--no-x` of a nullable parameter. */
export type FlagTexts = Readonly<Record<string, readonly string[] | null | undefined>>;

/** Undefined if the flag is not given; null: `--no-x` of a nullable parameter. */
export type FlagValue = string | boolean | readonly string[] | null | undefined;
/** Values by key, for code that does not know the flags: that of the operations of the API. */
export type FlagValues = Readonly<Record<string, FlagValue>>;

type ValueOf<A extends Arity> = {
  none: boolean;
  boolean: boolean | undefined;
  value: string | undefined;
  repeatable: readonly string[] | undefined;
  variadic: readonly string[] | undefined;
  keyValue: readonly string[] | undefined;
}[A];

/** The values of a set of flags, typed by their arity. */
export type FlagValuesOf<Flags extends FlagSet> = {
  readonly [Key in keyof Flags]: ValueOf<Flags[Key]['arity']>;
};

/** The values of a set of positional arguments. */
export type ArgumentValuesOf<Arguments extends ArgumentSet> = {
  readonly [Key in keyof Arguments]: Arguments[Key] extends { readonly variadic: true }
    ? Given<Arguments[Key], readonly string[]>
    : Given<Arguments[Key], string>;
};

/** A required argument has a value when its command runs. */
type Given<One extends ArgumentDefinition, Value> = One extends { readonly required: true }
  ? Value
  : Value | undefined;

export function flagsOf(set: FlagSet): Flag[] {
  return Object.entries(set).map(([key, definition]) => ({ key, ...definition }));
}

export function argumentsOf(set: ArgumentSet): Argument[] {
  return Object.entries(set).map(([key, definition]) => ({ key, ...definition }));
}

/** The hidden flags of the arguments that can be given as flags too. */
export function argumentFlags(set: ArgumentSet): Flag[] {
  return argumentsOf(set)
    .filter(({ asFlag }) => asFlag)
    .map(({ key, name, help, variadic, commaSeparated }) => ({
      key,
      flag: `--${name}`,
      spellings: key !== name && key === camelCase(name) ? [`--${key}`] : [],
      arity: variadic ? 'variadic' : 'value',
      ...(commaSeparated && { commaSeparated }),
      help,
      hidden: true,
    }));
}

function camelCase(name: string): string {
  return name.replace(/-(\w)/g, (_, letter: string) => letter.toUpperCase());
}

/** Returns the flags of a set that have these keys, in the order of the keys. */
export function pickFlags<const Flags extends FlagSet, Key extends keyof Flags>(
  set: Flags,
  ...keys: readonly Key[]
): Pick<Flags, Key> {
  return Object.fromEntries(keys.map((key) => [key, set[key]])) as Pick<Flags, Key>;
}

/**
 * Parses the words of a line by the arity of their flags and arguments. Flags that are not given have values too.
 * @throws CliError exit 2 for an empty item between commas
 */
export function parseFlagValues(
  flags: readonly Flag[],
  positional: readonly Argument[],
  texts: FlagTexts,
): FlagValues {
  const values: Record<string, FlagValue> = {};
  for (const { key, name, variadic, commaSeparated } of positional) {
    const given = commaSeparated ? splitItems(`<${name}>`, texts[key]) : texts[key];
    values[key] = parseValue(variadic ? 'variadic' : 'value', given);
  }
  for (const { key, flag, arity, commaSeparated } of flags)
    values[key] = parseValue(arity, commaSeparated ? splitItems(flag, texts[key]) : texts[key]);
  return values;
}

function parseValue(arity: Arity, texts: FlagTexts[string]): FlagValue {
  if (arity === 'none') return texts?.[0] === 'true';
  if (texts === undefined || texts === null) return texts;
  switch (arity) {
    case 'boolean':
      return texts[0] === 'true';
    case 'value':
      return texts[0];
    default:
      return texts;
  }
}

function splitItems(name: string, words: FlagTexts[string]): FlagTexts[string] {
  if (words?.includes(''))
    throw usageError(
      `${name} has an empty item`,
      name.startsWith('--') ? `for an empty list, write ${name} without a value` : undefined,
    );
  // Null stays null: --no-x of a nullable list.
  return words ? words.flatMap((word) => splitAtCommas(name, word)) : words;
}

/**
 * Splits `a,b` into its items, without the spaces around them.
 * @param name `--ids` of a flag, `<ids>` of an argument
 * @throws CliError exit 2 if one of them is empty
 */
export function splitAtCommas(name: string, word: string): string[] {
  const items = word.split(',').map((item) => item.trim());
  if (!items.includes('')) return items;
  throw usageError(
    `${name}: "${word}" has an empty item in it`,
    `write it as ${name.startsWith('--') ? `${name} ` : ''}a,b`,
  );
}

/** Error for two flags that can't be combined. */
export function contradiction(one: string, other: string, hint = 'keep one of them'): CliError {
  return usageError(`${one} and ${other} contradict each other`, hint);
}

/** Error for two ways to choose that can't be combined. */
export function exclusion(one: string, other: string, hint: string): CliError {
  return usageError(`${one} and ${other} can't be used together`, hint);
}
