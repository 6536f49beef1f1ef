/** Text of others in Markdown, where it must neither format anything nor end a cell of a table. */
import { visible } from './visible.ts';

/** Returns text that shows as it is. Control characters become visible escapes, so that it stays on its line. */
export const markdownText = (text: string): string =>
  visible(text)
    .replace(special, (character) => escapes[character] ?? `\\${character}`)
    // What looks like an address becomes a link.
    .replace(/\bwww\./gi, (start) => `${start.slice(0, -1)}&#46;`);

const special = /[\\`*_{}[\]<>()#+\-!|~&@$:]/g;

/** Characters that mean something after a backslash too: HTML, and on GitHub and GitLab links and mentions. */
const escapes: Readonly<Record<string, string>> = {
  '<': '&lt;',
  '>': '&gt;',
  '&': '&amp;',
  '@': '&#64;',
  ':': '&#58;',
};

/**
 * Returns text as code, in which nothing is a mention or a link. In a table, a bar has to be escaped in code too.
 * @returns nothing for an empty text, which can't be code
 */
export function markdownCode(text: string): string {
  if (text === '') return '';
  const shown = visible(text).replaceAll('|', '\\|');
  const longest = Math.max(0, ...(shown.match(/`+/g) ?? []).map((run) => run.length));
  const fence = '`'.repeat(longest + 1);
  const pad = longest > 0 || /^ | $/.test(shown) ? ' ' : '';
  return `${fence}${pad}${shown}${pad}${fence}`;
}
