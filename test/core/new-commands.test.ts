import { expect, it } from 'vitest';
import type { GroupEntry } from '../../src/api/index.ts';
import type { Operation } from '../../src/api/schema.ts';
import { type ApiVersion, existsIn, type Lifetime } from '../../src/api/versions.ts';
import { newCommands } from '../../src/core/new-commands.ts';

type Command = Lifetime & Pick<Operation, 'command' | 'aliases'>;

function groupOf(name: string, lifetime: Lifetime, ...commands: readonly Command[]): GroupEntry {
  const at = (version: ApiVersion) => {
    const operations = commands.filter((command) => existsIn(command, version)) as Operation[];
    const find = (typed: string) => operations.find(({ command }) => command === typed);
    return { name, summary: name, at, operations, find };
  };
  return { name, summary: name, load: async () => at('1.5'), ...lifetime };
}

const list = { command: 'list', aliases: [] };
const catalogue = [
  groupOf('same', {}, list),
  groupOf('grown', {}, list, { command: 'count', aliases: [], since: '1.7' }),
  groupOf(
    'renamed',
    {},
    { command: 'list', aliases: ['list-all'], until: '1.7' },
    { command: 'list-all', aliases: ['list'], since: '1.7' },
  ),
  groupOf('shrunk', {}, list, { command: 'usage', aliases: [], until: '1.6' }),
  groupOf('new', { since: '1.7' }, list),
  groupOf('later', { since: '1.9' }, list),
  groupOf('gone', { until: '1.6' }, list),
];

it.each<[ApiVersion, ApiVersion, string]>([
  ['1.5', '1.8', 'new; grown'],
  ['1.8', '1.9', 'later; '],
  ['1.5', '1.6', '; '],
  ['1.7', '1.5', 'gone; shrunk'],
])('names the new groups, and those with new commands, from %s to %s', async (before, now, expected) => {
  const { groups, extended } = await newCommands(before, now, catalogue);
  expect(`${groups}; ${extended}`).toBe(expected);
});
