/** The file of `--scrub`: rules for the fields that get other values, by collection, in YAML or JSON. */
import { createHash } from 'node:crypto';
import { readFileSync } from 'node:fs';
import { type Document, isMap, isNode, isScalar, type Node, parseDocument, visit, type YAMLMap } from 'yaml';
import { CliError, ExitCode, usageError } from '../../errors.ts';
import { reasonOf } from '../../lib/files/fs-error.ts';
import { encodeJson } from '../../lib/json/raw.ts';
import { decodeString, kindOf } from '../../lib/json/slices.ts';
import { closestMatch } from '../../lib/text/suggest.ts';
import { type FileProblem, type Place, type SourceFile, shownPlace } from '../../project/model/state.ts';

/** Replacements that need nothing but their name. */
export const ruleWords = ['keep', 'null', 'hash', 'fake-email', 'fake-name', 'fake-phone'] as const;
export type RuleWord = (typeof ruleWords)[number];

/** Replacement of a value; a constant is compact JSON text. */
export type Rule = { readonly word: RuleWord } | { readonly word: 'constant'; readonly json: string };

export interface PlacedRule {
  readonly rule: Rule;
  readonly place: Place;
}

/** Rules by field. */
export type FieldRules = ReadonlyMap<string, PlacedRule>;

export interface CollectionRules {
  readonly databaseId: string;
  readonly collectionId: string;
  readonly place: Place;
  readonly fields: FieldRules;
}

export interface ScrubRules {
  /** By `database/collection`. */
  readonly collections: ReadonlyMap<string, CollectionRules>;
  /** Those of the file only; {@link userFields} has the others. */
  readonly users: FieldRules;
  readonly messages: FieldRules;
  /** SHA-256 of the text of the file, in hex. */
  readonly sha256: string;
}

interface OwnField {
  readonly default: Rule;
  readonly takes: readonly Rule['word'][];
  /** JSON kind of a constant. */
  readonly constant?: 'string' | 'object';
  readonly maxCharacters?: number;
}

/** Fields of users with rules of their own, which hold if the file has no other. */
export const userFields = {
  email: { default: { word: 'fake-email' }, takes: ['keep', 'null', 'fake-email'] },
  name: {
    default: { word: 'fake-name' },
    takes: ['keep', 'null', 'fake-name', 'hash', 'constant'],
    constant: 'string',
    maxCharacters: 128,
  },
  phone: { default: { word: 'fake-phone' }, takes: ['keep', 'null', 'fake-phone'] },
  prefs: { default: { word: 'null' }, takes: ['keep', 'null', 'constant'], constant: 'object' },
} as const satisfies Record<string, OwnField>;

const messageText = {
  default: { word: 'constant', json: '"scrubbed"' },
  takes: ['keep', 'constant'],
  constant: 'string',
} as const;

/** The same for messages. `data` are the data of a push message. */
export const messageFields = {
  subject: messageText,
  title: messageText,
  content: messageText,
  body: messageText,
  data: { default: { word: 'null' }, takes: ['keep', 'null', 'constant'], constant: 'object' },
} as const satisfies Record<string, OwnField>;

/**
 * Reads the file of `--scrub`.
 * @param path absolute
 * @param shown as the user gave it
 * @throws CliError exit 2 with all faults of the file
 */
export function readRules(path: string, shown: string): ScrubRules {
  try {
    return parseRules({ path: shown, text: readFileSync(path, 'utf8') });
  } catch (error) {
    if (error instanceof CliError) throw error;
    throw usageError(`--scrub: ${shown} can't be read: ${reasonOf(error)}`);
  }
}

/** Reads the text of such a file. @throws CliError exit 2 with all faults */
export function parseRules(source: SourceFile): ScrubRules {
  const reader = new RulesReader(source);
  const rules = reader.read();
  refuseRules(reader.problems);
  return rules;
}

/** Maximum number of faults that an error lists. */
const maxListed = 20;

/** @throws CliError exit 2 if there are problems */
export function refuseRules(problems: readonly FileProblem[]): void {
  const [first, ...others] = problems
    .toSorted((a, b) => a.place.offset - b.place.offset)
    .map(({ place, message }) => `${shownPlace(place)}: ${message}`);
  if (first === undefined) return;
  const more = others.length - maxListed;
  const listed = [...others.slice(0, maxListed), ...(more > 0 ? [`and ${more} more`] : [])].join('\n');
  throw new CliError(ExitCode.usage, first, {
    ...(others.length > 0 && { excerpt: listed }),
    hint: 'nothing was read or sent; correct the file of --scrub',
  });
}

class RulesReader {
  readonly problems: FileProblem[] = [];
  readonly #source: SourceFile;
  readonly #document: Document.Parsed;

  constructor(source: SourceFile) {
    this.#source = source;
    this.#document = parseDocument(source.text, { intAsBigInt: true, prettyErrors: false });
  }

