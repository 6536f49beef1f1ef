/** The catalogue's vocabulary for parameters: what each accepts, without its place in an operation. Pure data. */

import { type ApiVersion, existsIn, isAtLeast, type Lifetime, wordsIn } from './versions.ts';

export type ParamType = 'string' | 'integer' | 'number' | 'boolean' | 'array' | 'object' | 'binary';

/** Type of the items of an array; `any` for an array that is one value, such as the coordinates of a line. */
export type ItemType = 'integer' | 'object' | 'any';

/** Published: the API's description marks it as secret. Own: only this program does. */
type Secret = 'published' | 'own';

/** Definition of a parameter, without its name and location. */
export interface ParamFacts {
  readonly type: ParamType;
  /** Type that the API's description names, if it takes others as well. */
  readonly publishedType?: ParamType;
  readonly help: string;
  readonly required?: boolean;
  /** JSON null is a distinct value, written `--no-…`. */
  readonly nullable?: boolean;
  /** Set if the value is a secret: masked in all output, and read from stdin (`-`) or a file (`--…-file`) too. */
  readonly secret?: Secret;
  /** True if the API's description marks it as secret, although its value is none, such as a yes or no. */
  readonly publishedAsSecret?: boolean;
  /** An ID that the server makes if the user gives none. */
  readonly newId?: boolean;
  /** An empty text is left out: the server refuses it, and clears what it is not given. */
  readonly clearable?: boolean;
  /** `@path` reads a file. Objects always do. */
  readonly readsFile?: boolean;
  readonly enum?: readonly string[];
  /** Choices of other versions, with the marks that name the versions. */
  readonly otherChoices?: readonly string[];
  /** True for choices that newer servers add to, such as runtimes. */
  readonly extensible?: boolean;
  /** Set if servers from a version on ignore the parameter without an error, whatever version the request speaks. */
  readonly ignored?: { readonly since: ApiVersion; readonly instead: string };
  readonly default?: string | number | boolean;
  /** A fixed date is no distance from now, and no word: it stays the same for all who read it. */
  readonly format?: 'url' | 'date' | 'fixedDate';
  /** For whole numbers: what they count. Then they are written with other units too, such as `5GiB` or `15m`. */
  readonly unit?: 'bytes' | 'seconds';
  /** Type that newer versions take, if it is another one. */
  readonly laterType?: ParamType;
  readonly min?: number;
  readonly max?: number;
  readonly minLength?: number;
  readonly maxLength?: number;
  readonly maxItems?: number;
  readonly itemMaxLength?: number;
  /** For arrays: true if no item can hold a comma, so that one word may list several. */
  readonly commaSeparated?: boolean;
  /** For arrays; text if it is absent. */
  readonly itemType?: ItemType;
  /** For `queries`: attributes that can be filtered and sorted; absent if the collection decides. */
  readonly filterable?: readonly string[];
  /** For `queries`: the only methods that the server accepts; absent if it accepts all. */
  readonly queryMethods?: readonly string[];
}

/** The versions that have a parameter, and what it became in them. */
interface History extends Lifetime {
  readonly changes?: readonly (readonly [since: ApiVersion, change: (param: ParamSpec) => ParamSpec])[];
}

type Changes = NonNullable<History['changes']>;

const afterAll = (param: ParamSpec, changes: Changes): ParamSpec =>
  changes.reduce<ParamSpec>((changed, [, change]) => change(changed), param);

/** Builder of a parameter; every method returns a new one. */
export class ParamSpec {
  /** As the first version has it. Its choices and filterable attributes carry their versions with them (`wordsIn`). */
  readonly facts: ParamFacts;
  readonly #history: History;

  constructor(facts: ParamFacts, history: History = {}) {
    this.facts = facts;
    this.#history = history;
  }

