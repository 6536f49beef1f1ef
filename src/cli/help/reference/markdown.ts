import { type ApiVersion, newestApiVersion } from '../../../api/versions.ts';
import type { Argument, Flag } from '../../../core/flags.ts';
import { globalFlags } from '../../../core/globals.ts';
import type { CommandSpec } from '../../../core/spec.ts';
import { consoleHeading } from '../../entry.ts';
import { type ByVersion, mergeVersions } from '../../merge-versions.ts';
import type { TopicPart } from '../page.ts';
import { flagTerm, usage } from '../pages.ts';
import { lifetime } from './lifetime.ts';
import type { Command, Group, Reference } from './reference.ts';

const notice = '<!-- Written by `npm run docs` from the help of the program; change that instead. -->';

/** docs/README.md: all groups with links to their pages, and the flags of every command. */
export function indexPage({ groups, topics }: Reference): string {
  const list = (heading: Group['heading'], page: (name: string) => string) =>
    groups
      .filter((group) => group.heading === heading)
      .map(
        ({ name, summary, versions }) => `- [${name}](${page(name)}): ${summary}${inParentheses(versions)}`,
      )
      .join('\n');
  return page(
    '# appwrite-cli',
    'The pages of `appwrite-cli --help` for all versions of Appwrite. Commands and flags that are not in every version say in which they were added or removed. [versions.md](versions.md) lists the changes in each version. `appwrite-cli --api-version 1.7 --help` shows that version alone.',
    '## API groups',
    list('API', (name) => `${name}.md`),
    `## ${consoleHeading}`,
    list('Console', (name) => `${name}.md`),
    '## Tools',
    list('Tools', (name) => `tools.md#${name}`),
    '## Topics',
    topics.map(({ name, summary }) => `- [${name}](topics.md#${name}): ${summary}`).join('\n'),
    '## Flags of every command',
    flagTable(
      globalFlags.map((flag) => new Map([[newestApiVersion, flag]])),
      [newestApiVersion],
    ),
  );
}

export function groupPage(group: Group): string {
  const sections = [...new Set(group.commands.map(({ spec }) => spec.section))];
  return page(
    `# ${group.name}`,
    `${group.summary}.${sentence(lifetime(group.versions))}`,
    group.heading === 'Console' ? 'All of them need a console login: `appwrite-cli login`.' : '',
    shell(group.examples),
    ...sections.flatMap((section) => [
      ...(section ? [`## ${section}`] : []),
      ...group.commands
        .filter(({ spec }) => spec.section === section)
        .map((command) => commandPart(command, '###')),
    ]),
  );
}

/** docs/tools.md: all tools on one page. */
export function toolsPage(tools: readonly Group[]): string {
  return page(
    '# Tools',
    ...tools.flatMap(({ name, summary, commands }) => [
      `## ${name}`,
      `${summary}.`,
      ...commands.map((command) => commandPart(command, command.path === name ? '' : '###')),
    ]),
  );
}

/** docs/topics.md: the pages of `appwrite-cli help <topic>`. */
export function topicsPage({ topics }: Reference): string {
  return page(
    '# Topics',
    ...topics.flatMap(({ name, summary, topic }) => [`## ${name}`, `${summary}.`, ...topic.map(partText)]),
  );
}

/** @param heading its level; empty if the heading before it names the command */
function commandPart({ path, spec, specs, examples }: Command, heading: string): string {
  const versions = [...specs.keys()];
  return blocks(
    heading && `${heading} ${path}`,
    heading && `${spec.summary}.`,
    history(specs),
    spec.about && escaped(spec.about),
    shell([usage(path, spec)]),
    argumentTable(argumentsIn(specs), versions),
    flagTable(flagsIn(specs), versions),
    requestLine(specs),
    shell(examples),
  );
}

/** Sentences about the versions that have a command, its other names, and the command that is newer. */
function history(specs: ByVersion<CommandSpec>): string {
  const versions = [...specs.keys()];
  const spec = [...specs.values()].at(-1)!;
  const renamed = [...specs].flatMap(([version, { name }], index, all) => {
    const before = all[index - 1]?.[1].name;
    return before === undefined || before === name ? [] : [`Called ${code(before)} before ${version}.`];
  });
  const [advised] = [...specs].find(([, { deprecated, replacement }]) => deprecated && replacement) ?? [];
  const instead = spec.replacement && code(spec.replacement);
  const said = lifetime(versions);
  const isGone = versions.at(-1) !== newestApiVersion;
  return [
    said && `${capital(said)}${isGone && instead ? `: ${instead} does the same there` : ''}.`,
    ...renamed,
    advised && !isGone && `From ${advised} on, ${instead} is the newer way; this command still works.`,
  ]
    .filter(Boolean)
    .join(' ');
}

/** The visible flags of a command in all versions, the required ones first. */
function flagsIn(specs: ByVersion<CommandSpec>): readonly ByVersion<Flag>[] {
  const lists = new Map(
    [...specs].map(([version, { flags }]) => [version, flags.filter((flag) => !flag.hidden)]),
  );
  const merged = mergeVersions(lists, ({ flag }) => flag);
  const isRequired = (flag: ByVersion<Flag>) => [...flag.values()].at(-1)!.required === true;
  return [...merged.filter(isRequired), ...merged.filter((flag) => !isRequired(flag))];
}

