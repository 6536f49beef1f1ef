import type { Flag } from '../../core/flags.ts';
import { globalFlags } from '../../core/globals.ts';
import type { CommandSpec } from '../../core/spec.ts';
import { shownVersion } from '../../core/version-gap.ts';
import type { ResolvedApiVersion } from '../../profile/api-version.ts';
import { consoleHeading, type Entry } from '../entry.ts';
import type { CommandHistory } from '../other-versions.ts';
import {
  commandLines,
  dotted,
  hanging,
  list,
  page,
  paragraph,
  type TermRow,
  termWidth,
  words,
} from './layout.ts';
import { topics } from './topics/index.ts';

/** @param inUse decides which groups there are; it is named if it is not the default */
export function rootHelp(entries: readonly Entry[], inUse: ResolvedApiVersion, width: number): string {
  const rows = (heading: Entry['heading']): TermRow[] =>
    entries.filter((entry) => entry.heading === heading).map(({ name, summary }) => [name, summary]);
  return page([
    paragraph('appwrite-cli: administer Appwrite projects from the command line', width),
    'Usage: appwrite-cli <group> <command> [arguments] [flags]',
    list(`API groups${inUse.source ? ` of Appwrite ${shownVersion(inUse)}` : ''}`, rows('API'), width),
    words(
      consoleHeading,
      rows('Console').map(([name]) => name),
      width,
    ),
    list('Tools', rows('Tools'), width),
    list('Flags of every command', globalFlags.map(flagRow), width),
    list(
      'Environment',
      [
        ['APPWRITE_ENDPOINT', 'Address of the API'],
        ['APPWRITE_PROJECT_ID', 'Project ID'],
        ['APPWRITE_API_KEY', 'API key; there is no flag for it, since process lists show flags'],
        ['APPWRITE_PROFILE', 'Profile to use'],
      ],
      width,
    ),
    list('More, with appwrite-cli help <topic>', topicRows(), width),
    commandLines(
      'Examples',
      [
        'appwrite-cli sandbox run --seed -- appwrite-cli databases list',
        'appwrite-cli databases list --json',
        'appwrite-cli databases create-document --help',
      ],
      width,
    ),
  ]);
}

/** The page of `appwrite-cli help` without a topic. */
export function topicList(width: number): string {
  return page([
    list('Topics, with appwrite-cli help <topic>', topicRows(), width),
    list(
      'Commands',
      [
        ['appwrite-cli --help', 'All groups and tools'],
        ['appwrite-cli databases --help', 'The commands of a group'],
        ['appwrite-cli databases create --help', 'The arguments and flags of a command'],
      ],
      width,
    ),
  ]);
}

const topicRows = () => topics.map(({ name, summary }): TermRow => [name, summary]);

export function groupHelp(
  entry: Entry,
  commands: readonly CommandSpec[],
  examples: readonly string[],
  width: number,
): string {
  const sections = [...new Set(commands.map(({ section }) => section ?? 'Commands'))];
  const widest = Math.max(...commands.map(({ name }) => name.length));
  return page([
    paragraph(entry.summary, width),
    paragraph(newerGroup(commands), width),
    `Usage: appwrite-cli ${entry.name} <command> [arguments] [flags]`,
    ...sections.map((section) => {
      const own = commands.filter((command) => (command.section ?? 'Commands') === section);
      return list(
        section,
        own.map(({ name, summary }): TermRow => [name, summary]),
        width,
        widest,
      );
    }),
    commandLines('Examples', examples, width),
    entry.heading === 'Console'
      ? paragraph('All of them need a console login: appwrite-cli login.', width)
      : '',
    paragraph(`appwrite-cli ${entry.name} <command> --help says more about a command.`, width),
  ]);
}

/** Returns a sentence about the group that this version recommends for what most of these commands do. */
function newerGroup(commands: readonly CommandSpec[]): string {
  const replaced = commands.filter(({ deprecated, replacement }) => deprecated && replacement);
  const groups = replaced.map(({ replacement = '' }) => replacement.split(' ')[0]!);
  const newer = groups.find((name) => groups.filter((other) => other === name).length > commands.length / 2);
  return newer === undefined ? '' : `${newer} is the newer way to do the same. These commands still work.`;
}

