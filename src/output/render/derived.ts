/** Columns that exist on a terminal only: each says in one what several fields hold, most of them empty. */
import { items, kindOf } from '../../lib/json/slices.ts';
import { excerpt, visible } from '../../lib/text/visible.ts';
import { counted } from '../../lib/text/words.ts';
import { cellText } from '../page.ts';

type Members = ReadonlyMap<string, string>;

/** Texts of derived columns by the beginning of the model's name; `attributeString` has those of `attribute`. */
const derived: readonly (readonly [model: RegExp, column: string, text: (object: Members) => string])[] = [
  [/^(attribute|column)(?!Index)/, 'details', attributeDetails],
];

/** Returns the columns of a model that are no fields. */
export const derivedColumns = (model: string): string[] =>
  derived.filter(([models]) => models.test(model)).map(([, column]) => column);

/** Returns the text of a column that is no field; empty if there is nothing to say, undefined if it is not derived. */
export function derivedText(model: string, column: string, row: () => Members): string | undefined {
  const found = derived.find(([models, name]) => name === column && models.test(model));
  return found && visible(found[2](row()));
}

/** Beyond this, the server's own limits of numbers are stored for an attribute without a bound. */
const maxBound = 2 ** 53 - 1;

/** Returns an attribute's size, elements, bounds or relation, such as `128 characters` or `0 to 100`. */
function attributeDetails(attribute: Members): string {
  const text = (name: string) => cellText(attribute.get(name));
  const error = text('error');
  const elements = listOf(attribute.get('elements'));
  const hasFormat = !['', 'enum', text('type')].includes(text('format'));
  const parts = [
    error === '' ? '' : `error: ${excerpt(error, 80)}`,
    hasFormat ? text('format') : '',
    text('size') === '' ? '' : counted(Number(text('size')), 'characters'),
    elements === '' ? '' : `enum: ${elements}`,
    boundsOf(attribute),
    relationOf(text),
    text('encrypt') === 'true' ? 'encrypted' : '',
  ];
  return parts.filter((part) => part !== '').join('; ');
}

const listOf = (value: string | undefined): string =>
  value !== undefined && kindOf(value) === 'array' ? [...items(value)].map(cellText).join(', ') : '';

function boundsOf(attribute: Members): string {
  const [min, max] = ['min', 'max'].map((name) => {
    const text = cellText(attribute.get(name));
    return text === '' || Math.abs(Number(text)) >= maxBound ? undefined : text;
  });
  if (min !== undefined && max !== undefined) return `${min} to ${max}`;
  if (min !== undefined) return `at least ${min}`;
  return max === undefined ? '' : `at most ${max}`;
}

function relationOf(text: (name: string) => string): string {
  const related = text('relatedCollection') || text('relatedTable');
  if (related === '') return '';
  const twoWay = text('twoWay') === 'true' ? `, two-way as ${text('twoWayKey')}` : '';
  const side = text('side') === 'child' ? ', child' : '';
  const onDelete = text('onDelete') === '' ? '' : `, on delete ${text('onDelete')}`;
  return `${text('relationType')} ${related}${twoWay}${side}${onDelete}`;
}