function argumentsIn(specs: ByVersion<CommandSpec>): readonly ByVersion<Argument>[] {
  return mergeVersions(
    new Map([...specs].map(([version, spec]) => [version, spec.arguments])),
    ({ name }) => name,
  );
}

/** The last line of help, with the requests that older versions are sent if they are others. */
function requestLine(specs: ByVersion<CommandSpec>): string {
  const requests = mergeVersions(
    new Map([...specs].map(([version, { facts }]) => [version, facts ? [requestIn(facts)] : []])),
    String,
  );
  const facts = [...specs.values()].at(-1)?.facts;
  if (!facts) return '';
  const current = requestIn(facts);
  const others = requests.flatMap((found) => {
    const [request] = found.values();
    return request === current ? [] : [`${code(request!)} (${among([...found.keys()])})`];
  });
  return [factsLine(facts), ...others].join(' · ');
}

const requestIn = (facts: string) => facts.split(' · ')[0]!;
const among = (versions: readonly ApiVersion[]) =>
  versions.length === 1 ? versions[0]! : `${versions[0]} to ${versions.at(-1)}`;

/** Formats the request as code. */
function factsLine(facts: string): string {
  const [request = '', ...rest] = facts.split(' · ');
  return [code(request), ...rest].join(' · ');
}

function partText(part: TopicPart): string {
  switch (part.kind) {
    case 'text':
      return escaped(part.text);
    case 'rows':
      return table(
        part.heading,
        part.rows.map(([term, text]) => [code(term), escaped(text)]),
      );
    case 'examples':
      return shell(part.lines);
  }
}

/** @param whole versions that have the command */
function argumentTable(args: readonly ByVersion<Argument>[], whole: readonly ApiVersion[]): string {
  return table(
    'argument',
    args.map((found) => {
      const { name, help } = [...found.values()].at(-1)!;
      return [code(name), cell(help, found, whole)];
    }),
  );
}

/** @param whole versions that have the command */
function flagTable(flags: readonly ByVersion<Flag>[], whole: readonly ApiVersion[]): string {
  return table(
    'flag',
    flags.map((found) => {
      const flag = [...found.values()].at(-1)!;
      return [`${code(flagTerm(flag))}${requirement(found)}`, cell(flag.help, found, whole)];
    }),
  );
}

/** Help, choices, and the versions that have a flag or argument if not all versions of the command do. */
function cell(help: string, found: ByVersion<Choosing>, whole: readonly ApiVersion[]): string {
  const choices = choicesIn(found);
  const said = lifetime([...found.keys()], whole);
  return `${escaped(help)}${choices && `: ${choices}`}${said ? ` *(${said})*` : ''}`;
}

type Choosing = Pick<Flag | Argument, 'choices'>;

/** Bold, with the versions that require the flag if others do not. */
function requirement(flag: ByVersion<Flag>): string {
  const versions = [...flag].flatMap(([version, { required }]) => (required ? [version] : []));
  if (versions.length === 0) return '';
  const said = lifetime(versions, [...flag.keys()]);
  return said ? ` **required** *(${said.replace('gone since', 'optional since')})*` : ' **required**';
}

/** The choices of all versions, those that only some have with these versions. */
function choicesIn(found: ByVersion<Choosing>): string {
  const lists = new Map(
    [...found].flatMap(([version, { choices }]) => (choices ? [[version, choices]] : [])),
  );
  const said = new Map<string, string[]>();
  for (const found of mergeVersions(lists, String)) {
    const when = lifetime([...found.keys()], [...lists.keys()]) ?? '';
    said.set(when, [...(said.get(when) ?? []), code([...found.values()][0]!)]);
  }
  return [...said].map(([when, choices]) => `${when && `*${when}:* `}${choices.join(', ')}`).join('; ');
}

function table(title: string, rows: readonly (readonly [string, string])[]): string {
  if (rows.length === 0) return '';
  return [`| ${title} | |`, '| --- | --- |', ...rows.map(([term, text]) => `| ${term} | ${text} |`)].join(
    '\n',
  );
}

const shell = (lines: readonly string[]) =>
  lines.length === 0 ? '' : `\`\`\`sh\n${lines.join('\n')}\n\`\`\``;
export const code = (text: string) => `\`${text.replaceAll('|', '\\|')}\``;
/** Escapes text for Markdown. */
const escaped = (text: string) => text.replace(/[\\`*<|$]/g, '\\$&');

const capital = (text: string) => text.charAt(0).toUpperCase() + text.slice(1);
const sentence = (text: string | undefined) => (text ? ` ${capital(text)}.` : '');
function inParentheses(versions: readonly ApiVersion[]): string {
  const said = lifetime(versions);
  return said ? ` (${said})` : '';
}

const blocks = (...parts: readonly (string | undefined)[]) => parts.filter(Boolean).join('\n\n');
export const page = (...parts: readonly string[]) => `${blocks(notice, ...parts)}\n`;
