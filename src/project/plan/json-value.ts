/** Strict reading of JSON values into types, for saved plans. Errors name the place of a value. */
import { usageError } from '../../errors.ts';
import { decodeString, items, kindOf, members } from '../../lib/json/slices.ts';

/** A JSON value and the way to it. */
export class JsonValue {
  /** Valid JSON. */
  readonly text: string;
  /** Such as `actions[3].op`; empty for the whole. */
  readonly place: string;

  constructor(text: string, place: string) {
    this.text = text.trim();
    this.place = place;
  }

  get kind() {
    return kindOf(this.text);
  }

  members(): ReadonlyMap<string, JsonValue> {
    if (this.kind !== 'object') this.refuse('must be an object');
    const prefix = this.place === '' ? '' : `${this.place}.`;
    const found = [...members(this.text)];
    return new Map(found.map(([name, text]) => [name, new JsonValue(text, prefix + name)]));
  }

  items(): JsonValue[] {
    if (this.kind !== 'array') this.refuse('must be a list');
    return [...items(this.text)].map((text, at) => new JsonValue(text, `${this.place}[${at}]`));
  }

  string(): string {
    return this.kind === 'string' ? decodeString(this.text) : this.refuse('must be text');
  }

  /** @throws CliError exit 2 that names the place */
  refuse(problem: string): never {
    throw usageError(
      `the plan can't be used: ${this.place === '' ? 'it' : this.place} ${problem}`,
      'a saved plan is applied as it was made; make a new one with appwrite-cli plan --json -o plan.json',
    );
  }
}

/** @throws CliError exit 2 for a value of another form */
export type Read<Value> = (value: JsonValue) => Value;

export const text: Read<string> = (value) => value.string();

/** Reads one of these texts. */
export const word =
  <const Word extends string>(...words: readonly Word[]): Read<Word> =>
  (value) => {
    const given = value.string();
    return words.find((each) => each === given) ?? value.refuse(`must be ${words.join(' or ')}`);
  };

/** Reads a number of things. */
export const count: Read<number> = (value) =>
  /^\d{1,15}$/.test(value.text) ? Number(value.text) : value.refuse('must be a whole number');

export const listOf =
  <Item>(read: Read<Item>): Read<readonly Item[]> =>
  (value) =>
    value.items().map(read);

/** Reads an object as a map from any names. */
export const mapOf =
  <Item>(read: Read<Item>): Read<Readonly<Record<string, Item>>> =>
  (value) =>
    Object.fromEntries([...value.members()].map(([name, member]) => [name, read(member)]));

type Readers<Shape> = { readonly [Name in keyof Shape]-?: Read<Exclude<Shape[Name], undefined>> };

/** Reads an object with these members and no others. @param optional members that may be missing */
export const objectOf =
  <Shape extends object>(readers: Readers<Shape>, ...optional: readonly (keyof Shape)[]): Read<Shape> =>
  (value) => {
    const found = value.members();
    for (const name of found.keys())
      if (!Object.hasOwn(readers, name)) value.refuse(`has an unknown member "${name}"`);
    const names = Object.keys(readers) as (keyof Shape & string)[];
    const entries = names.flatMap((name) => {
      const member = found.get(name);
      if (member !== undefined) return [[name, readers[name](member)]];
      return optional.includes(name) ? [] : value.refuse(`has no "${name}"`);
    });
    // Every name has been read by the reader of its type.
    return Object.fromEntries(entries) as Shape;
  };

/** Reads an object whose member decides which one it is. */
export const unionOf =
  <Value extends object>(name: string, readers: Readonly<Record<string, Read<Value>>>): Read<Value> =>
  (value) => {
    const tag = value.members().get(name) ?? value.refuse(`has no "${name}"`);
    return readers[word(...Object.keys(readers))(tag)]!(value);
  };
