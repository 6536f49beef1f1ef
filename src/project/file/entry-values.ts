/** Members of an entry of a file as values, and references among them. */
import { type JsonValue, TextValue, textIn } from '../../lib/json/value.ts';
import type { MemberValues } from '../model/entry.ts';
import type { Kind } from '../model/kind.ts';
import type { SecretReference } from '../model/state.ts';
import type { Members } from './outline.ts';
import type { SourceValue } from './source-value.ts';

export type Reference = Exclude<SecretReference, { readonly from: 'server' }>;

const emptyText = new TextValue('""');

export class EntryValues implements MemberValues {
  readonly #kind: Kind;
  readonly #members: Members;

  constructor(kind: Kind, members: Members) {
    this.#kind = kind;
    this.#members = members;
  }

  /** A reference is read as an empty text: what it leads to is looked up later. */
  get(name: string): JsonValue | undefined {
    const at = this.#members.get(name);
    if (at === undefined) return undefined;
    return referenceOf(at) !== undefined && mayRefer(this.#kind, name) ? emptyText : at;
  }

  has(name: string): boolean {
    return this.#members.has(name);
  }

  keys(): Iterable<string> {
    return this.#members.keys();
  }
}

/** Reads `{"env": "NAME"}` and `{"file": "path"}`. */
export function referenceOf(at: SourceValue): Reference | undefined {
  if (!at.isObject || at.names.length !== 1) return undefined;
  const [name, path] = [textIn(at.member('env')), textIn(at.member('file'))];
  // A name that is there twice counts once among the names.
  if (!(name || path) || at.node.kind !== 'object' || at.node.members.length !== 1) return undefined;
  return name ? { from: 'environment', name } : { from: 'file', path: path! };
}

/** True for a member that holds the text of a field. */
export function mayRefer(kind: Kind, member: string): boolean {
  const all = [kind.fields, ...Object.values(kind.variants).map((variant) => variant.fields)];
  return all.some((fields) =>
    Object.values(fields).some(
      ({ inFile, type }) => inFile === member && (type === 'text' || type === 'json'),
    ),
  );
}
