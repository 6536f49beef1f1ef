/** Types, conversions and literals of PHP. */
import { nameElements } from './elements.ts';
import type { EmitterOptions, NamedField } from './emitter.ts';
import { type Multiplicity, multiplicityOf, quoted } from './shapes.ts';

/** Words that are compared without regard for case, as PHP does. */
export class CaselessWords extends Set<string> {
  override has(word: string): boolean {
    return super.has(word.toLowerCase());
  }
}

export interface Types {
  readonly type: string;
  readonly documented?: string | undefined;
}

/** Returns the types of a value that is not null. */
export function valueTypes(field: NamedField, options: EmitterOptions): Types {
  const item = scalarTypes(field, options);
  const { isList, hasNullItems } = multiplicityOf(field, options);
  if (!isList) return item;
  const documented = item.documented ?? item.type;
  return { type: 'array', documented: `list<${documented}${hasNullItems ? '|null' : ''}>` };
}

function scalarTypes({ type, enumName }: NamedField, { dates }: EmitterOptions): Types {
  switch (type.kind) {
    case 'text':
      return { type: 'string' };
    case 'enum':
      return { type: type.elements.length === 0 ? 'string' : enumName! };
    case 'integer':
      return { type: 'int' };
    case 'double':
      return { type: 'float' };
    case 'boolean':
      return { type: 'bool' };
    case 'datetime':
      return { type: dates === 'date' ? '\\DateTimeImmutable' : 'string' };
    case 'point':
      return { type: 'array', documented: 'array{float, float}' };
    case 'line':
      return { type: 'array', documented: 'list<array{float, float}>' };
    case 'polygon':
      return { type: 'array', documented: 'list<list<array{float, float}>>' };
    default:
      return { type: 'mixed' };
  }
}

export const nullableType = (type: string) => (type === 'mixed' ? type : `?${type}`);

/** Returns the expression that makes a value from that of the API; undefined if it is the same. */
export function conversionOf({ type, enumName }: NamedField, { dates }: EmitterOptions) {
  if (type.kind === 'enum' && type.elements.length > 0)
    return (value: string) => `${enumName}::from(${value})`;
  if (type.kind === 'datetime' && dates === 'date')
    return (value: string) => `new \\DateTimeImmutable(${value})`;
  return undefined;
}

export function converted(
  value: string,
  convert: ((value: string) => string) | undefined,
  { isList, isNullable, hasNullItems }: Multiplicity,
): string {
  if (!convert) return isNullable ? `${value} ?? null` : value;
  const item = hasNullItems ? `$item === null ? null : ${convert('$item')}` : convert('$item');
  const one = isList
    ? `array_map(static fn (${hasNullItems ? '?' : ''}string $item) => ${item}, ${value})`
    : convert(value);
  return isNullable ? `isset(${value}) ? ${one} : null` : one;
}

/** An enum without cases can't have a type of values; such a field is text. */
export function enumOf({ type, enumName }: NamedField): string[] {
  if (type.kind !== 'enum' || type.elements.length === 0) return [];
  const elements = nameElements(type.elements, {
    letters: 'unicode',
    style: 'pascal',
    reserved: new CaselessWords(['class']),
  });
  const cases = elements.map(({ value, memberName }) => `    case ${memberName} = ${phpString(value)};`);
  return [[`enum ${enumName}: string`, '{', ...cases, '}'].join('\n')];
}

/** Returns a string literal, in single quotes if it needs no escape but those of quotes. */
export function phpString(text: string): string {
  if (/^[\x20-\x7e]*$/.test(text)) return `'${text.replaceAll(/['\\]/g, (character) => `\\${character}`)}'`;
  return quoted(text.replaceAll(/\p{Cs}/gu, '\ufffd'), {
    quote: '"',
    special: /["\\$]/g,
    unicode: (code) => `\\u{${code.toString(16)}}`,
  });
}
