/** Text of XML elements. */

const escapes: Readonly<Record<string, string>> = {
  '&': '&amp;',
  '<': '&lt;',
  '>': '&gt;',
  '"': '&quot;',
  "'": '&#39;',
};

/** Escapes text for XML and HTML: content, and attributes in double quotes. */
export const escapeXml = (text: string): string =>
  text.replaceAll(/[&<>"']/g, (character) => escapes[character]!);

/** Rounds to what can be seen. */
const number = (value: number): string => String(Math.round(value * 10) / 10);

export type Attributes = Readonly<Record<string, string | number>>;

const attributeText = (attributes: Attributes): string =>
  Object.entries(attributes)
    .map(([name, value]) => ` ${name}="${typeof value === 'number' ? number(value) : escapeXml(value)}"`)
    .join('');

/** @param content elements; none for an empty element */
export function element(name: string, attributes: Attributes, content = ''): string {
  return content === ''
    ? `<${name}${attributeText(attributes)}/>`
    : `<${name}${attributeText(attributes)}>${content}</${name}>`;
}

/** @param text is escaped */
export const textElement = (name: string, attributes: Attributes, text: string): string =>
  `<${name}${attributeText(attributes)}>${escapeXml(text)}</${name}>`;
