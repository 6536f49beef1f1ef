/** Names of events, in the order in which a server of 1.5.7 makes them. Functions listen to any of them. */

/** Parts of a template: `databases.[databaseId].collections.[collectionId].update.status`. */
interface Parts {
  /** Path of each level, from the outermost: `databases.[databaseId]`. */
  readonly levels: readonly string[];
  /** Placeholders, from the outermost. */
  readonly placeholders: readonly string[];
  /** `create`; undefined in a template that ends with a resource. */
  readonly action: string | undefined;
  /** Part of the resource that the action changes: `status`. */
  readonly attribute: string | undefined;
}

/**
 * Indices of the placeholders that are replaced by `*`, after all and none of them, by the number of levels. The first name
 * is the one that a function gets in its header.
 */
const starred: readonly (readonly (readonly number[])[])[] = [
  [],
  [],
  [[1], [0]],
  [[1], [0, 1], [0], [2], [0, 2], [1, 2]],
];

/**
 * Returns the names of an event, the one that identifies it first.
 * @param template as in `templates.ts`
 * @param ids by placeholder: `databaseId`
 * @throws Error if the ID of a placeholder is missing
 */
export function eventNames(template: string, ids: Readonly<Record<string, string>>): string[] {
  const parts = parse(template);
  const { placeholders } = parts;
  const all = placeholders.map((_, index) => index);
  const choices = [[], all, ...starred[placeholders.length]!];
  return [
    ...new Set(
      patterns(parts).flatMap((pattern) => choices.map((stars) => filled(pattern, placeholders, stars, ids))),
    ),
  ];
}

function parse(template: string): Parts {
  const words = template.split('.');
  const depth = words.filter(isPlaceholder).length;
  const levels = Array.from({ length: depth }, (_, index) => words.slice(0, 2 * index + 2).join('.'));
  const [action, attribute, ...rest] = words.slice(2 * depth);
  return {
    levels,
    placeholders: words.filter(isPlaceholder),
    action,
    // The server knows no attribute of an attribute, such as the codes of `update.mfa.recovery-codes`.
    attribute: rest.length === 0 ? attribute : undefined,
  };
}

const isPlaceholder = (word: string) => word.startsWith('[');

function patterns({ levels, action, attribute }: Parts): string[] {
  const innermost = levels.at(-1)!;
  const ofAction = action === undefined ? [] : [`${innermost}.${action}`];
  const ofAttribute = (level: string) => (attribute === undefined ? [] : [`${level}.${action}.${attribute}`]);
  const outermost = levels[0]!;
  const outwards = [...levels].reverse();
  if (levels.length === 1) return [...ofAction, ...ofAttribute(outermost), ...outwards];
  return [
    ...ofAttribute(innermost),
    ...ofAction,
    innermost,
    // The server also names the attribute below the outermost level: `teams.[teamId].update.status`.
    ...ofAttribute(outermost),
    ...outwards,
  ];
}

function filled(
  pattern: string,
  placeholders: readonly string[],
  stars: readonly number[],
  ids: Readonly<Record<string, string>>,
): string {
  return pattern
    .split('.')
    .map((word) => {
      if (!isPlaceholder(word)) return word;
      if (stars.includes(placeholders.indexOf(word))) return '*';
      const id = ids[word.slice(1, -1)];
      if (id === undefined) throw new Error(`the event ${pattern} lacks the ID ${word}`);
      return id;
    })
    .join('.');
}
