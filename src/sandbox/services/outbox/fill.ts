/** Values of placeholders, by their name without braces. */
export type Variables = Readonly<Record<string, string>>;

/** Variables that a server puts into HTML as they are. */
const unescaped: ReadonlySet<string> = new Set([
  'redirect',
  'agentDevice',
  'agentClient',
  'agentOs',
  'phrase',
]);

/** Fills the placeholders of a subject or a text message; unknown ones stay, as on a real server. */
export function fillText(text: string, variables: Variables): string {
  return fill(text, variables, (value) => value);
}

/** Fills the placeholders of HTML. `{{b}}` and `{{/b}}` enclose bold words. */
export function fillHtml(html: string, variables: Variables): string {
  const filled = fill(html, variables, (value, name) => (unescaped.has(name) ? value : escapeHtml(value)));
  return filled.replaceAll('{{b}}', '<strong>').replaceAll('{{/b}}', '</strong>');
}

function fill(text: string, variables: Variables, written: (value: string, name: string) => string): string {
  return text.replace(/\{\{(\w+)\}\}/g, (placeholder, name: string) =>
    Object.hasOwn(variables, name) ? written(variables[name]!, name) : placeholder,
  );
}

const entities: Readonly<Record<string, string>> = {
  '&': '&amp;',
  '<': '&lt;',
  '>': '&gt;',
  '"': '&quot;',
  "'": '&#039;',
};

function escapeHtml(text: string): string {
  return text.replace(/[&<>"']/g, (char) => entities[char]!);
}

/** Returns a mail's HTML as a plain text: without tags, a line a line, at most one empty line between them. */
export function htmlToText(html: string): string {
  const bare = html.replace(/<(style|script|title)\b[^>]*>.*?<\/\1>/gis, '').replace(/<[^>]*>/g, '');
  const plain = Object.entries(entities).reduceRight(
    (text, [char, entity]) => text.replaceAll(entity, char),
    bare.replaceAll('&nbsp;', ' '),
  );
  return plain
    .split('\n')
    .map((line) => line.trim())
    .join('\n')
    .replace(/\n{3,}/g, '\n\n')
    .trim();
}

/** Adds parameters to the query of a page's address, as a real server does: its own win over those of the page. */
export function withQuery(page: string, params: Readonly<Record<string, string>>): string {
  const [, before = '', query = '', fragment = ''] = /^([^?#]*)(?:\?([^#]*))?(#.*)?$/s.exec(page) ?? [];
  const merged = new URLSearchParams(query);
  for (const [name, value] of Object.entries(params)) merged.set(name, value);
  return `${before}?${merged}${fragment}`;
}
