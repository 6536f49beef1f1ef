/** Replaces values in items of a snapshot. Pure. */
import { decodeString, items, kindOf, members, writeObject } from '../../lib/json/slices.ts';
import { type Collection, collectionsOf, type Field, type Schema } from '../../schema/model.ts';
import { addressTargets, type Part } from '../parts.ts';
import { integerRange } from './fit.ts';
import type { Pseudonyms } from './pseudonyms.ts';
import { messageFields, type Rule, type ScrubRules, userFields } from './rules.ts';

type Members = Map<string, string>;

/**
 * Members of an item other than a document. Those that a later server adds are left out until someone has decided about
 * them; the hash of a password and its parameters are left out for good.
 */
const keptMembers = {
  users: [
    ...['$id', '$createdAt', '$updatedAt', 'name', 'registration', 'status', 'labels', 'email', 'phone'],
    ...['emailVerification', 'phoneVerification', 'mfa', 'prefs', 'accessedAt', addressTargets],
  ],
  targets: [
    ...['$id', '$createdAt', '$updatedAt', 'name', 'userId', 'providerId', 'providerType', 'identifier'],
    'expired',
  ],
  memberships: [
    ...['$id', '$createdAt', '$updatedAt', 'userId', 'userName', 'userEmail', 'teamId', 'teamName'],
    ...['invited', 'joined', 'confirm', 'mfa', 'roles'],
  ],
  subscribers: [
    ...['$id', '$createdAt', '$updatedAt', 'targetId', 'target', 'userId', 'userName', 'topicId'],
    'providerType',
  ],
  messages: [
    ...['$id', '$createdAt', '$updatedAt', 'providerType', 'topics', 'users', 'targets', 'scheduledAt'],
    ...['deliveredAt', 'deliveredTotal', 'data', 'status'],
  ],
} as const;

/** Replaces the values of one part after another. */
export class ItemScrubber {
  readonly #rules: ScrubRules;
  readonly #pseudonyms: Pseudonyms;
  readonly #collections: ReadonlyMap<string, Collection>;

  /** @param rules that fit the schema */
  constructor(rules: ScrubRules, schema: Schema, pseudonyms: Pseudonyms) {
    this.#rules = rules;
    this.#pseudonyms = pseudonyms;
    this.#collections = new Map(collectionsOf(schema).map((each) => [`${each.databaseId}/${each.id}`, each]));
  }

  /** Returns the replacement of items of a part, as JSON texts; undefined if they stay as they are. */
  replacementFor(part: Part): ((item: string) => string) | undefined {
    switch (part.kind) {
      case 'documents':
        return this.#documents(`${part.databaseId}/${part.collectionId}`);
      case 'files':
        return undefined;
      default: {
        const replace = {
          users: this.#user,
          targets: this.#target,
          memberships: this.#membership,
          subscribers: this.#subscriber,
          messages: this.#message,
        }[part.kind];
        return (item) => writeObject(replace(chosen(members(item), keptMembers[part.kind])));
      }
    }
  }

  #documents(name: string): ((item: string) => string) | undefined {
    const fields = this.#collections.get(name)?.fields ?? [];
    const rules = [...(this.#rules.collections.get(name)?.fields ?? [])].flatMap(([key, { rule }]) => {
      const field = fields.find((each) => each.key === key);
      return field && rule.word !== 'keep' ? [{ field, rule }] : [];
    });
    if (rules.length === 0) return undefined;
    return (item) => {
      const values = members(item);
      for (const { field, rule } of rules) {
        const value = values.get(field.key);
        if (value !== undefined) values.set(field.key, this.#fieldValue(value, field, rule));
      }
      return writeObject(values);
    };
  }

