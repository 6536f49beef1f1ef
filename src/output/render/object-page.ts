/** One object as a page for a terminal: scalars in two columns, nested values as sections and small tables. */
import { items, kindOf, members } from '../../lib/json/slices.ts';
import { maxSparkWidth, mergeTo, sparkline } from '../draw/charts.ts';
import type { Pair, Section, SmallTable } from '../draw/page.ts';
import type { PairValue } from '../draw/pairs.ts';
import { columnTitles } from '../labels.ts';
import { cellText } from '../page.ts';
import { screenCell, shortDate, tableCell } from './cell.ts';
import { isEmpty, type Presenter } from './present.ts';

/** A member of an object: its name and its JSON text; undefined if a path of `--fields` leads nowhere. */
export type Member = readonly [name: string, value: string | undefined];

export interface ObjectPage {
  readonly sections: readonly Section[];
  /** Number of members that are left out because they are empty. */
  readonly emptyCount: number;
  /** Names of the members whose values are masked. */
  readonly masked: readonly string[];
}

export interface PageOptions {
  readonly presenter: Presenter;
  /** True to show empty members too, and all columns of tables. */
  readonly allFields: boolean;
  /** True to keep the order of the members: the user has chosen them. */
  readonly isChosen: boolean;
  /** True if the terminal shows blocks. */
  readonly unicode: boolean;
}

/** Deeper values are shown as JSON. */
const maxDepth = 2;

/** Builds the page of an object. */
export function objectPage(shown: readonly Member[], options: PageOptions): ObjectPage {
  const builder = new PageBuilder(options);
  const ordered = options.isChosen ? shown : inReadingOrder(shown, options.presenter);
  return { sections: builder.page(ordered), emptyCount: builder.emptyCount, masked: [...builder.masked] };
}

class PageBuilder {
  emptyCount = 0;
  readonly masked = new Set<string>();
  /** The member of the page that is being shown. */
  #top = '';
  readonly #presenter: Presenter;
  readonly #allFields: boolean;
  readonly #isChosen: boolean;
  readonly #unicode: boolean;

  constructor({ presenter, allFields, isChosen, unicode }: PageOptions) {
    this.#unicode = unicode;
    this.#presenter = presenter;
    this.#allFields = allFields;
    this.#isChosen = isChosen;
  }

  /** Returns the sections of a page; pairs that follow each other share one without a title. */
  page(shown: readonly Member[]): Section[] {
    const sections: Section[] = [];
    let pairs: Pair[] = [];
    const id = shown.find(([name]) => name === '$id')?.[1];
    for (const [name, value] of shown) {
      this.#top = name;
      const part = this.#part(name, value, this.#presenter, { depth: 1, parentId: id });
      if (!part) continue;
      if ('title' in part) {
        if (pairs.length > 0) sections.push({ pairs });
        pairs = [];
        sections.push(part);
      } else pairs.push(part.pair);
    }
    return pairs.length > 0 ? [...sections, { pairs }] : sections;
  }

