/** Completion of words of the project file: kinds and IDs of resources, and the events of functions. */
import type { Context } from '../../context.ts';
import { findProjectFile } from '../../project/file/find.ts';
import { readProject } from '../../project/file/read.ts';
import { selectors } from '../../project/model/kind.ts';
import { kindNamed } from '../../project/model/kinds.ts';
import { selectorNamed } from '../../project/model/selection.ts';
import type { DesiredResource } from '../../project/model/state.ts';
import { type Item, isOfferable, itemOf } from './items.ts';

/**
 * Returns the words of the project file that can be offered.
 * @param source resource: kinds and IDs · function: IDs of functions · event: events of the function in the line
 * @param typed the word at the cursor
 * @param words the other words of the line, which may name the project file and the environment
 * @throws CliError exit 2 if the project file can't be used
 */
export function projectFileWords(
  source: 'resource' | 'function' | 'event',
  typed: string,
  words: readonly string[],
  context: Context,
): readonly Item[] {
  if (source === 'resource') return resourceWords(typed, words, context);
  const functions = [...resourcesOf(words, context)].filter(({ kind }) => kind === 'function');
  if (source === 'function')
    return functions
      .filter(({ path: [id = ''] }) => isOfferable(id))
      .map((resource) => itemOf(resource.path[0]!, nameOf(resource)));
  const named = functions.find(({ path }) => words.includes(path[0]!)) ?? functions[0];
  const events = named?.fields.get('events')?.value;
  return Array.isArray(events) ? events.filter(isOfferable).map((event) => itemOf(event, '')) : [];
}

function resourcesOf(words: readonly string[], context: Context): Iterable<DesiredResource> {
  const files = findProjectFile(context, {
    config: flagValue('--config', words),
    env: flagValue('--env', words),
  });
  return files ? readProject(files, { resolveSecrets: false, env: {} }).desired.resources.values() : [];
}

/**
 * Returns the words that go on from a beginning: the kinds, or after `collections/` the databases that have some, after
 * `collections/main/` its collections.
 */
function resourceWords(typed: string, words: readonly string[], context: Context): readonly Item[] {
  const [kind = '', ...path] = typed.split('/');
  if (path.length === 0) return selectors.map((selector) => itemOf(selector, ''));
  const selector = selectorNamed(kind);
  if (selector === undefined) return [];
  const before = path.slice(0, -1);
  const items = new Map<string, Item>();
  for (const resource of resourcesOf(words, context)) {
    const isBelow = before.every((component, at) => resource.path[at] === component);
    if (kindNamed(resource.kind).selector !== selector || !isBelow) continue;
    const own = resource.path.slice(0, path.length);
    const word = [kind, ...own].join('/');
    if (own.length < path.length || items.has(word) || !isOfferable(word)) continue;
    items.set(word, itemOf(word, resource.path.length === path.length ? nameOf(resource) : ''));
  }
  return [...items.values()];
}

function nameOf({ fields }: DesiredResource): string {
  const name = fields.get('name')?.value;
  return typeof name === 'string' ? name : '';
}

/** Value of a flag, in either spelling; the last one if it is given twice. */
function flagValue(flag: string, words: readonly string[]): string | undefined {
  const at = words.findLastIndex((word) => word === flag || word.startsWith(`${flag}=`));
  const word = words[at];
  return word === flag ? words[at + 1] : word?.slice(flag.length + 1);
}
