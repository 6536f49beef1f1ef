import type { Entry } from './entries.ts';
import { globalFlags } from './globals.ts';
import type { CommandSpec, Flag } from './spec.ts';

/** A line of a list in help: what is typed, and what it does. */
type Row = readonly [term: string, text: string];

/** The help of the program itself. */
export function rootHelp(entries: readonly Entry[], width: number): string {
  const rows = (heading: Entry['heading']): Row[] =>
    entries.filter((entry) => entry.heading === heading).map(({ name, summary }) => [name, summary]);
  return page([
    'appwrite-cli: administer Appwrite projects from the command line',
    'Usage: appwrite-cli <group> <command> [arguments] [flags]',
    block('API groups', rows('API'), width),
    block('Tools', rows('Tools'), width),
    block('Flags of every command', globalFlags.map(flagRow), width),
    block(
      'Environment',
      [
        ['APPWRITE_ENDPOINT', 'Address of the API'],
        ['APPWRITE_PROJECT_ID', 'Project ID'],
        ['APPWRITE_API_KEY', 'API key; there is no flag for it, since process lists show flags'],
        ['APPWRITE_PROFILE', 'Profile to use'],
      ],
      width,
    ),
    block(
      'Examples',
      [
        ['appwrite-cli sandbox run -- appwrite-cli databases list', ''],
        ['appwrite-cli databases list --json', ''],
        ['appwrite-cli databases create-document --help', ''],
      ],
      width,
    ),
  ]);
}

/** The help of a group: its commands under their headings. */
export function groupHelp(
  entry: Entry,
  commands: readonly CommandSpec[],
  examples: readonly string[],
  width: number,
): string {
  const sections = [...new Set(commands.map(({ section }) => section ?? 'Commands'))];
  const widest = Math.max(...commands.map(({ name }) => name.length));
  return page([
    entry.summary,
    `Usage: appwrite-cli ${entry.name} <command> [arguments] [flags]`,
    ...sections.map((section) => {
      const own = commands.filter((command) => (command.section ?? 'Commands') === section);
      return block(
        section,
        own.map(({ name, summary }): Row => [name, summary]),
        width,
        widest,
      );
    }),
    block(
      'Examples',
      examples.map((example): Row => [example, '']),
      width,
    ),
    `appwrite-cli ${entry.name} <command> --help tells more about a command.`,
  ]);
}

/** The help of one command: what it needs first, then what it takes, then the rest. */
export function commandHelp(path: string, spec: CommandSpec, width: number): string {
  const args = spec.arguments.map((argument) => {
    const name = argument.many ? `${argument.name}…` : argument.name;
    return argument.required ? `<${name}>` : `[${name}]`;
  });
  const visible = spec.flags.filter(({ hidden }) => !hidden);
  const required = visible.filter((flag) => flag.required);
  const headings = [...new Set(visible.map(({ heading }) => heading ?? 'Flags'))];
  const alsoFlag = spec.arguments.find(({ key }) => spec.flags.some((flag) => flag.key === key));
  return page([
    spec.about ? `${spec.summary}\n\n${wrap(spec.about, width).join('\n')}` : spec.summary,
    `Usage: ${['appwrite-cli', path, ...args].join(' ')} [flags]`,
    block(
      alsoFlag ? `Arguments (in their place, or as --${alsoFlag.name} …)` : 'Arguments',
      spec.arguments.map(({ name, help, choices }): Row => [name, help + choiceNote(choices)]),
      width,
    ),
    block('Required', required.map(flagRow), width),
    ...headings.map((heading) =>
      block(
        heading,
        visible.filter((flag) => !flag.required && (flag.heading ?? 'Flags') === heading).map(flagRow),
        width,
      ),
    ),
    block(
      'Examples',
      (spec.examples ?? []).map((example): Row => [example, '']),
      width,
    ),
    wrap(
      'Every command takes --json, --dry-run, --yes and others: appwrite-cli --help lists them.',
      width,
    ).join('\n'),
  ]);
}

function flagRow(flag: Flag): Row {
  const short = flag.spellings?.find((spelling) => /^-\w$/.test(spelling));
  const name = flag.takes === 'switch' && !flag.refuseNo ? `--[no-]${flag.flag.slice(2)}` : flag.flag;
  const value = flag.placeholder ? ` ${flag.placeholder}` : '';
  const none = flag.nullable && flag.takes !== 'switch' ? `, --no-${flag.flag.slice(2)}` : '';
  return [`${short ? `${short}, ` : ''}${name}${value}${none}`, flag.help + choiceNote(flag.choices)];
}

function choiceNote(choices: readonly string[] | undefined): string {
  return choices ? `: ${choices.join(', ')}` : '';
}

/** A heading with its rows: terms on the left, their texts beside them, or below where a term is long. */
function block(heading: string, rows: readonly Row[], width: number, termWidth = 0): string {
  if (rows.length === 0) return '';
  const longest = 28;
  const short = rows.map(([term]) => term.length).filter((length) => length <= longest);
  const column = Math.max(termWidth, ...short) + 2;
  const lines = rows.flatMap(([term, text]) => {
    const [first = '', ...more] = wrap(text, width - column - 2);
    const indented = more.map((line) => ' '.repeat(column + 2) + line);
    if (!text) return [`  ${term}`];
    if (term.length + 2 > column) return [`  ${term}`, `${' '.repeat(column + 2)}${first}`, ...indented];
    return [`  ${term.padEnd(column)}${first}`, ...indented];
  });
  return [heading, ...lines].join('\n');
}

function wrap(text: string, width: number): string[] {
  const room = Math.max(width, 20);
  const lines: string[] = [];
  let line = '';
  for (const word of text.split(' ')) {
    if (line && line.length + 1 + word.length > room) {
      lines.push(line);
      line = word;
    } else line = line ? `${line} ${word}` : word;
  }
  return [...lines, line];
}

function page(parts: readonly string[]): string {
  return `${parts.filter((part) => part !== '').join('\n\n')}\n`;
}
