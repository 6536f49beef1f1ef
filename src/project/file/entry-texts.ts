/** Members of an entry of a file as JSON texts, and references among them. */
import { memberNamed } from '../../lib/json/tree.ts';
import type { MemberTexts } from '../model/entry.ts';
import type { Kind } from '../model/kind.ts';
import type { SecretReference } from '../model/state.ts';
import type { Members } from './outline.ts';
import { type SourceNode, stringOf, textAt } from './source.ts';

export type Reference = Exclude<SecretReference, { readonly from: 'server' }>;

/** Texts of the members of an entry, cut out of the file when they are read. */
export class EntryTexts implements MemberTexts {
  readonly #kind: Kind;
  readonly #members: Members;

  constructor(kind: Kind, members: Members) {
    this.#kind = kind;
    this.#members = members;
  }

  /** A reference is read as an empty text: what it leads to is looked up later. */
  get(name: string): string | undefined {
    const at = this.#members.get(name);
    if (at === undefined) return undefined;
    return referenceOf(at) !== undefined && mayRefer(this.#kind, name) ? '""' : textAt(at);
  }

  has(name: string): boolean {
    return this.#members.has(name);
  }

  keys(): Iterable<string> {
    return this.#members.keys();
  }
}

/** Reads `{"env": "NAME"}` and `{"file": "path"}`. */
export function referenceOf(at: SourceNode): Reference | undefined {
  const { node, source } = at;
  if (node.kind !== 'object' || node.members.length !== 1) return undefined;
  const text = (name: string) => {
    const value = memberNamed(node, name);
    return value && stringOf({ source, node: value });
  };
  const [name, path] = [text('env'), text('file')];
  if (name) return { from: 'environment', name };
  return path ? { from: 'file', path } : undefined;
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
