// Runs when the program is built.
import { type ApiVersion, apiVersions } from '../../api/versions.ts';
import { globalFlags } from '../../core/globals.ts';
import { isGroup, loadAll } from '../entry.ts';
import { parseCommandLine } from '../program.ts';
import { entriesIn } from '../registry.ts';
import { tokenise } from '../scan.ts';
import type { Page } from './page.ts';
import { headBytes, type PagesHead, pageKey, type Slice, type StoredPage } from './stored-pages.ts';
import { topics } from './topics/index.ts';

/** Returns the contents of `dist/help-pages`: the pages of all groups, commands and topics in all versions. */
export async function storedPages(): Promise<Uint8Array> {
  const pieces: Buffer[] = [];
  const slices = new Map<string, Slice>();
  let end = headBytes;
  const store = (value: unknown): Slice => {
    const json = JSON.stringify(value);
    const known = slices.get(json);
    if (known) return known;
    const bytes = Buffer.from(json);
    const slice: Slice = [end, end + bytes.length];
    pieces.push(bytes);
    slices.set(json, slice);
    end = slice[1];
    return slice;
  };
  const head: Record<string, Slice> = {};
  for (const version of apiVersions) {
    const index: Record<string, Slice> = {};
    for (const words of await pathsIn(version)) {
      const page: StoredPage = (await pageOf(words, version)).map(store);
      index[pageKey(words)] = store(page);
    }
    head[version] = store(index);
  }
  const first = JSON.stringify(head satisfies PagesHead).padEnd(headBytes);
  if (first.length > headBytes) throw new Error(`the head has ${first.length} characters: raise headBytes`);
  return Buffer.concat([Buffer.from(first), ...pieces]);
}

/** Returns the words of all pages of a version; without words for that of the program. */
export async function pathsIn(version: ApiVersion): Promise<readonly (readonly string[])[]> {
  const ofEntries = entriesIn(version).map(async (entry) => {
    const loaded = await loadAll(entry);
    const commands = isGroup(loaded) ? loaded : [];
    return [[entry.name], ...commands.map(({ name }) => [entry.name, name])];
  });
  return [
    [],
    ['help'],
    ...topics.map(({ name }) => ['help', name]),
    ...(await Promise.all(ofEntries)).flat(),
  ];
}

async function pageOf(words: readonly string[], version: ApiVersion): Promise<Page> {
  // A source would be named on the page.
  const inUse = { version, source: undefined };
  const invocation = await parseCommandLine(tokenise([...words, '--help'], globalFlags), inUse);
  if ('help' in invocation) return invocation.help;
  throw new Error(`no help: ${words.join(' ')}`);
}
