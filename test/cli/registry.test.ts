import { describe, expect, it } from 'vitest';
import { apiVersions } from '../../src/api/versions.ts';
import { isGroup } from '../../src/cli/entry.ts';
import { entriesIn } from '../../src/cli/registry.ts';
import type { CommandSpec } from '../../src/core/spec.ts';

const factsOf = ({ name, summary, section, deprecated, replacement, aliases }: CommandSpec) => ({
  ...{ name, summary, section, deprecated, replacement, aliases },
});

describe.each(apiVersions)('an entry of %s', (version) => {
  const groups = entriesIn(version).flatMap(({ find, ...entry }) => (find ? [{ ...entry, find }] : []));

  it.each(groups)('finds the commands that it lists: $name', async ({ load, find }) => {
    const listed = await load();
    const commands = isGroup(listed) ? listed : [];
    const found = await Promise.all(commands.map(({ name }) => find(name)));
    expect(found.map((command) => command && factsOf(command))).toEqual(commands.map(factsOf));
  });

  it('finds a command once', async () => {
    const { find } = groups.find(({ name }) => name === 'users')!;
    expect(await find('list')).toBe(await find('list'));
  });

  it('finds none by an alias', async () => {
    const { find } = groups.find(({ name }) => name === 'users')!;
    expect(await find('createBcryptUser')).toBeUndefined();
  });
});
