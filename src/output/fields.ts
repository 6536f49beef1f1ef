import { kindOf, members } from '../lib/json/slices.ts';

/** A part of an object that is picked: JSON text, or the picked members of an object. */
type Picked = string | Map<string, Picked>;

/**
 * Picks what `--fields` names out of objects, as JSON text. A path's dots lead into objects; a key that has dots
 * itself is found as well. It remembers which paths it has found, so that a mistyped one can be told.
 */
export class FieldPicker {
  readonly paths: readonly string[];
  private readonly found = new Set<string>();
  /** For a path that is not there, the one with a `$` that is: `$id` for `id`. */
  private readonly meant = new Map<string, string>();
  private used = false;

  constructor(paths: readonly string[]) {
    this.paths = paths;
  }

  /** The text of each path's value, or undefined where an item lacks it. */
  values(item: string): (string | undefined)[] {
    const locate = this.locator(item);
    return this.paths.map((path) => locate(path)?.text);
  }

  /** An object with just these paths, in the order in which they are named. What is no object stays as it is. */
  pick(item: string): string {
    if (kindOf(item) !== 'object') return item;
    const locate = this.locator(item);
    const picked = new Map<string, Picked>();
    for (const path of this.paths) {
      const place = locate(path);
      if (place) put(picked, place);
    }
    return encode(picked);
  }

  /** The paths that none of the items had. */
  missing(): string[] {
    return this.used ? this.paths.filter((path) => !this.found.has(path)) : [];
  }

  /** For paths that are missing, those that may be meant: the API's own members begin with a `$`. */
  suggestions(): string[] {
    return this.missing().flatMap((path) => this.meant.get(path) ?? []);
  }

  private locator(item: string): (path: string) => Place | undefined {
    this.used = true;
    const object = kindOf(item) === 'object' ? members(item) : new Map<string, string>();
    return (path) => {
      const place = locate(object, path);
      if (place) this.found.add(path);
      else if (!this.meant.has(path)) {
        const other = path.replace(/[^.]+$/, '$$$&');
        if (locate(object, other)) this.meant.set(path, other);
      }
      return place;
    };
  }
}

interface Place {
  readonly keys: readonly string[];
  readonly text: string;
}

/** Finds a path's value in an object, and the keys that lead to it. */
function locate(object: ReadonlyMap<string, string>, path: string): Place | undefined {
  const text = object.get(path);
  if (text !== undefined) return { keys: [path], text };
  for (let dot = path.indexOf('.'); dot !== -1; dot = path.indexOf('.', dot + 1)) {
    const key = path.slice(0, dot);
    const inner = object.get(key);
    if (inner === undefined || kindOf(inner) !== 'object') continue;
    const place = locate(members(inner), path.slice(dot + 1));
    if (place) return { keys: [key, ...place.keys], text: place.text };
  }
  return undefined;
}

/** The text of one path's value in an object, or undefined. */
export function valueAt(object: ReadonlyMap<string, string>, path: string): string | undefined {
  return object.get(path) ?? locate(object, path)?.text;
}

function put(into: Map<string, Picked>, { keys, text }: Place): void {
  const [key, ...rest] = keys as [string, ...string[]];
  const there = into.get(key);
  if (rest.length === 0) into.set(key, text);
  else if (typeof there !== 'string') {
    const inner = there ?? new Map<string, Picked>();
    into.set(key, inner);
    put(inner, { keys: rest, text });
  }
}

function encode(picked: Picked): string {
  if (typeof picked === 'string') return picked;
  const parts = [...picked].map(([key, value]) => `${JSON.stringify(key)}:${encode(value)}`);
  return `{${parts.join(',')}}`;
}
