import { items, kindOf } from '../../lib/json/slices.ts';
import { visible } from '../../lib/text/visible.ts';
import { cellText } from '../page.ts';

/** A date of the API, in UTC; the groups are the day and the time without seconds. */
const utcDate = /^(\d{4}-\d\d-\d\d)T(\d\d:\d\d):\d\d(?:\.\d+)?(?:Z|\+00:00)$/;

/** Returns the exact text of a cell: `-` for null and for a missing member, `a, b` for a list of words. */
export function tableCell(value: string | undefined): string {
  if (value === undefined || kindOf(value) === 'null') return '-';
  return visible(kindOf(value) === 'array' ? listText(value) : cellText(value));
}

/** Returns the text of a cell on a terminal: dates are shortened, and an empty text is `""`, like `[]` for a list. */
export function screenCell(value: string | undefined): string {
  if (value === undefined || kindOf(value) !== 'string') return tableCell(value);
  const text = cellText(value);
  return text === '' ? '""' : visible(text.replace(utcDate, '$1 $2'));
}

/** Returns a date without seconds and time zone, which is UTC; any other text stays. */
export const shortDate = (value: string): string => visible(cellText(value).replace(utcDate, '$1 $2'));

/** Returns the lines of a cell on a terminal. Line breaks of a text are kept, and its tabs become spaces. */
export function screenLines(value: string | undefined): readonly string[] {
  return textLines(value) ?? [screenCell(value)];
}

/** The same without shortening a date. */
export function exactLines(value: string): readonly string[] {
  return textLines(value) ?? [cellText(value) === '' ? screenCell(value) : tableCell(value)];
}

/** Returns the lines of a text that has several. */
function textLines(value: string | undefined): string[] | undefined {
  const text = value !== undefined && kindOf(value) === 'string' ? cellText(value) : '';
  if (!text.includes('\n') || text.trim() === '') return undefined;
  const lines = text.replace(/\r?\n$/, '').split(/\r?\n/);
  return lines.map((line) => visible(line.replaceAll('\t', '    ')));
}

/** True if a value is a date that `screenCell` shortens. */
export function isDate(value: string): boolean {
  return kindOf(value) === 'string' && utcDate.test(cellText(value));
}

/** Joins a list of words with commas; any other list, or one whose words hold commas or spaces, stays JSON. */
function listText(list: string): string {
  const values = [...items(list)];
  const texts = values.map(cellText);
  const isPlain = values.every((value, index) => isScalar(value) && /^[^\s,][^,]*$/.test(texts[index]!));
  return values.length > 0 && isPlain ? texts.join(', ') : cellText(list);
}

const isScalar = (value: string) => ['string', 'number', 'boolean'].includes(kindOf(value));