  read(): ScrubRules {
    const collections = new Map<string, CollectionRules>();
    let users: FieldRules = new Map();
    let messages: FieldRules = new Map();
    for (const { name, place, value } of this.#sections()) {
      const [databaseId = '', collectionId = '', ...rest] = name.split('/');
      if (name === 'users') users = this.#ownFields(value, place, name, userFields);
      else if (name === 'messages') messages = this.#ownFields(value, place, name, messageFields);
      else if (databaseId !== '' && collectionId !== '' && rest.length === 0) {
        const fields = this.#fields(value, place, name);
        collections.set(name, { databaseId, collectionId, place, fields });
      } else
        this.#refuse(
          place,
          `"${name}" is neither users nor messages nor a collection, such as main/customers`,
        );
    }
    const sha256 = createHash('sha256').update(this.#source.text).digest('hex');
    return { collections, users, messages, sha256 };
  }

  #sections(): readonly Member[] {
    const { errors, contents } = this.#document;
    const [error] = errors;
    if (error) this.#refuse(this.#at(error.pos[0]), `it is neither YAML nor JSON: ${error.message}`);
    // An alias may lead to what it is a part of.
    visit(this.#document, {
      Alias: (_, node) => this.#refuse(this.#atNode(node), 'aliases are not supported'),
    });
    if (this.problems.length > 0) return [];
    if (isMap(contents)) return this.#members(contents);
    this.#refuse(this.#at(0), 'rules are an object by collection; {} is one without any');
    return [];
  }

  #ownFields(
    value: Node | null,
    place: Place,
    section: string,
    known: Readonly<Record<string, OwnField>>,
  ): FieldRules {
    const fields = this.#fields(value, place, section);
    for (const [name, { rule, place: at }] of fields) {
      const field = Object.hasOwn(known, name) ? known[name] : undefined;
      const problem = field
        ? ownProblem(name, field, rule)
        : `there are rules for ${Object.keys(known).join(', ')}, not for "${name}"`;
      if (problem) this.#refuse(at, `${section}: ${problem}`);
    }
    return fields;
  }

  #fields(value: Node | null, place: Place, section: string): FieldRules {
    if (!isMap(value)) {
      this.#refuse(place, `"${section}" must be an object with a rule for each field`);
      return new Map();
    }
    return new Map(
      this.#members(value).flatMap((member) => {
        const rule = this.#rule(member, section);
        return rule ? [[member.name, { rule, place: member.place }] as const] : [];
      }),
    );
  }

  #rule({ name, place, value }: Member, section: string): Rule | undefined {
    const constant = isMap(value) ? this.#members(value) : [];
    if (constant.length === 1 && constant[0]!.name === 'constant')
      return { word: 'constant', json: this.#json(constant[0]!.value) };
    const given = isScalar(value) ? value.value : undefined;
    // An empty value is null in YAML too, and more likely a rule that was forgotten.
    if (given === null && isScalar(value) && value.source !== '') return { word: 'null' };
    const word = ruleWords.find((each) => each === String(given).replace(' ', '-'));
    if (word !== undefined && typeof given === 'string') return { word };
    const guess = typeof given === 'string' ? closestMatch(given, ruleWords) : undefined;
    this.#refuse(
      place,
      `${section}: ${name} has no rule that is known${guess ? `; did you mean ${guess}?` : `: ${ruleWords.join(', ')}, or {constant: VALUE}`}`,
    );
    return undefined;
  }

  #members({ items }: YAMLMap): readonly Member[] {
    return items.flatMap(({ key, value }) => {
      const place = this.#atNode(key);
      if (isScalar(key) && typeof key.value === 'string')
        return [{ name: key.value, place, value: isNode(value) ? value : null }];
      this.#refuse(place, 'a name must be text');
      return [];
    });
  }

  /** An integer may have more digits than a double holds. */
  #json(node: Node | null): string {
    return encodeJson(node?.toJS(this.#document) ?? null);
  }

  #atNode(node: unknown): Place {
    return this.#at((isNode(node) && node.range?.[0]) || 0);
  }

  #at(offset: number): Place {
    return { source: this.#source, offset };
  }

  #refuse(place: Place, message: string): void {
    this.problems.push({ place, message });
  }
}

interface Member {
  readonly name: string;
  readonly place: Place;
  readonly value: Node | null;
}

function ownProblem(name: string, { takes, constant, maxCharacters }: OwnField, rule: Rule) {
  if (!takes.includes(rule.word)) return `${name} takes ${takes.map(shownWord).join(', ')}`;
  if (rule.word !== 'constant') return undefined;
  if (constant !== undefined && kindOf(rule.json) !== constant)
    return `${name} takes a constant that is ${constant === 'string' ? 'text' : 'an object'}`;
  return maxCharacters !== undefined && [...decodeString(rule.json)].length > maxCharacters
    ? `${name} takes at most ${maxCharacters} characters`
    : undefined;
}

const shownWord = (word: Rule['word']): string => (word === 'constant' ? '{constant: VALUE}' : word);