  private with(facts: Partial<ParamFacts>): ParamSpec {
    return new ParamSpec({ ...this.facts, ...facts }, this.#history);
  }

  /** @param version first version that has it */
  since(version: ApiVersion): ParamSpec {
    return new ParamSpec(this.facts, { ...this.#history, since: version });
  }

  /** @param version first version that no longer has it */
  until(version: ApiVersion): ParamSpec {
    return new ParamSpec(this.facts, { ...this.#history, until: version });
  }

  /**
   * Says what it is from a version on. Several changes stand in the order of their versions.
   * @param change receives the parameter as the versions before have it
   */
  changedIn(version: ApiVersion, change: (param: ParamSpec) => ParamSpec): ParamSpec {
    const { changes = [] } = this.#history;
    return new ParamSpec(this.facts, { ...this.#history, changes: [...changes, [version, change]] });
  }

  /** Returns what a version makes of it; undefined if that version lacks it. */
  at(version: ApiVersion): ParamFacts | undefined {
    const { changes = [] } = this.#history;
    if (!existsIn(this.#history, version)) return undefined;
    const reached = changes.filter(([since]) => isAtLeast(version, since));
    const { facts } = afterAll(this, reached);
    const latest = afterAll(this, changes).facts.type;
    return {
      ...facts,
      ...(latest !== facts.type && { laterType: latest }),
      ...(facts.enum && choicesIn(facts.enum, version)),
      ...(facts.filterable && { filterable: wordsIn(facts.filterable, version) }),
    };
  }

  /** True if the first version that has it comes after `version`. */
  isLaterThan(version: ApiVersion): boolean {
    const { since } = this.#history;
    return since !== undefined && !isAtLeast(version, since);
  }

  get required(): ParamSpec {
    return this.with({ required: true });
  }

  get optional(): ParamSpec {
    return this.with({ required: false });
  }

  get nullable(): ParamSpec {
    return this.with({ nullable: true });
  }

  get secret(): ParamSpec {
    return this.with({ secret: 'published' });
  }

  /** A secret that the API's description does not mark, such as the value of a variable. */
  get ownSecret(): ParamSpec {
    return this.with({ secret: 'own' });
  }

  /** The API's description marks it as secret for its name, although its value is none. */
  get publishedAsSecret(): ParamSpec {
    return this.with({ publishedAsSecret: true });
  }

  get clearable(): ParamSpec {
    return this.with({ clearable: true });
  }

  get readsFile(): ParamSpec {
    return this.with({ readsFile: true });
  }

  get url(): ParamSpec {
    return this.with({ format: 'url' });
  }

  /** For whole numbers that count bytes. */
  get bytes(): ParamSpec {
    return this.with({ unit: 'bytes' });
  }

  /** For whole numbers that count seconds. */
  get seconds(): ParamSpec {
    return this.with({ unit: 'seconds' });
  }

  /** A point in time. */
  get date(): ParamSpec {
    return this.with({ format: 'date' });
  }

  /** A date that is stored to be used later, as a default. */
  get fixedDate(): ParamSpec {
    return this.with({ format: 'fixedDate' });
  }

  /** Maximum length, in characters. */
  max(maxLength: number): ParamSpec {
    return this.with({ maxLength });
  }

  /** Minimum length, in characters. */
  min(minLength: number): ParamSpec {
    return this.with({ minLength });
  }

  /** Inclusive range. */
  range(min: number, max: number): ParamSpec {
    return this.with({ min, max });
  }

  oneOf(choices: readonly string[]): ParamSpec {
    return this.with({ enum: choices });
  }

  /** Choices that newer servers add to: unknown ones are refused only if the server's version is known. */
  oneOfSome(choices: readonly string[]): ParamSpec {
    return this.with({ enum: choices, extensible: true });
  }

  /** Replaces the help, for a change of what it says. */
  saying(help: string): ParamSpec {
    return this.with({ help });
  }

  /**
   * For what newer servers ignore without an error: a line that gives it is refused if the server is one of them.
   * @param instead advice for the hint, such as a command
   */
  ignoredSince(since: ApiVersion, instead: string): ParamSpec {
    return this.with({ ignored: { since, instead } });
  }

  /** @param type that the API's description names, although the server takes others as well */
  publishedAs(type: ParamType): ParamSpec {
    return this.with({ publishedType: type });
  }

  /** For arrays: maximum number of items, and maximum length of each. */
  items(maxItems: number, itemMaxLength?: number): ParamSpec {
    return this.with(itemMaxLength === undefined ? { maxItems } : { maxItems, itemMaxLength });
  }

  /** For arrays of items that can't hold a comma, such as IDs: `a,b` is two of them. */
  get commaSeparated(): ParamSpec {
    return this.with({ commaSeparated: true });
  }

  /** Without the limits of `items`. */
  get unlimited(): ParamSpec {
    const { maxItems: _, itemMaxLength: __, ...facts } = this.facts;
    return new ParamSpec(facts, this.#history);
  }

  /** For arrays of anything but text. */
  of(itemType: ItemType): ParamSpec {
    return this.with({ itemType });
  }

  /** Returns the same with its help and the names of its attributes in other words. */
  inWords(say: (text: string) => string): ParamSpec {
    const { help, filterable } = this.facts;
    return this.with({ help: say(help), ...(filterable && { filterable: filterable.map(say) }) });
  }

  /** The server's default. It is shown in help, never sent. */
  default(value: string | number | boolean): ParamSpec {
    return this.with({ default: value });
  }
}

function choicesIn(
  choices: readonly string[],
  version: ApiVersion,
): Pick<ParamFacts, 'enum' | 'otherChoices'> {
  const own = wordsIn(choices, version);
  const otherChoices = choices.filter((word) => wordsIn([word], version).length === 0);
  return { enum: own, ...(otherChoices.length > 0 && { otherChoices }) };
}

export const string = (help: string) => new ParamSpec({ type: 'string', help });
export const integer = (help: string) => new ParamSpec({ type: 'integer', help });
export const number = (help: string) => new ParamSpec({ type: 'number', help });
export const boolean = (help: string) => new ParamSpec({ type: 'boolean', help });
export const list = (help: string) => new ParamSpec({ type: 'array', help });
export const object = (help: string) => new ParamSpec({ type: 'object', help });
export const file = (help: string) => new ParamSpec({ type: 'binary', help }).required;
/** ID of the new resource; `unique()` by default, for which the server makes one. */
export const newId = (help: string) => new ParamSpec({ type: 'string', help, maxLength: 36, newId: true });

export type Params = Readonly<Record<string, ParamSpec>>;