  #part(
    name: string,
    value: string | undefined,
    presenter: Presenter,
    { depth, parentId }: { readonly depth: number; readonly parentId: string | undefined },
  ): (Section & { readonly title: string }) | { readonly pair: Pair } | undefined {
    if (value === undefined || isEmpty(value)) {
      if (this.#allFields || this.#isChosen) return { pair: [name, plain(screenCell(value))] };
      this.emptyCount++;
      return undefined;
    }
    const isMasked = presenter.isMasked(name, value);
    if (isMasked) this.masked.add(this.#top);
    if (isMasked || isScalar(value)) return { pair: [name, plain(...presenter.lines(name, value))] };
    const kind = kindOf(value);
    const list = kind === 'array' ? [...items(value)] : [value];
    const related = list.map((item) => presenter.related(item));
    if (related.every((line) => line !== undefined)) return { pair: [name, plain(...related)] };
    if (kind === 'object') return this.#object(name, value, presenter, depth);
    if (list.every(isScalar)) return { pair: [name, scalars(name, list)] };
    const isTable = list.every((item) => kindOf(item) === 'object') && depth <= maxDepth;
    if (!isTable) return { pair: [name, json(value)] };
    if (presenter.model?.parts[name] === 'metric' && !this.#allFields && !this.#isChosen)
      return { pair: [name, plain(metricLine(list, this.#unicode))] };
    const table = this.#table(list, presenter.part(name), parentId);
    return { title: `${name} (${list.length})`, table };
  }

  #object(name: string, value: string, presenter: Presenter, depth: number) {
    if (depth > maxDepth) return { pair: [name, json(value)] as const };
    const pairs: Pair[] = [];
    const sections: Section[] = [];
    const inner = presenter.part(name);
    for (const [member, text] of members(value)) {
      const part = this.#part(member, text, inner, { depth: depth + 1, parentId: undefined });
      if (!part) continue;
      if ('title' in part) sections.push(part);
      else pairs.push(part.pair);
    }
    return pairs.length + sections.length > 0 ? { title: name, pairs, sections } : undefined;
  }

  /** @param parentId JSON text of the ID of the object that holds the list, which its items need not repeat */
  #table(list: readonly string[], presenter: Presenter, parentId: string | undefined): SmallTable {
    const rows = list.map((item) => members(item));
    const every = [...new Set(rows.flatMap((row) => [...row.keys()]))];
    const { screenColumns = [] } = presenter.model ?? {};
    const chosen = this.#allFields || screenColumns.length === 0 ? every : screenColumns;
    const cells = new Map(
      datesLast(chosen, presenter).map((path) => [
        path,
        rows.map((object) => {
          const value = object.get(path);
          if (presenter.isMasked(path, value)) this.masked.add(this.#top);
          if (value !== undefined && isEmpty(value)) return '';
          const text = presenter.cell(path, value, { style: 'short', row: () => object });
          return text === '-' ? '' : text;
        }),
      ]),
    );
    const repeats = (path: string) =>
      parentId !== undefined && rows.every((row) => row.get(path) === parentId) && path !== '$id';
    const paths = [...cells.keys()].filter(
      (path) => this.#allFields || (cells.get(path)!.some((text) => text !== '') && !repeats(path)),
    );
    return {
      titles: columnTitles(paths),
      paths,
      rows: rows.map((_, index) => paths.map((path) => cells.get(path)![index]!)),
    };
  }
}

/** Returns the paths with the model's dates at the end. */
export function datesLast(paths: readonly string[], presenter: Presenter): string[] {
  return [
    ...paths.filter((path) => !presenter.isDate(path)),
    ...paths.filter((path) => presenter.isDate(path)),
  ];
}

/** Members that identify an object, before all others. */
const identity = ['$id', 'id', 'key', 'name', 'title', 'label', 'email'];
const isPermissions = (name: string) => name === '$permissions';

/** Ranks after those of the members that come first. */
const ranks = { pair: 1000, section: 1001, ofApi: 1002, permissions: 1003, date: 1004, dateOfApi: 1005 };

/**
 * Orders members for reading: what identifies the object, what its table shows, the others in the server's order,
 * sections, what the API adds to each document, permissions, and dates.
 */
function inReadingOrder(shown: readonly Member[], presenter: Presenter): Member[] {
  const { columns = [], fields = {} } = presenter.model ?? {};
  // An object of this program's own has its members in order.
  const isOfApi = presenter.model !== undefined || shown.some(([name]) => name === '$id');
  const first = isOfApi ? [...identity, ...columns] : [];
  const rankOf = ([name, value]: Member): number => {
    if (presenter.isDate(name)) return name.startsWith('$') ? ranks.dateOfApi : ranks.date;
    if (isPermissions(name)) return ranks.permissions;
    const place = first.indexOf(name);
    const isPair = value === undefined || !isSection(value, presenter);
    if (place !== -1 && isPair) return place;
    if (name.startsWith('$') && name in fields) return ranks.ofApi;
    return isPair ? ranks.pair : ranks.section;
  };
  return shown
    .map((member) => ({ member, rank: rankOf(member) }))
    .sort((one, other) => one.rank - other.rank)
    .map(({ member }) => member);
}

const isScalar = (value: string) => !['object', 'array'].includes(kindOf(value));

/** True if a value may become a section instead of a pair. */
function isSection(value: string, presenter: Presenter): boolean {
  const kind = kindOf(value);
  if (isEmpty(value) || isScalar(value)) return false;
  if (kind === 'object') return presenter.related(value) === undefined;
  return [...items(value)].some((item) => !isScalar(item) && presenter.related(item) === undefined);
}

const plain = (...lines: string[]): PairValue => ({ lines, isJson: false });
const json = (value: string): PairValue => ({ lines: [tableCell(value)], isJson: true });

/** Returns values over time in one line. */
function metricLine(list: readonly string[], unicode: boolean): string {
  const points = list.map((item) => members(item));
  const values = points.map((point) => Number(cellText(point.get('value'))) || 0);
  const dates = [points.at(0), points.at(-1)].map((point) => shortDate(point?.get('date') ?? '""'));
  const isDaily = dates.every((date) => date.endsWith(' 00:00'));
  const [from, to] = dates.map((date) => (isDaily ? date.slice(0, 10) : date));
  const { values: merged } = mergeTo(values, maxSparkWidth, (some) => Math.max(...some));
  const peak = Math.max(...values);
  return `${sparkline(merged, unicode)}  ${peak} at most, ${from} to ${to}`;
}

const maxInlineWidth = 60;
/** Items with spaces, quotes or commas, such as `read("user:ann")`, are hard to tell apart in one line. */
const isWord = (text: string) => /^[^\s,"]+$/.test(text);

/** Returns a list of scalars: in one line if it is short, permissions and long items in a line each. */
function scalars(name: string, list: readonly string[]): PairValue {
  const texts = list.map((item) => tableCell(item));
  const isInline =
    !isPermissions(name) && texts.every((text, index) => isWord(text) && cellText(list[index]) !== '');
  const joined = texts.join(', ');
  const areShort = texts.every(({ length }) => length <= 24);
  if (isInline && (joined.length <= maxInlineWidth || areShort)) return plain(joined);
  return plain(...texts.map((text) => (text === '' ? '""' : text)));
}
