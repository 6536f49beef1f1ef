import type { ApiVersion } from '../../../api/versions.ts';
import { globalFlags } from '../../../core/globals.ts';
import type { TermRow, TopicPart } from '../page.ts';
import { flagTerm } from '../pages.ts';
import { lifetime } from './lifetime.ts';
import type { Reference } from './reference.ts';

/** Generates the man page, as roff with the macros of man(7). Without a date, so that the result is reproducible. */
export function manPage({ groups, topics }: Reference, version: string): string {
  const tools = groups.filter(({ heading }) => heading === 'Tools');
  const api = groups.filter((group) => !tools.includes(group));
  return [
    '.\\" Written by npm run docs from the help of the program; change that instead.',
    `.TH APPWRITE\\-CLI 1 "" ${quoted(`appwrite-cli ${version}`)} "User Commands"`,
    // No hyphenation, no justified lines.
    '.nh',
    '.ad l',
    '.SH NAME',
    roff('appwrite-cli - administer Appwrite projects from the command line'),
    '.SH SYNOPSIS',
    '.B appwrite\\-cli',
    roff('<group> <command> [arguments] [flags]'),
    '.br',
    '.B appwrite\\-cli',
    roff('help [topic | group [command]]'),
    '.SH DESCRIPTION',
    roff(
      "Every operation of the Appwrite Server API and of the console's own API is a command. --help shows its arguments, flags and limits. The commands are those of the version in use: that of --api-version, of APPWRITE_API_VERSION, or of the server of the profile; otherwise 1.5. See VERSIONS below.",
    ),
    '.SH COMMANDS',
    ...[...api, ...tools].flatMap(({ name, summary, versions, commands }) => [
      `.SS ${quoted(`${name}: ${summary}${said(versions)}`)}`,
      '.PD 0',
      ...commands.flatMap(({ path, spec, specs }) =>
        tagged([path, `${spec.summary}${said([...specs.keys()], versions)}`]),
      ),
      '.PD',
    ]),
    '.SH FLAGS OF EVERY COMMAND',
    ...globalFlags.flatMap((flag) =>
      tagged([flagTerm(flag), flag.help + (flag.choices ? `: ${flag.choices.join(', ')}` : '')]),
    ),
    ...topics.flatMap(({ name, topic }) => [
      `.SH ${quoted(name.replace('-', ' ').toUpperCase())}`,
      ...topic.flatMap(partLines),
    ]),
    '',
  ].join('\n');
}

function said(versions: readonly ApiVersion[], whole?: readonly ApiVersion[]): string {
  const when = lifetime(versions, whole);
  return when ? ` (${when})` : '';
}

function partLines(part: TopicPart): string[] {
  switch (part.kind) {
    case 'text':
      return ['.PP', roff(part.text)];
    case 'rows':
      return [`.SS ${quoted(part.heading)}`, ...part.rows.flatMap(tagged)];
    case 'examples':
      return [`.SS ${quoted(part.heading)}`, '.nf', ...part.lines.map(roff), '.fi'];
  }
}

const tagged = ([term, text]: TermRow): string[] => ['.TP', `.B ${quoted(term)}`, roff(text)];

/** Escapes text for roff. */
function roff(text: string): string {
  const plain = text
    .replace(/\\/g, '\\e')
    .replace(/-/g, '\\-')
    .replace(/[^\x20-\x7e]/gu, unicode);
  return plain.replace(/^[.']/, '\\&$&');
}

/** Escapes text as one argument of a roff macro. */
function quoted(text: string): string {
  return `"${roff(text).replaceAll('"', '\\(dq')}"`;
}

const unicode = (character: string) =>
  `\\[u${character.codePointAt(0)!.toString(16).toUpperCase().padStart(4, '0')}]`;
