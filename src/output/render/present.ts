/** Values of the API in the words of people, for terminals only. */
import { wordsOfBoolean } from '../../api/models/boolean-words.ts';
import type { FieldForm, Model } from '../../api/models/model.ts';
import { modelOf } from '../../api/models.ts';
import type { ApiVersion } from '../../api/versions.ts';
import { items, kindOf, members } from '../../lib/json/slices.ts';
import { decimalBytes, durationText, relativeTime } from '../../lib/text/quantities.ts';
import { excerpt, visible } from '../../lib/text/visible.ts';
import { cellText } from '../page.ts';
import type { ViewModel } from '../types.ts';
import { exactLines, isDate, screenCell, screenLines, shortDate } from './cell.ts';
import { derivedText } from './derived.ts';

/** Style of a date: `2026-11-26 19:03`, with `(2 days ago)`, and with the time zone before that. */
export type DateStyle = 'short' | 'relative' | 'full';

export interface PresenterOptions {
  /** In ms since the Unix epoch. */
  readonly now: number;
  /** True if members without a field are the user's own, so that even their dates stay as they are stored. */
  readonly isExact?: boolean;
  /** True if the user has asked for these members by name. */
  readonly showsSecrets: boolean;
}

/** Stands for a value that a terminal shows only if the user names its field. */
const mask = '••••';

/**
 * Tells how values are shown. Only the fields of a model are put in words; what users have defined, such as attributes
 * of documents and preferences, stays as it is stored.
 */
export class Presenter {
  readonly model: Model | undefined;
  readonly #isExact: boolean;
  readonly #version: ApiVersion | undefined;
  readonly #now: number;
  readonly #showsSecrets: boolean;

  constructor(
    view: ViewModel | undefined,
    { now, isExact = view !== undefined, showsSecrets }: PresenterOptions,
  ) {
    this.model = view && modelOf(view.name, view.version);
    this.#version = view?.version;
    this.#now = now;
    this.#isExact = isExact;
    this.#showsSecrets = showsSecrets;
  }

  /** True for documents and rows, whose members are mostly the user's own. */
  get #isDocument(): boolean {
    const { fields = {} } = this.model ?? {};
    return '$collectionId' in fields || '$tableId' in fields;
  }

  /** Returns the presenter of the object in a member, or of the objects of its list. */
  part(name: string): Presenter {
    const part = this.model?.parts[name];
    const view = part && this.#version ? { name: part, version: this.#version } : undefined;
    return new Presenter(view, {
      now: this.#now,
      isExact: this.model !== undefined,
      showsSecrets: this.#showsSecrets,
    });
  }

  /** True if a member is a date of the model. */
  isDate(path: string): boolean {
    return this.#field(path).form === 'date';
  }

  /** True if a value is masked: a secret that is no more than a part of the answer. */
  isMasked(path: string, value: string | undefined): boolean {
    if (this.#showsSecrets || value === undefined || isEmpty(value)) return false;
    return this.#field(path).form === 'secret';
  }

  /**
   * Returns the text of a table's cell.
   * @param row its members, for columns that are derived from several
   */
  cell(
    path: string,
    value: string | undefined,
    { style, row }: { readonly style: DateStyle; row(): ReadonlyMap<string, string> },
  ): string {
    if (value === undefined) return (this.model && derivedText(this.model.name, path, row)) || '-';
    // A document may hold an empty text on purpose; in a field of the API it means that there is none.
    if (isEmpty(value) && this.#field(path).isKnown) return '-';
    return this.#words(path, value, style) ?? screenCell(value);
  }

  /** Returns the lines of a member of an object. Nothing in them is shortened. */
  lines(path: string, value: string): readonly string[] {
    const words = this.#words(path, value, 'full');
    if (words !== undefined) return [words];
    return this.#isExact && !this.#field(path).isKnown ? exactLines(value) : screenLines(value);
  }

  /**
   * Returns a related document in one line: its ID and the attribute that names it.
   * @returns undefined if the value is no document
   */
  related(value: string): string | undefined {
    if (!this.#isDocument || kindOf(value) !== 'object') return undefined;
    const object = members(value);
    const isDocument = object.has('$id') && (object.has('$collectionId') || object.has('$tableId'));
    if (!isDocument) return undefined;
    const id = cellText(object.get('$id'));
    const name = nameOf(object);
    return visible(name === undefined ? id : `${id} (${name})`);
  }

  #words(path: string, value: string, style: DateStyle): string | undefined {
    const { name, form, isBoolean } = this.#field(path);
    const kind = kindOf(value);
    if (isBoolean && kind === 'boolean') return wordsOfBoolean(name)[value.trim() === 'true' ? 0 : 1];
    if (form === 'date' && kind === 'string' && isDate(value)) return this.#date(value, style);
    if (this.isMasked(path, value)) return mask;
    if (form !== undefined && kind === 'number') return quantity(Number(value), form);
    return kind === 'array' ? this.#relatedList(value) : this.related(value);
  }

  #relatedList(value: string): string | undefined {
    if (!this.#isDocument || isEmpty(value)) return undefined;
    const lines = [...items(value)].map((item) => this.related(item));
    return lines.includes(undefined) ? undefined : lines.join(', ');
  }

  #date(value: string, style: DateStyle): string {
    const text = shortDate(value);
    if (style === 'short') return text;
    const age = relativeTime(Date.parse(cellText(value)), this.#now);
    return `${text}${style === 'full' ? ' UTC' : ''} (${age})`;
  }

  /** Finds the field of a path such as `target.expired`. */
  #field(path: string): Field {
    const { fields = {}, forms = {}, parts = {} } = this.model ?? {};
    if (Object.hasOwn(fields, path))
      return { name: path, form: forms[path], isBoolean: fields[path] === 'boolean', isKnown: true };
    const dot = path.indexOf('.');
    const head = path.slice(0, dot);
    if (dot > 0 && Object.hasOwn(parts, head)) return this.part(head).#field(path.slice(dot + 1));
    const form = isApiDate(path) ? 'date' : undefined;
    return { name: path, form, isBoolean: false, isKnown: false };
  }
}

interface Field {
  readonly name: string;
  readonly form: FieldForm | undefined;
  readonly isBoolean: boolean;
  readonly isKnown: boolean;
}

/** Names that the API keeps for itself, in whatever object they are. */
const isApiDate = (name: string) => name === '$createdAt' || name === '$updatedAt';

/** True for `null`, `""`, `[]` and `{}`. */
export function isEmpty(value: string): boolean {
  const text = value.trim();
  if (text === 'null' || text === '""') return true;
  return /^[[{]\s*[\]}]$/.test(text);
}

function quantity(value: number, form: FieldForm): string | undefined {
  switch (form) {
    case 'bytes':
      return decimalBytes(value);
    case 'megabytes':
      return `${value} MB`;
    case 'seconds':
      return durationText(value);
    case 'milliseconds':
      return `${value} ms`;
    default:
      return undefined;
  }
}

const namingAttributes = ['name', 'title', 'label', 'key', 'email', 'slug'];

/** Returns the text that names a document: of an attribute that usually does, or else of its first text. */
function nameOf(object: ReadonlyMap<string, string>): string | undefined {
  const own = [...object.keys()].filter((name) => !name.startsWith('$'));
  for (const name of [...namingAttributes, ...own]) {
    const value = object.get(name);
    const text = value !== undefined && kindOf(value) === 'string' ? excerpt(cellText(value), 60) : '';
    if (text !== '') return text;
  }
  return undefined;
}
