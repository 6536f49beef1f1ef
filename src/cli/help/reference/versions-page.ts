import { type ApiVersion, apiVersions } from '../../../api/versions.ts';
import { code, page } from './markdown.ts';
import type { Command, Group, Reference } from './reference.ts';

/** docs/versions.md: what each version brings and takes away, with links to the pages of the groups. */
export function versionsPage({ groups }: Reference): string {
  const api = groups.filter(({ heading }) => heading !== 'Tools');
  const [, ...later] = apiVersions;
  return page(
    '# Versions of Appwrite',
    '`appwrite-cli help versions` describes how the version is selected, and known problems of each.',
    ...later.toReversed().flatMap((version) => [`## ${version}`, ...versionParts(api, version)]),
    `## ${apiVersions[0]}`,
    'The default, and the oldest: everything on the pages without a version is in this one too.',
  );
}

function versionParts(groups: readonly Group[], version: ApiVersion): string[] {
  const before = apiVersions[apiVersions.indexOf(version) - 1]!;
  const isNew = (group: Group) => group.versions[0] === version;
  const old = groups.filter((group) => !isNew(group));
  const gone = groups.flatMap(({ commands }) =>
    commands.filter(({ specs }) => [...specs.keys()].at(-1) === before),
  );
  const commands = old.map(({ commands }) =>
    commands.filter(({ specs }) => specs.has(version) && !hasBefore(specs, version)),
  );
  return [
    listOf(
      'New groups',
      groups.filter(isNew).map(({ name, summary }) => `[${name}](${name}.md): ${summary}`),
    ),
    listOf(
      'New commands',
      commands.flatMap((found) => (found.length > 0 ? [found.map(link).join(', ')] : [])),
    ),
    listOf('New flags', newFlags(old, version, before)),
    listOf(
      'Renamed',
      old.flatMap(({ commands }) => commands.flatMap((command) => renamed(command, version, before))),
    ),
    listOf(
      'Gone',
      gone.map(
        (command) =>
          `${link(command)}${command.spec.replacement ? `: ${code(command.spec.replacement)} does the same` : ''}`,
      ),
    ),
  ].filter((part) => part !== '');
}

function hasBefore(specs: Command['specs'], version: ApiVersion): boolean {
  return apiVersions.slice(0, apiVersions.indexOf(version)).some((older) => specs.has(older));
}

/** Flags that commands got in a version, each with these commands. */
function newFlags(groups: readonly Group[], version: ApiVersion, before: ApiVersion): string[] {
  const byFlag = new Map<string, Command[]>();
  for (const command of groups.flatMap(({ commands }) => commands)) {
    const old = command.specs.get(before);
    const known = new Set(old?.flags.map(({ key }) => key));
    for (const { flag, key, hidden } of (old && command.specs.get(version)?.flags) ?? [])
      if (!hidden && !known.has(key)) byFlag.set(flag, [...(byFlag.get(flag) ?? []), command]);
  }
  return [...byFlag].map(([flag, commands]) => `${code(flag)}: ${commands.map(link).join(', ')}`);
}

function renamed(command: Command, version: ApiVersion, before: ApiVersion): string[] {
  const [old, current] = [command.specs.get(before), command.specs.get(version)];
  return old && current && old.name !== current.name ? [`${code(old.name)} is ${link(command)}`] : [];
}

/** The command with a link to its part of the page of its group. */
function link({ path }: Command): string {
  return `[${path}](${path.split(' ')[0]}.md#${path.replace(' ', '-')})`;
}

function listOf(title: string, items: readonly string[]): string {
  return items.length === 0 ? '' : `${title}:\n\n${items.map((item) => `- ${item}`).join('\n')}`;
}
