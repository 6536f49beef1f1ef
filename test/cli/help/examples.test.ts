import { describe, expect, it } from 'vitest';
import { isGroup } from '../../../src/cli/entry.ts';
import { examples } from '../../../src/cli/help/examples.ts';
import { topics } from '../../../src/cli/help/topics/index.ts';
import { entries } from '../../../src/cli/registry.ts';
import { readExample, runExample } from './kit.ts';

/** Examples that can't run here, by how they begin, and why. */
const leftOut: readonly (readonly [start: string, why: string])[] = [
  ['appwrite-cli login', 'it asks at a terminal, or logs in to a server that is not there'],
  ['appwrite-cli init', 'it asks at a terminal'],
  ['appwrite-cli sandbox start', 'it runs until Ctrl-C'],
  ['appwrite-cli sandbox run --seed -- npm test', 'it needs a project of npm'],
];

const commands = (
  await Promise.all(
    entries.map(async ({ name, load }) => {
      const loaded = await load();
      return isGroup(loaded)
        ? loaded.map((spec) => ({ path: `${name} ${spec.name}`, spec }))
        : [{ path: name, spec: loaded }];
    }),
  )
).flat();
const own = commands.flatMap(({ path, spec }) => (spec.examples ?? []).map((text) => [path, text] as const));
const inTopics = (
  await Promise.all(
    topics.map(async ({ name, load }) =>
      (
        await load()
      ).flatMap((part) =>
        part.kind === 'examples' ? part.lines.map((text) => [`help ${name}`, text] as const) : [],
      ),
    ),
  )
).flat();
const inHelp = Object.entries(examples).flatMap(([path, texts]) =>
  texts.map((text) => [path, text] as const),
);
const isLeftOut = (text: string) => leftOut.some(([start]) => text.startsWith(start));

describe('each example runs on a seeded sandbox and ends as it says', () => {
  it.each([...inHelp, ...own, ...inTopics].filter(([, text]) => !isLeftOut(text)))(
    '%s: %s',
    async (_, text) => {
      const { line, exitCode } = readExample(text);
      const { code, stderr } = await runExample(line);
      expect({ code, stderr }).toEqual({ code: exitCode, stderr: expect.anything() });
    },
  );
});

describe('examples', () => {
  it('are told in one place', () => {
    for (const { path, spec } of commands) if (spec.examples) expect(examples).not.toHaveProperty([path]);
  });

  it('stand under commands and groups that are there, and show them', () => {
    const paths = new Set([...entries.map(({ name }) => name), ...commands.map(({ path }) => path)]);
    for (const [path, text] of inHelp) {
      expect(paths).toContain(path);
      expect(text).toContain(`appwrite-cli ${path}`);
    }
  });

  it('are two for each group of the API and for the commands that are used most', () => {
    const groups = entries.filter(({ heading }) => heading === 'API');
    for (const { name } of groups)
      expect([name, examples[name]]).toEqual([name, [expect.any(String), expect.any(String)]]);
    const shown = Object.entries(examples).filter(([path, texts]) => path.includes(' ') && texts.length >= 2);
    expect(shown.length).toBeGreaterThanOrEqual(40);
  });

  it('that are left out of the test exist', () => {
    for (const [start] of leftOut)
      expect(own.map(([, text]) => text)).toContainEqual(expect.stringMatching(start));
  });
});
