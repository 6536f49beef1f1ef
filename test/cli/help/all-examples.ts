import { defaultApiVersion } from '../../../src/api/versions.ts';
import { isGroup, loadAll } from '../../../src/cli/entry.ts';
import { examples } from '../../../src/cli/help/examples.ts';
import { topics } from '../../../src/cli/help/topics/index.ts';
import { entriesIn } from '../../../src/cli/registry.ts';

const entries = entriesIn(defaultApiVersion);

/** An example, and the command, topic or page that shows it. */
export type PlacedExample = readonly [place: string, text: string];

/** Examples that can't run in a test, by their beginning, and the reason. */
export const leftOut: readonly (readonly [start: string, reason: string])[] = [
  ['appwrite-cli login', 'it asks at a terminal, or logs in to a server that is not there'],
  ['appwrite-cli init', 'it asks at a terminal'],
  ['appwrite-cli copy', 'it needs two projects'],
  ['appwrite-cli databases edit-document', 'it opens an editor at a terminal'],
  ['appwrite-cli account edit-prefs', 'it opens an editor at a terminal'],
  ['appwrite-cli teams edit-prefs', 'it opens an editor at a terminal'],
  ['appwrite-cli users edit-prefs', 'it opens an editor at a terminal'],
  [
    'appwrite-cli migrations create-appwrite-migration --project blog',
    'it copies from a server that is not there',
  ],
  ['appwrite-cli migrations create-firebase-migration', 'it copies from a server that is not there'],
  ['appwrite-cli proxy create-rule --domain hello.example.com', 'the sandbox verifies no domains'],
  ['appwrite-cli functions run', 'it runs until Ctrl-C'],
  ['appwrite-cli sandbox start', 'it runs until Ctrl-C'],
  ['appwrite-cli sandbox shell', 'it needs a terminal'],
  ['appwrite-cli sandbox outbox --follow', 'it runs until Ctrl-C'],
  ['appwrite-cli sandbox run --seed -- npm test', 'it needs a project of npm'],
];

export const commands = (
  await Promise.all(
    entries.map(async (entry) => {
      const { name } = entry;
      const loaded = await loadAll(entry);
      return isGroup(loaded)
        ? loaded.map((spec) => ({ path: `${name} ${spec.name}`, spec }))
        : [{ path: name, spec: loaded }];
    }),
  )
).flat();

/** Examples in the specs of hand-written commands. */
export const ofSpecs: readonly PlacedExample[] = commands.flatMap(({ path, spec }) =>
  (spec.examples ?? []).map((text) => [path, text] as const),
);

/** Examples in src/cli/help/examples.ts. */
export const ofOperations: readonly PlacedExample[] = Object.entries(examples).flatMap(([path, texts]) =>
  texts.map((text) => [path, text] as const),
);

const ofTopics: readonly PlacedExample[] = (
  await Promise.all(
    topics.map(async ({ name, load }) => {
      const parts = await load();
      return parts.flatMap((part) =>
        part.kind === 'examples' ? part.lines.map((text) => [`help ${name}`, text] as const) : [],
      );
    }),
  )
).flat();

const isLeftOut = (text: string) => leftOut.some(([start]) => text.startsWith(start));

/** Every example of help that can run in a test. */
export const helpExamples: readonly PlacedExample[] = [...ofOperations, ...ofSpecs, ...ofTopics].filter(
  ([, text]) => !isLeftOut(text),
);
