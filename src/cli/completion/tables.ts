import { modelNames, modelOf } from '../../api/models.ts';
import type { Operation } from '../../api/schema.ts';
import { defaultApiVersion } from '../../api/versions.ts';
import type { Argument, Arity, Flag } from '../../core/flags.ts';
import { globalFlags } from '../../core/globals.ts';
import { isOfDocuments } from '../../operations/query/flags.ts';
import { type Entry, isGroup } from '../entry.ts';
import { topics } from '../help/topics/index.ts';
import { entriesIn } from '../registry.ts';
import { type CompletableCommand, completableCommands } from './lists.ts';
import { argumentValues, flagValues, globalValues, isBeginning, isCommaList, type Values } from './values.ts';

/** A line of a table. templates/README.md describes the format. */
export interface TableRow {
  /** A command and its aliases, a flag and its letter, or an argument after a colon. */
  readonly names: string;
  /** Arity and values of a flag or argument; fields of a command's response. */
  readonly values: string;
  readonly summary: string;
}

export interface Table {
  /** The first word of the line; empty for the table of first words, `#` for the fields of the models. */
  readonly name: string;
  /** Flags and arguments follow their command; those before the first command belong to the table. */
  readonly rows: readonly TableRow[];
}

/**
 * Builds the tables of text from which the scripts complete a line. For a TAB a script reads the table of first words,
 * that of the line's first word, and sometimes that of fields.
 */
export async function readTables(): Promise<Table[]> {
  const entries = entriesIn(defaultApiVersion);
  const root: Table = {
    name: '',
    rows: [
      ...globalFlags.flatMap((flag) => flagRows(flag, globalValues(flag))),
      { names: '--help -h', values: '', summary: 'Show help' },
      ...entries.map(wordRow),
      { names: 'help', values: '', summary: 'Explain a topic or a command' },
    ],
  };
  const fields: Table = {
    name: '#',
    rows: modelNames(defaultApiVersion)
      .map((name) => ({ name, ...modelOf(name, defaultApiVersion) }))
      .filter(({ items }) => !items)
      .map(({ name, columns, fields }) => ({
        names: name,
        values: words([...new Set([...columns, ...Object.keys(fields)])]),
        summary: '',
      }))
      .filter(({ values }) => values !== ''),
  };
  return [root, fields, await helpTable(entries), ...(await Promise.all(entries.map(entryTable)))];
}

/** After `help` comes a topic, or a command's group and name. */
async function helpTable(entries: readonly Entry[]): Promise<Table> {
  const command: TableRow = { names: ':command', values: '1commands', summary: 'Command' };
  const rows = entries.map(async (entry) => {
    const row = wordRow(entry);
    return isGroup(await entry.load()) ? [row, command] : [row];
  });
  return { name: 'help', rows: [...topics.map(wordRow), ...(await Promise.all(rows)).flat()] };
}

function wordRow({ name, summary }: { readonly name: string; readonly summary: string }): TableRow {
  return { names: name, values: '', summary };
}

async function entryTable(entry: Entry): Promise<Table> {
  const commands = await completableCommands(entry, defaultApiVersion);
  const rows = commands.flatMap((command) => [
    ...(command.isEntry ? [] : [commandRow(command)]),
    ...partRows(command),
  ]);
  return { name: entry.name, rows };
}

function commandRow({ spec, operation }: CompletableCommand): TableRow {
  return {
    names: [spec.name, ...(spec.aliases ?? [])].join(' '),
    values: operation?.command === spec.name ? fieldsOf(operation) : '',
    summary: spec.summary,
  };
}

/** Fields of a response: `#model` for a row of the table `#`, `id` for attributes that only the server knows. */
function fieldsOf(operation: Operation): string {
  if (isOfDocuments(operation)) return 'id';
  const { response, apiVersion } = operation;
  if (response === null) return '';
  const item = modelOf(response, apiVersion).items?.model ?? response;
  return Object.keys(modelOf(item, apiVersion).fields).length > 0 ? `#${item}` : '';
}

function partRows(command: CompletableCommand): TableRow[] {
  const { spec } = command;
  const twins = new Set(spec.arguments.map(({ key }) => key));
  return [
    ...spec.arguments.map((argument) => argumentRow(command, argument)),
    ...spec.flags
      .filter(({ key, hidden }) => !hidden && !twins.has(key))
      .flatMap((flag) => flagRows(flag, flagValues(command, flag))),
  ];
}

/** The row of an argument, with the name of its flag if it can be given as one. */
function argumentRow(command: CompletableCommand, argument: Argument): TableRow {
  const twin = command.spec.flags.find(({ key }) => key === argument.key);
  return {
    names: `:${twin?.flag ?? argument.name}`,
    values: `${argument.variadic ? '*' : '1'}${source(argumentValues(command, argument))}`,
    summary: argument.help,
  };
}

const arity: Readonly<Record<Arity, string>> = {
  none: '',
  boolean: '?',
  value: '1',
  repeatable: '+',
  variadic: '*',
  keyValue: '=',
};

function flagRows(flag: Flag, values: Values | undefined): TableRow[] {
  const letter = flag.spellings?.find((spelling) => /^-\w$/.test(spelling));
  const continuation = isCommaList(flag) ? ',' : isBeginning(flag, values) ? '-' : '';
  const row: TableRow = {
    names: [flag.flag, ...(letter ? [letter] : [])].join(' '),
    values: flag.arity === 'none' ? '' : `${arity[flag.arity]}${continuation}${source(values)}`,
    summary: flag.help,
  };
  const isSwitch = flag.arity === 'boolean';
  if (!(isSwitch || flag.nullable) || flag.refuseNo) return [row];
  const summary =
    isSwitch && !flag.nullable ? `The same as ${flag.flag} false` : `Send null for ${flag.flag}`;
  return [row, { names: `--no-${flag.flag.slice(2)}`, values: '', summary }];
}

function source(values: Values | undefined): string {
  return typeof values === 'object' ? words(values) : (values ?? '');
}

/** Joins words, with a blank before each. */
function words(list: readonly string[]): string {
  return list.map((word) => ` ${word}`).join('');
}
