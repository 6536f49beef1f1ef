/** A diagram in Mermaid's language, which GitHub, GitLab and many editors draw: https://mermaid.js.org/syntax/entityRelationshipDiagram.html */
import type { Box, Diagram, End, Group, Line, markLetters, Row } from './diagram.ts';

/**
 * @param header lines for the head, as comments
 */
export function drawMermaid({ groups }: Diagram, header: readonly string[] = []): string {
  const names = namesOf(groups);
  const lines = groups.flatMap((group, at) => [
    ...group.boxes.flatMap((box, position) => entityLines(box, names[at]![position]!)),
    ...group.lines.map((line) => relationshipLine(line, group, names[at]!)),
  ]);
  return `${[...header.map((text) => `%% ${text}`.trimEnd()), 'erDiagram', ...lines.map((line) => `  ${line}`)].join('\n')}\n`;
}

/** Names of boxes in quotes. The language has no groups, and takes two of one name for the same. */
function namesOf(groups: readonly Group[]): readonly (readonly string[])[] {
  const isPrefixed = groups.length > 1;
  const taken = new Map<string, number>();
  return groups.map((group) =>
    group.boxes.map(({ title }) => {
      const name = isPrefixed ? `${group.title}/${title}` : title;
      const count = (taken.get(name) ?? 0) + 1;
      taken.set(name, count);
      return quoted(count === 1 ? name : `${name} (${count})`);
    }),
  );
}

function entityLines({ rows, indexes }: Box, name: string): string[] {
  if (rows.length === 0) return [name];
  return [
    `${name} {`,
    ...rows.map((row) => `  ${attributeLine(row)}`),
    ...indexes.map(({ type, key, fields }) => `  %% ${type} index ${key}: ${fields.join(', ')}`),
    '}',
  ];
}

function attributeLine({ key, type, isRequired, isRelationship, marks }: Row): string {
  const typeWord = asWord(type.includes(' ') ? 'enum' : type);
  const keyWord = asWord(key);
  const keys = [...(marks.includes('unique') ? ['UK'] : []), ...(isRelationship ? ['FK'] : [])];
  const others = marks.filter((mark) => mark !== 'unique').map((mark) => indexNames[mark]);
  const remarks = [
    ...(keyWord === key ? [] : [key]),
    ...(typeWord === type ? [] : [type]),
    ...(isRequired ? ['required'] : []),
    ...others,
  ];
  const comment = remarks.length === 0 ? [] : [quoted(remarks.join(', '))];
  return [typeWord, keyWord, ...(keys.length === 0 ? [] : [keys.join(', ')]), ...comment].join(' ');
}

const indexNames: Readonly<Record<keyof typeof markLetters, string>> = {
  unique: 'unique',
  key: 'indexed',
  fulltext: 'full-text',
  spatial: 'spatial',
};

function relationshipLine({ from, to, isTwoWay }: Line, { boxes }: Group, names: readonly string[]): string {
  const keyOf = ({ box, row }: End) => (row === undefined ? undefined : boxes[box]!.rows[row]!.key);
  const label = [keyOf(from), keyOf(to)].filter((key) => key !== undefined).join(' / ');
  const way = isTwoWay ? '--' : '..';
  const marks = `${from.isMany ? '}o' : '|o'}${way}${to.isMany ? 'o{' : 'o|'}`;
  return `${names[from.box]!} ${marks} ${names[to.box]!} : ${quoted(label)}`;
}

/**
 * Returns a type or a key as the language takes it: letters, digits, `-`, `_`, brackets and parentheses, and no beginning
 * that is one of its marks of keys.
 */
function asWord(text: string): string {
  const word = text.replaceAll(/[^A-Za-z0-9_()[\]\u00c0-\u00d6\u00d8-\u00f6\u00f8-\ud7ff-]/g, '_');
  return /^[A-Za-z_\u00c0-\ud7ff]/.test(word) && !/^(?:pk|fk|uk)\b/i.test(word) ? word : `_${word}`;
}

/** Characters that end a quoted text, or that Mermaid, its Markdown or HTML would read. It has escapes of its own. */
const special = /["%\\#<>&:;`~*]/g;

/** The language looks for this even inside of quotes. */
const direction = /(direction)\s+(?=tb|bt|rl|lr)/gi;

const quoted = (text: string): string =>
  `"${text
    .replaceAll(special, (character) => `#${character.codePointAt(0)};`)
    .replaceAll(direction, '$1#32;')}"`;
