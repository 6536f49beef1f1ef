/** Reads the guides, for tests that do what these say. */
import { readFileSync } from 'node:fs';

/** Returns the text of a page of docs/guides. */
export const guide = (name: string): string =>
  readFileSync(new URL(`../../docs/guides/${name}.md`, import.meta.url), 'utf8');

/** Returns the blocks of code of a page in a language. */
export const blocksIn = (page: string, language: string): readonly string[] =>
  [...page.matchAll(new RegExp(`^ *\`\`\`${language}\\n(.*?)^ *\`\`\`$`, 'gms'))].map(([, text]) => text!);

/** Returns the files that a page shows, by the names that their blocks have. */
export const filesIn = (page: string): ReadonlyMap<string, string> =>
  new Map([...page.matchAll(/^```\w+ (\S+)\n(.*?)^```$/gms)].map(([, name, text]) => [name!, text!]));

/** Returns the lines for a shell on a page, in their order. */
export const shellLinesIn = (page: string): readonly string[] =>
  blocksIn(page, 'sh').flatMap((text) => text.trim().split('\n'));
