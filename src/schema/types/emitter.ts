/** The interface of an emitter: one for each language, a pure function from the named schema to the text of a file. */
import type { Collection, Field, Schema } from '../model.ts';

/** A collection with the names that its types have in the output. */
export interface NamedCollection extends Collection {
  /** Unique in the output, and an identifier in the language. */
  readonly typeName: string;
  readonly fields: readonly NamedField[];
}

export interface NamedField extends Field {
  /**
   * Name of the member. The key itself in languages that take any text; else an identifier in the style of the language,
   * unique in its collection, with reserved words escaped. Equal to the key if no mapping is needed.
   */
  readonly memberName: string;
  /** Of an enum: the name of its type, unique in the output. */
  readonly enumName: string | undefined;
  /**
   * Of a relationship: the collection that it leads to, undefined if that is not in the output. Then the type to write is
   * the ID; what is read is still a document, of which only the system fields are known.
   */
  readonly related: NamedCollection | undefined;
}

export interface EmitterOptions {
  /** Dates as text, as the API sends them, or as the language's own type. */
  readonly dates: 'string' | 'date';
  /** Items of arrays that may be null, as servers accept them. */
  readonly nullableItems: boolean;
  /** Required fields may be null too: documents older than the field have null. */
  readonly nullableRequired: boolean;
  /** Of several forms of a language: `type` in TypeScript, `dataclass` in Python. The first of the language if not given. */
  readonly style: string | undefined;
  /** Package whose base types are extended. */
  readonly sdk: 'node-appwrite' | undefined;
  /** Integers beyond 2^53 are bigints in TypeScript, for users of a JSON parser that keeps their digits. */
  readonly bigint: boolean;
}

/** An option that not every language has. */
export type OptionName = Exclude<keyof EmitterOptions, 'style'>;

export interface EmitterInput {
  readonly schema: Schema;
  /** In the order of the source. */
  readonly collections: readonly NamedCollection[];
  /** Lines for the head of the file, without the marks of a comment. */
  readonly header: readonly string[];
  readonly options: EmitterOptions;
}

export interface Emitter {
  /** Value of `--lang`. */
  readonly name: string;
  /** Name of the language for people. */
  readonly title: string;
  /** Name of the output file if the user names none, such as `appwrite.ts`. */
  readonly fileName: string;
  readonly spelling: Spelling;
  /** Values of `--style`; the first is the default. */
  readonly styles?: readonly string[];
  /** Options that it heeds; a command refuses the others. By default those about dates and null. */
  readonly options?: readonly OptionName[];
  /** Returns the text of the file. */
  emit(input: EmitterInput): string;
}

/** Rules of a language for names. */
export interface Spelling {
  /** Letters of identifiers: of all scripts, or A to Z only. */
  readonly letters: 'unicode' | 'ascii';
  /** Characters that identifiers begin with, if not any letter or `_`: in Go, a capital letter makes a name public. */
  readonly initial?: RegExp;
  /** Set if the output has no types, so that those of two collections may have the same name. */
  readonly types?: 'unused';
  /** Words that can't be names of types: keywords, and types that the output uses. */
  readonly reservedTypes: ReadonlySet<string>;
  /** Further names of types that a collection gives rise to, such as `ProductCreate`. `{}` stands for its own name. */
  readonly derivedTypes: readonly string[];
  /** Style of members; `verbatim`: any text is a name. */
  readonly members: 'verbatim' | 'camel' | 'snake' | 'pascal';
  /** Words that can't be members. */
  readonly reservedMembers: ReadonlySet<string>;
  /** Makes a member of a reserved word; by default it gets a final `_`. */
  readonly escapeMember?: (word: string) => string;
}
