import { modelNames, modelOf } from '../../api/models.ts';
import type { Operation } from '../../api/schema.ts';
import { type ApiVersion, apiVersions, newestApiVersion } from '../../api/versions.ts';
import type { Argument, Arity, Flag } from '../../core/flags.ts';
import { globalFlags } from '../../core/globals.ts';
import { isOfDocuments } from '../../operations/query/flags.ts';
import { isGroup } from '../entry.ts';
import { topics } from '../help/topics/index.ts';
import { type ByVersion, inEveryVersion, mergeVersions } from '../merge-versions.ts';
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
  /** Marks of the versions that have it; empty if all have it that have its command. */
  readonly marks?: string;
}

export interface Table {
  /**
   * The first word of the line; empty for the table of first words, `#` for the fields of the models, `@` for the
   * versions.
   */
  readonly name: string;
  /** Flags and arguments follow their command; those before the first command belong to the table. */
  readonly rows: readonly TableRow[];
}

/** A letter for each version. */
const marks: ReadonlyMap<ApiVersion, string> = new Map(
  apiVersions.map((version, index) => [version, String.fromCharCode('a'.charCodeAt(0) + index)]),
);

/**
 * Builds the tables of text from which the scripts complete a line. For a TAB a script reads the table of first words,
 * that of the line's first word, and sometimes those of fields and versions.
 */
export function readTables(): Promise<readonly Table[]> {
  tables ??= makeTables();
  return tables;
}

/** Kept, since the scripts of all shells are made from the same tables. */
let tables: Promise<readonly Table[]> | undefined;

async function makeTables(): Promise<readonly Table[]> {
  const names = new Set(apiVersions.flatMap((version) => entriesIn(version).map(({ name }) => name)));
  const root: Table = {
    name: '',
    rows: [
      ...globalFlags.flatMap((flag) => flagRows(flag, globalValues(flag))),
      { names: '--help -h', values: '', summary: 'Show help' },
      ...mergedRows(await inEveryVersion((version) => entriesIn(version).map(wordRow)), apiVersions),
      { names: 'help', values: '', summary: 'Explain a topic or a command' },
    ],
  };
  const fields: Table = { name: '#', rows: mergedRows(await inEveryVersion(fieldRows), apiVersions) };
  const versions: Table = {
    name: '@',
    rows: [...marks].map(([version, mark]) => ({ names: version, values: mark, summary: '' })),
  };
  return [root, fields, versions, await helpTable(), ...(await Promise.all([...names].map(entryTable)))];
}

function fieldRows(version: ApiVersion): TableRow[] {
  return modelNames(version)
    .map((name) => modelOf(name, version))
    .filter(({ items }) => !items)
    .map(({ name, columns, fields }) => ({
      names: name,
      values: words([...new Set([...columns, ...Object.keys(fields)])]),
      summary: '',
    }))
    .filter(({ values }) => values !== '');
}

/** After `help` comes a topic, or a command's group and name. */
async function helpTable(): Promise<Table> {
  const command: TableRow = { names: ':command', values: '1commands', summary: 'Command' };
  const blocks = await blocksOf(async (version) =>
    Promise.all(
      entriesIn(version).map(async (entry) => ({
        row: wordRow(entry),
        parts: isGroup(await entry.load()) ? [command] : [],
      })),
    ),
  );
  return { name: 'help', rows: [...topics.map(wordRow), ...blocks] };
}

function wordRow({ name, summary }: { readonly name: string; readonly summary: string }): TableRow {
  return { names: name, values: '', summary };
}

async function entryTable(name: string): Promise<Table> {
  const commandsOf = async (version: ApiVersion) => {
    const entry = entriesIn(version).find((candidate) => candidate.name === name);
    return entry ? completableCommands(entry, version) : [];
  };
  const newest = await commandsOf(newestApiVersion);
  // A tool is the same in every version.
  if (newest[0]?.isEntry) return { name, rows: newest.flatMap(partRows) };
  const rows = await blocksOf(async (version) =>
    (await commandsOf(version)).map((command) => ({ row: commandRow(command), parts: partRows(command) })),
  );
  return { name, rows };
}

/** A command's row, with those of its flags and arguments. */
interface Block {
  readonly row: TableRow;
  readonly parts: readonly TableRow[];
}

/** Returns the rows of all versions, marked with the versions that have them. */
async function blocksOf(blocksIn: (version: ApiVersion) => Promise<readonly Block[]>): Promise<TableRow[]> {
  const blocks = mergeVersions(await inEveryVersion(blocksIn), ({ row }) => idOf(row));
  return blocks.flatMap((found) => {
    const [block] = found.values();
    const parts = new Map([...found].map(([version, { parts }]) => [version, parts]));
    return [marked(block!.row, found, apiVersions), ...mergedRows(parts, [...found.keys()])];
  });
}

/** @param usual versions that need no marks */
function mergedRows(lists: ByVersion<readonly TableRow[]>, usual: readonly ApiVersion[]): TableRow[] {
  return mergeVersions(lists, idOf).map((found) => marked([...found.values()][0]!, found, usual));
}

function idOf({ names, values, summary }: TableRow): string {
  return [names, values, summary].join('|');
}

function marked(row: TableRow, found: ByVersion<unknown>, usual: readonly ApiVersion[]): TableRow {
  if (found.size === usual.length) return row;
  return { ...row, marks: [...found.keys()].map((version) => marks.get(version)).join('') };
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
