import { items, kindOf } from '../../lib/json/slices.ts';
import { visible } from '../../lib/text/visible.ts';
import { cellText } from '../page.ts';

/** A date of the API, in UTC; its day and its minute. */
const utcDate = /^(\d{4}-\d\d-\d\d)T(\d\d:\d\d):\d\d(?:\.\d+)?(?:Z|\+00:00)$/;

/** What a cell says where it must be exact: `-` for null and for what is not there, `a, b` for a list of words. */
export function tableCell(value: string | undefined): string {
  if (value === undefined || kindOf(value) === 'null') return '-';
  return visible(kindOf(value) === 'array' ? listText(value) : cellText(value));
}

/** What it says on a terminal: dates are short, and an empty text is `""`, as an empty list is `[]`. */
export function screenCell(value: string | undefined): string {
  if (value === undefined || kindOf(value) !== 'string') return tableCell(value);
  const text = cellText(value);
  return text === '' ? '""' : visible(text.replace(utcDate, '$1 $2'));
}

/** The same where a cell may have several lines: those of a text stay lines, and tabs in it become spaces. */
export function screenLines(value: string | undefined): readonly string[] {
  const text = value !== undefined && kindOf(value) === 'string' ? cellText(value) : '';
  if (!text.includes('\n') || text.trim() === '') return [screenCell(value)];
  const lines = text.replace(/\r?\n$/, '').split(/\r?\n/);
  return lines.map((line) => visible(line.replaceAll('\t', '    ')));
}

/** Whether a value is a date that `screenCell` makes short. */
export function isDate(value: string): boolean {
  return kindOf(value) === 'string' && utcDate.test(cellText(value));
}

/** A list that is no list of words, or would not look like one, stays JSON. */
function listText(list: string): string {
  const values = [...items(list)];
  const texts = values.map(cellText);
  const isPlain = values.every((value, index) => isScalar(value) && /^[^\s,][^,]*$/.test(texts[index]!));
  return values.length > 0 && isPlain ? texts.join(', ') : cellText(list);
}

const isScalar = (value: string) => ['string', 'number', 'boolean'].includes(kindOf(value));
