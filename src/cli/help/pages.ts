import type { Flag } from '../../core/flags.ts';
import { globalFlags } from '../../core/globals.ts';
import type { CommandSpec } from '../../core/spec.ts';
import { consoleHeading, type Entry } from '../entry.ts';
import type { CommandHistory } from '../other-versions.ts';
import type { Page, Part, TermRow } from './page.ts';
import { topics } from './topics/index.ts';

/** @param entries of the version in use */
export function rootHelp(entries: readonly Entry[]): Page {
  const rows = (heading: Entry['heading']): TermRow[] =>
    entries.filter((entry) => entry.heading === heading).map(({ name, summary }) => [name, summary]);
  return [
    text('appwrite-cli: administer Appwrite projects from the command line'),
    { kind: 'line', text: 'Usage: appwrite-cli <group> <command> [arguments] [flags]' },
    { kind: 'groups', heading: 'API groups', rows: rows('API') },
    { kind: 'words', heading: consoleHeading, items: rows('Console').map(([name]) => name) },
    list('Tools', rows('Tools')),
    list('Flags of every command', globalFlags.map(flagRow)),
    list('Environment', [
      ['APPWRITE_ENDPOINT', 'Address of the API'],
      ['APPWRITE_PROJECT_ID', 'Project ID'],
      ['APPWRITE_API_KEY', 'API key; there is no flag for it, since process lists show flags'],
      ['APPWRITE_PROFILE', 'Profile to use'],
    ]),
    topicRows('More, with appwrite-cli help <topic>'),
    commandLines([
      'appwrite-cli sandbox run --seed -- appwrite-cli databases list',
      'appwrite-cli databases list --json',
      'appwrite-cli databases create-document --help',
    ]),
  ];
}

/** The page of `appwrite-cli help` without a topic. */
export function topicList(): Page {
  return [
    topicRows('Topics, with appwrite-cli help <topic>'),
    list('Commands', [
      ['appwrite-cli --help', 'All groups and tools'],
      ['appwrite-cli databases --help', 'The commands of a group'],
      ['appwrite-cli databases create --help', 'The arguments and flags of a command'],
    ]),
  ];
}

const text = (text: string): Part => ({ kind: 'text', text });
const list = (heading: string, rows: readonly TermRow[]): Part => ({ kind: 'rows', heading, rows });
const commandLines = (lines: readonly string[]): Part => ({ kind: 'examples', heading: 'Examples', lines });
const topicRows = (heading: string) =>
  list(
    heading,
    topics.map(({ name, summary }) => [name, summary]),
  );

export function groupHelp(entry: Entry, commands: readonly CommandSpec[], examples: readonly string[]): Page {
  const sections = [...new Set(commands.map(({ section }) => section ?? 'Commands'))];
  const termsWidth = Math.max(...commands.map(({ name }) => name.length));
  return [
    text(entry.summary),
    text(newerGroup(commands)),
    { kind: 'line', text: `Usage: appwrite-cli ${entry.name} <command> [arguments] [flags]` },
    ...sections.map((section): Part => {
      const own = commands.filter((command) => (command.section ?? 'Commands') === section);
      const rows = own.map(({ name, summary }): TermRow => [name, summary]);
      return { kind: 'aligned', heading: section, rows, termsWidth };
    }),
    commandLines(examples),
    text(entry.heading === 'Console' ? 'All of them need a console login: appwrite-cli login.' : ''),
    text(`appwrite-cli ${entry.name} <command> --help says more about a command.`),
  ];
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
  history: CommandHistory = { since: undefined, flagsSince: new Map() },
): Page {
  const rowOf = (flag: Flag): TermRow => {
    const [term, text] = flagRow(flag);
    const since = history.flagsSince.get(flag.key);
    return [term, since ? `${text} (since ${since})` : text];
  };
  const flagList = (heading: string, flags: readonly Flag[]): Part => ({
    kind: 'aligned',
    heading,
    rows: flags.map(rowOf),
  });
  const visible = spec.flags.filter(({ hidden }) => !hidden);
  const required = visible.filter((flag) => flag.required);
  const headings = [...new Set(visible.map(({ heading }) => heading ?? 'Flags'))];
  const alsoFlag = spec.arguments.find(({ key }) => spec.flags.some((flag) => flag.key === key));
  return [
    text(spec.summary),
    text(spec.about ?? ''),
    text(aboutReplacement(spec)),
    { kind: 'usage', text: `Usage: ${usage(path, spec)}` },
    list(
      alsoFlag ? `Arguments (in their place, or as --${alsoFlag.name} …)` : 'Arguments',
      spec.arguments.map(({ name, help, choices }) => [name, help + choiceNote(choices)]),
    ),
    flagList('Required', required),
    ...headings.map((heading) =>
      flagList(
        heading,
        visible.filter((flag) => !flag.required && (flag.heading ?? 'Flags') === heading),
      ),
    ),
    ...[...spec.arguments, ...visible].flatMap(longChoices),
    commandLines(spec.examples ?? []),
    text('Every command takes --json, --dry-run, --yes and others: appwrite-cli --help lists them.'),
    { kind: 'facts', text: factsLine(spec, history) },
  ];
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

function longChoices(taken: {
  readonly flag?: string;
  readonly name?: string;
  readonly choices?: readonly string[];
}): Part[] {
  const { choices = [] } = taken;
  if (choices.join(', ').length <= maxInlineChoicesLength) return [];
  return [{ kind: 'words', heading: `Choices of ${taken.flag ?? taken.name}`, items: choices }];
}
