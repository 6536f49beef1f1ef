import { kindOf, members } from '../lib/json/slices.ts';

/** A picked value: JSON text, or the picked members of an object. */
type Picked = string | Map<string, Picked>;

/**
 * Picks the paths of `--fields` out of objects, as JSON text. Dots in a path lead into objects; a key that contains dots
 * is found too. The picker remembers which paths it has found, so that mistyped ones can be reported.
 */
export class FieldPicker {
  readonly paths: readonly string[];
  readonly #found = new Set<string>();
  /** Existing paths that differ from a missing one by a `$`: `$id` for `id`. */
  readonly #alternatives = new Map<string, string>();
  /** Names of the members of the first object; undefined before there was any value. */
  #names: readonly string[] | undefined;

  constructor(paths: readonly string[]) {
    this.paths = paths;
  }

  /** Returns the JSON text of each path's value; undefined if the item lacks it. */
  values(item: string): (string | undefined)[] {
    const locate = this.#locator(item);
    return this.paths.map((path) => locate(path)?.text);
  }

  /** Returns the paths with the JSON text of each one's value. */
  entries(item: string): [path: string, value: string | undefined][] {
    const values = this.values(item);
    return this.paths.map((path, index) => [path, values[index]]);
  }

  /** Returns an object with only these paths, in their order. Any other value is returned unchanged. */
  pick(item: string): string {
    if (kindOf(item) !== 'object') return item;
    const locate = this.#locator(item);
    const picked = new Map<string, Picked>();
    for (const path of this.paths) {
      const field = locate(path);
      if (field) put(picked, field);
    }
    return encode(picked);
  }

  /** Returns the paths that no item had. */
  missing(): string[] {
    return this.#names ? this.paths.filter((path) => !this.#found.has(path)) : [];
  }

  /**
   * Returns suggestions for missing paths: the API's own members begin with a `$`.
   * @param closest returns the name that is nearest to another, if one is near
   */
  suggestions(closest: (name: string, names: readonly string[]) => string | undefined): string[] {
    const names = this.#names ?? [];
    return this.missing().flatMap((path) => this.#alternatives.get(path) ?? closest(path, names) ?? []);
  }

  #locator(item: string): (path: string) => FoundField | undefined {
    const object = kindOf(item) === 'object' ? members(item) : new Map<string, string>();
    this.#names ??= [...object.keys()];
    return (path) => {
      const field = locate(object, path);
      if (field) this.#found.add(path);
      else if (!this.#alternatives.has(path)) {
        const name = path.lastIndexOf('.') + 1;
        const other = `${path.slice(0, name)}$${path.slice(name)}`;
        if (locate(object, other)) this.#alternatives.set(path, other);
      }
      return field;
    };
  }
}

interface FoundField {
  readonly keys: readonly string[];
  readonly text: string;
}

/** Finds the value of a path in an object, and the keys that lead to it. */
function locate(object: ReadonlyMap<string, string>, path: string): FoundField | undefined {
  const text = object.get(path);
  if (text !== undefined) return { keys: [path], text };
  for (let dot = path.indexOf('.'); dot !== -1; dot = path.indexOf('.', dot + 1)) {
    const key = path.slice(0, dot);
    const inner = object.get(key);
    if (inner === undefined || kindOf(inner) !== 'object') continue;
    const field = locate(members(inner), path.slice(dot + 1));
    if (field) return { keys: [key, ...field.keys], text: field.text };
  }
  return undefined;
}

/** Returns the JSON text of one path's value, or undefined. */
export function valueAt(object: ReadonlyMap<string, string>, path: string): string | undefined {
  return object.get(path) ?? locate(object, path)?.text;
}

function put(into: Map<string, Picked>, { keys, text }: FoundField): void {
  const [key, ...rest] = keys as [string, ...string[]];
  const existing = into.get(key);
  if (rest.length === 0) into.set(key, text);
  else if (typeof existing !== 'string') {
    const inner = existing ?? new Map<string, Picked>();
    into.set(key, inner);
    put(inner, { keys: rest, text });
  }
}

function encode(picked: Picked): string {
  if (typeof picked === 'string') return picked;
  const parts = [...picked].map(([key, value]) => `${JSON.stringify(key)}:${encode(value)}`);
  return `{${parts.join(',')}}`;
}
