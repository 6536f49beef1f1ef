/** Text of others in Markdown, where it must neither format anything nor end a cell of a table. */
import { visible } from './visible.ts';

/** Returns text that shows as it is. Control characters become visible escapes, so that it stays on its line. */
export const markdownText = (text: string): string =>
  visible(text)
    .replace(special, (character) => escapes[character] ?? `\\${character}`)
    // Renderers turn what looks like an address into a link.
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
 * Returns text as code, in which nothing is a mention or a link. What would end the code or a cell of a table is written as
 * entities, in HTML.
 * @returns nothing for an empty text, which can't be code
 */
export function markdownCode(text: string): string {
  if (text === '') return '';
  const shown = visible(text);
  if (!/[|`]|^ | $/.test(shown)) return `\`${shown}\``;
  const entities = shown.replace(/[^\w .,;=()"'/-]/gu, (character) =>
    character > '\x7f' ? character : `&#${character.codePointAt(0)};`,
  );
  return `<code>${entities}</code>`;
}
