import type { Argument, Flag } from '../../../core/flags.ts';
import { globalFlags } from '../../../core/globals.ts';
import { consoleHeading } from '../../entry.ts';
import { flagTerm, usage } from '../pages.ts';
import type { Part } from '../topic.ts';
import type { Command, Group, Reference } from './reference.ts';

const notice = '<!-- Written by `npm run docs` from the help of the program; change that instead. -->';

/** docs/README.md: all groups with links to their pages, and the flags of every command. */
export function indexPage({ groups, topics }: Reference): string {
  const list = (heading: Group['heading'], page: (name: string) => string) =>
    groups
      .filter((group) => group.heading === heading)
      .map(({ name, summary }) => `- [${name}](${page(name)}): ${summary}`)
      .join('\n');
  return page(
    '# appwrite-cli',
    'What `appwrite-cli --help` says, as pages.',
    '## API groups',
    list('API', (name) => `${name}.md`),
    `## ${consoleHeading}`,
    list('Console', (name) => `${name}.md`),
    '## Tools',
    list('Tools', (name) => `tools.md#${name}`),
    '## Topics',
    topics.map(({ name, summary }) => `- [${name}](topics.md#${name}): ${summary}`).join('\n'),
    '## Flags of every command',
    flagTable(globalFlags),
  );
}

export function groupPage(group: Group): string {
  const sections = [...new Set(group.commands.map(({ spec }) => spec.section))];
  return page(
    `# ${group.name}`,
    `${group.summary}.`,
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
function commandPart({ path, spec, examples }: Command, heading: string): string {
  const flags = spec.flags.filter(({ hidden }) => !hidden);
  const required = flags.filter((flag) => flag.required);
  const optional = flags.filter((flag) => !flag.required);
  return blocks(
    heading && `${heading} ${path}`,
    heading && `${spec.summary}.`,
    spec.about && escaped(spec.about),
    shell([usage(path, spec)]),
    argumentTable(spec.arguments),
    flagTable([...required, ...optional]),
    spec.facts && factsLine(spec.facts),
    shell(examples),
  );
}

/** Formats the request as code. */
function factsLine(facts: string): string {
  const [request = '', ...rest] = facts.split(' · ');
  return [code(request), ...rest].join(' · ');
}

function partText(part: Part): string {
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

function argumentTable(args: readonly Argument[]): string {
  return table(
    'argument',
    args.map(({ name, help, choices }) => [code(name), cell(help, choices)]),
  );
}

function flagTable(flags: readonly Flag[]): string {
  return table(
    'flag',
    flags.map((flag) => [
      `${code(flagTerm(flag))}${flag.required ? ' **required**' : ''}`,
      cell(flag.help, flag.choices),
    ]),
  );
}

const cell = (help: string, choices: readonly string[] | undefined) =>
  escaped(help) + (choices ? `: ${choices.map(code).join(', ')}` : '');

function table(title: string, rows: readonly (readonly [string, string])[]): string {
  if (rows.length === 0) return '';
  return [`| ${title} | |`, '| --- | --- |', ...rows.map(([term, text]) => `| ${term} | ${text} |`)].join(
    '\n',
  );
}

const shell = (lines: readonly string[]) =>
  lines.length === 0 ? '' : `\`\`\`sh\n${lines.join('\n')}\n\`\`\``;
const code = (text: string) => `\`${text.replaceAll('|', '\\|')}\``;
/** Escapes text for Markdown. */
const escaped = (text: string) => text.replace(/[\\`*<|$]/g, '\\$&');

const blocks = (...parts: readonly (string | undefined)[]) => parts.filter(Boolean).join('\n\n');
const page = (...parts: readonly string[]) => `${blocks(notice, ...parts)}\n`;