  #fieldValue(json: string, field: Field, rule: Rule): string {
    if (rule.word === 'constant') return rule.json;
    if (rule.word === 'null') return field.array ? '[]' : 'null';
    if (kindOf(json) === 'array')
      return `[${[...items(json)].map((item) => this.#single(item, field, rule)).join(',')}]`;
    return this.#single(json, field, rule);
  }

  #single(json: string, { type }: Field, rule: Rule): string {
    if (type.kind === 'integer') {
      const { min, max } = integerRange(type);
      return kindOf(json) === 'number' ? String(this.#pseudonyms.integer(json, min, max)) : json;
    }
    const replaced = this.#text(json, rule);
    const isCut = type.kind === 'text' && rule.word === 'hash' && type.maxCharacters !== undefined;
    return isCut && kindOf(json) === 'string' ? cut(replaced, type.maxCharacters) : replaced;
  }

  /** Null and empty text stay: they are nobody's. */
  #text(json: string, rule: Rule): string {
    if (rule.word === 'keep') return json;
    if (rule.word === 'constant') return rule.json;
    if (rule.word === 'null') return '""';
    if (kindOf(json) !== 'string') return json;
    const text = decodeString(json.trim());
    if (text === '') return json;
    switch (rule.word) {
      case 'hash':
        return JSON.stringify(this.#pseudonyms.hash(text));
      case 'fake-email':
        return JSON.stringify(this.#pseudonyms.email(text));
      case 'fake-name':
        return JSON.stringify(this.#pseudonyms.name(text));
      case 'fake-phone':
        return JSON.stringify(this.#pseudonyms.phone(text));
    }
  }

  #userRule(field: keyof typeof userFields): Rule {
    return this.#rules.users.get(field)?.rule ?? userFields[field].default;
  }

  #user = (user: Members): Members => {
    this.#replaceText(user, 'email', 'email');
    this.#replaceText(user, 'name', 'name');
    this.#replaceText(user, 'phone', 'phone');
    const prefs = this.#userRule('prefs');
    if (prefs.word === 'null') user.set('prefs', '{}');
    if (prefs.word === 'constant') user.set('prefs', prefs.json);
    // As of a user who never had one.
    user.set('password', '""');
    return user;
  };

  #membership = (membership: Members): Members => {
    this.#replaceText(membership, 'userName', 'name');
    this.#replaceText(membership, 'userEmail', 'email');
    return membership;
  };

  /** The identifier of a push target addresses a device of a real person, and is never kept. */
  #target = (target: Members): Members => {
    const rules: Readonly<Record<string, Rule>> = {
      '"email"': this.#contactRule('email'),
      '"sms"': this.#contactRule('phone'),
    };
    const rule = rules[target.get('providerType') ?? ''] ?? { word: 'hash' };
    const identifier = target.get('identifier');
    if (identifier !== undefined) target.set('identifier', this.#text(identifier, rule));
    if (target.has('name')) target.set('name', '""');
    return target;
  };

  /** A target can't be without its identifier. */
  #contactRule(field: 'email' | 'phone'): Rule {
    const rule = this.#userRule(field);
    return rule.word === 'null' ? userFields[field].default : rule;
  }

  #subscriber = (subscriber: Members): Members => {
    this.#replaceText(subscriber, 'userName', 'name');
    const target = subscriber.get('target');
    if (target !== undefined && kindOf(target) === 'object')
      subscriber.set('target', writeObject(this.#target(chosen(members(target), keptMembers.targets))));
    return subscriber;
  };

  #message = (message: Members): Members => {
    const data = message.get('data');
    // Reasons of failed deliveries name addresses.
    message.set('deliveryErrors', '[]');
    if (data === undefined || kindOf(data) !== 'object') return message;
    const values = members(data);
    for (const [field, { default: rule }] of Object.entries(messageFields)) {
      const { word, ...given } = this.#rules.messages.get(field)?.rule ?? rule;
      if (!values.has(field) || word === 'keep') continue;
      values.set(field, 'json' in given ? given.json : '{}');
    }
    message.set('data', writeObject(values));
    return message;
  };

  #replaceText(item: Members, member: string, field: 'email' | 'name' | 'phone'): void {
    const value = item.get(member);
    if (value !== undefined) item.set(member, this.#text(value, this.#userRule(field)));
  }
}

function chosen(item: Members, names: readonly string[]): Members {
  return new Map([...item].filter(([name]) => names.includes(name)));
}

const cut = (json: string, characters: number): string =>
  JSON.stringify(decodeString(json).slice(0, characters));
