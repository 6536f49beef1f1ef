/** Words and patterns that choose resources: arguments of commands, `--only`, `--except`, `--prune`, `ignore`. */
import { wildcard } from '../../lib/text/wildcard.ts';
import { type Selector, selectors } from './kind.ts';
import { kindNamed } from './kinds.ts';
import type { ResourceRef } from './state.ts';

/** Chooses all resources of a selector's kinds whose path begins with these components. */
export interface Pattern {
  readonly selector: Selector;
  /** Each may have `*` for any number of characters. */
  readonly path: readonly string[];
}

/** Resources that a command is about. */
export interface Selection {
  /** Patterns of which a resource needs one; undefined: all resources. */
  readonly only: readonly Pattern[] | undefined;
  /** Patterns that leave resources out, also those that `only` chooses. */
  readonly except: readonly Pattern[];
}

export const everything: Selection = { only: undefined, except: [] };

/** Words of the official CLI, of several versions, and singular forms. */
const synonyms: Readonly<Record<string, Selector>> = {
  database: 'databases',
  collection: 'collections',
  table: 'collections',
  tables: 'collections',
  attributes: 'collections',
  indexes: 'collections',
  bucket: 'buckets',
  team: 'teams',
  function: 'functions',
  variable: 'variables',
  vars: 'variables',
  provider: 'providers',
  topic: 'topics',
  'messaging-topic': 'topics',
  'messaging-topics': 'topics',
  setting: 'settings',
  platform: 'platforms',
  webhook: 'webhooks',
  oauth2: 'oauth',
};

/** Returns the selector that a word means; undefined if it means none. */
export function selectorNamed(word: string): Selector | undefined {
  return (
    selectors.find((selector) => selector === word) ??
    (Object.hasOwn(synonyms, word) ? synonyms[word] : undefined)
  );
}

/**
 * Reads a pattern: `functions`, `collections/main`, `collections/main/posts/*`.
 * @returns undefined if the first word is no selector, or a component is empty
 */
export function parsePattern(text: string): Pattern | undefined {
  const [word = '', ...path] = text.split('/');
  const selector = selectorNamed(word);
  return selector === undefined || path.includes('') ? undefined : { selector, path };
}

/** Returns a selection without what a file says to ignore. */
export const withoutIgnored = ({ only, except }: Selection, ignore: readonly Pattern[]): Selection => ({
  only,
  except: [...except, ...ignore],
});

export function isSelected({ only, except }: Selection, resource: ResourceRef): boolean {
  return (
    (only === undefined || only.some((pattern) => matches(pattern, resource))) &&
    !except.some((pattern) => covers(pattern, resource))
  );
}

/**
 * True if the pattern chooses the resource, or a resource that contains it and comes with it: a collection comes with its
 * attributes and indexes, a function with its variables and code, a database without its collections.
 */
export function matches({ selector, path }: Pattern, resource: ResourceRef): boolean {
  const { selector: own, parent } = kindNamed(resource.kind);
  const isChosen = own === selector || (parent === 'function' && selector === 'functions');
  return isChosen && beginsWith(resource, path);
}

/**
 * True if leaving alone what the pattern chooses means to leave the resource alone: also what a named database contains.
 */
export function covers(pattern: Pattern, resource: ResourceRef): boolean {
  if (matches(pattern, resource)) return true;
  const isOfDatabase = pattern.selector === 'databases' && pattern.path.length > 0;
  return (
    isOfDatabase && kindNamed(resource.kind).selector === 'collections' && beginsWith(resource, pattern.path)
  );
}

const beginsWith = ({ path }: ResourceRef, start: readonly string[]) =>
  start.length <= path.length && start.every((component, at) => wildcard(component)(path[at]!));
