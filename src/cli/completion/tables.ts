/**
 * What the scripts of all shells know of the command line, as tables of text. A shell looks into one table for the
 * first word of a line and into one for the command behind it, and reads nothing else.
 */
import { models } from '../../api/models.ts';
import type { Operation } from '../../api/schema.ts';
import type { Argument, Arity, Flag } from '../../core/flags.ts';
import { globalFlags } from '../../core/globals.ts';
import { type Entry, isGroup } from '../entry.ts';
import { topics } from '../help/topics/index.ts';
import { entries } from '../registry.ts';
import { answersDocuments } from './lists.ts';
import { type Place, placesOf } from './place.ts';
import { argumentValues, flagValues, globalValues, isBeginning, isCommaList, type Values } from './values.ts';

/** One line of a table. templates/README.md says how the scripts read it. */
export interface Row {
  /** A command and its other spellings; a flag and its letter; an argument behind a colon. */
  readonly names: string;
  /** Of a flag and an argument: how many words, and which. Of a command: the fields of its answer. */
  readonly values: string;
  readonly summary: string;
}

export interface Table {
  /** The first word of the line it is for; empty: that word itself; `#`: the fields of the models. */
  readonly name: string;
  /** Flags and arguments stand behind their command; those in front of the first command belong to the table. */
  readonly rows: readonly Row[];
}

/** All tables, from the commands as they are. */
export async function readTables(): Promise<Table[]> {
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
    rows: Object.entries(models)
      .filter(([, { items }]) => !items)
      .map(([name, { columns, fields }]) => ({
        names: name,
        values: words([...new Set([...columns, ...Object.keys(fields)])]),
        summary: '',
      }))
      .filter(({ values }) => values !== ''),
  };
  return [root, fields, await helpTable(), ...(await Promise.all(entries.map(entryTable)))];
}

/** `help` is followed by a topic, or by the words of a command. */
async function helpTable(): Promise<Table> {
  const command: Row = { names: ':command', values: '1commands', summary: 'Command' };
  const rows = entries.map(async (entry) => {
    const row = wordRow(entry);
    return isGroup(await entry.load()) ? [row, command] : [row];
  });
  return { name: 'help', rows: [...topics.map(wordRow), ...(await Promise.all(rows)).flat()] };
}

/** A word of the line that more words may follow. */
function wordRow({ name, summary }: { readonly name: string; readonly summary: string }): Row {
  return { names: name, values: '', summary };
}

async function entryTable(entry: Entry): Promise<Table> {
  const places = await placesOf(entry);
  const rows = places.flatMap((place) => [...(place.isEntry ? [] : [commandRow(place)]), ...partRows(place)]);
  return { name: entry.name, rows };
}

function commandRow({ spec, operation }: Place): Row {
  return {
    names: [spec.name, ...(spec.aliases ?? [])].join(' '),
    values: operation?.command === spec.name ? fieldsOf(operation) : '',
    summary: spec.summary,
  };
}

/** The fields of an answer: those of a model in the table `#`, or of a collection that only the server knows. */
function fieldsOf(operation: Operation): string {
  if (answersDocuments(operation)) return 'id';
  const model = models[operation.response ?? ''];
  const item = model?.items?.model ?? operation.response;
  return item && Object.keys(models[item]?.fields ?? {}).length > 0 ? `#${item}` : '';
}

/** The arguments and flags of a command. */
function partRows(place: Place): Row[] {
  const { spec } = place;
  const twins = new Set(spec.arguments.map(({ key }) => key));
  return [
    ...spec.arguments.map((argument) => argumentRow(place, argument)),
    ...spec.flags
      .filter(({ key, hidden }) => !hidden && !twins.has(key))
      .flatMap((flag) => flagRows(flag, flagValues(place, flag))),
  ];
}

/** An argument that can also be given as a flag has the flag's dashes. */
function argumentRow(place: Place, argument: Argument): Row {
  const twin = place.spec.flags.find(({ key }) => key === argument.key);
  return {
    names: `:${twin?.flag ?? argument.name}`,
    values: `${argument.variadic ? '*' : '1'}${source(argumentValues(place, argument))}`,
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

function flagRows(flag: Flag, values: Values | undefined): Row[] {
  const letter = flag.spellings?.find((spelling) => /^-\w$/.test(spelling));
  const goesOn = isCommaList(flag) ? ',' : isBeginning(flag, values) ? '-' : '';
  const row: Row = {
    names: [flag.flag, ...(letter ? [letter] : [])].join(' '),
    values: flag.arity === 'none' ? '' : `${arity[flag.arity]}${goesOn}${source(values)}`,
    summary: flag.help,
  };
  const isSwitch = flag.arity === 'boolean';
  if (!(isSwitch || flag.nullable) || flag.refuseNo) return [row];
  const meaning =
    isSwitch && !flag.nullable ? `The same as ${flag.flag} false` : `Send null for ${flag.flag}`;
  return [row, { names: `--no-${flag.flag.slice(2)}`, values: '', summary: meaning }];
}

function source(values: Values | undefined): string {
  return typeof values === 'object' ? words(values) : (values ?? '');
}

/** Each word with a blank in front. */
function words(list: readonly string[]): string {
  return list.map((word) => ` ${word}`).join('');
}