/** Returns a sentence about the command that does the same in this version, or in those that lack this one. */
function aboutReplacement({ deprecated, until, replacement }: CommandSpec): string {
  const same = replacement ? `: ${replacement} does the same there` : '';
  if (until) return `Appwrite ${until} and newer do not have this command${same}.`;
  return deprecated && replacement ? `${replacement} is the newer way. This command still works.` : '';
}

export function commandHelp(
  path: string,
  spec: CommandSpec,
  width: number,
  history: CommandHistory = { since: undefined, flagsSince: new Map() },
): string {
  const rowOf = (flag: Flag): TermRow => {
    const [term, text] = flagRow(flag);
    const since = history.flagsSince.get(flag.key);
    return [term, since ? `${text} (since ${since})` : text];
  };
  const visible = spec.flags.filter(({ hidden }) => !hidden);
  const required = visible.filter((flag) => flag.required);
  const column = termWidth(visible.map(flagRow), width);
  const headings = [...new Set(visible.map(({ heading }) => heading ?? 'Flags'))];
  const alsoFlag = spec.arguments.find(({ key }) => spec.flags.some((flag) => flag.key === key));
  return page([
    paragraph(spec.summary, width),
    spec.about ? paragraph(spec.about, width) : '',
    paragraph(aboutReplacement(spec), width),
    hanging(`Usage: ${usage(path, spec)}`, 7, width),
    list(
      alsoFlag ? `Arguments (in their place, or as --${alsoFlag.name} …)` : 'Arguments',
      spec.arguments.map(({ name, help, choices }): TermRow => [name, help + choiceNote(choices)]),
      width,
    ),
    list('Required', required.map(rowOf), width, column),
    ...headings.map((heading) =>
      list(
        heading,
        visible.filter((flag) => !flag.required && (flag.heading ?? 'Flags') === heading).map(rowOf),
        width,
        column,
      ),
    ),
    ...[...spec.arguments, ...visible].map((taken) => longChoices(taken, width)),
    commandLines('Examples', spec.examples ?? [], width),
    paragraph(
      'Every command takes --json, --dry-run, --yes and others: appwrite-cli --help lists them.',
      width,
    ),
    dotted(factsLine(spec, history), width),
  ]);
}

function factsLine({ facts }: CommandSpec, { since }: CommandHistory): string {
  return [facts, since && `since Appwrite ${since}`].filter(Boolean).join(' · ');
}

/** `appwrite-cli databases get <database-id> [flags]` */
export function usage(path: string, spec: CommandSpec): string {
  const args = spec.arguments.map(({ name, variadic, required }) => {
    const shown = variadic ? `${name}…` : name;
    return required ? `<${shown}>` : `[${shown}]`;
  });
  return ['appwrite-cli', path, ...args, '[flags]'].join(' ');
}

/** A flag as help shows it: `-f, --format FMT`, `--[no-]enabled`, `--default TEXT, --no-default`. */
export function flagTerm(flag: Flag): string {
  const short = flag.spellings?.find((spelling) => /^-\w$/.test(spelling));
  const name = flag.arity === 'boolean' && !flag.refuseNo ? `--[no-]${flag.flag.slice(2)}` : flag.flag;
  const value = flag.placeholder ? ` ${flag.placeholder}` : '';
  const none = flag.nullable && flag.arity !== 'boolean' ? `, --no-${flag.flag.slice(2)}` : '';
  return `${short ? `${short}, ` : ''}${name}${value}${none}`;
}

function flagRow(flag: Flag): TermRow {
  return [flagTerm(flag), flag.help + choiceNote(flag.choices)];
}

/** Length of choices beside a flag; longer lists follow below the flags. */
const maxInlineChoicesLength = 120;

function choiceNote(choices: readonly string[] | undefined): string {
  if (!choices) return '';
  const text = choices.join(', ');
  return text.length > maxInlineChoicesLength ? '; see below' : `: ${text}`;
}

function longChoices(
  taken: { readonly flag?: string; readonly name?: string; readonly choices?: readonly string[] },
  width: number,
): string {
  const { choices = [] } = taken;
  if (choices.join(', ').length <= maxInlineChoicesLength) return '';
  return words(`Choices of ${taken.flag ?? taken.name}`, choices, width);
}
