import { replaceRelated } from '../../bulk/documents/row.ts';
import { compactJson } from '../../lib/json/format.ts';
import { skipSpace } from '../../lib/json/scan.ts';
import { forEachMember, skipValue } from '../../lib/json/skip.ts';
import { decodeString } from '../../lib/json/slices.ts';

/** Members that depend on where a document is, not on what it holds. */
const placeOfDocument = ['$databaseId', '$collectionId', '$tableId', '$sequence', '$internalId'];

/** Members that come first, so that lines are easy to read and to compare. */
const firstMembers = ['$id', '$createdAt', '$updatedAt', '$permissions'];

/** The members of documents, and those of their lines. */
interface Layout {
  /** JSON texts of all names, in the order of the server. */
  readonly names: readonly string[];
  /** Members of the line, in its order. */
  readonly kept: readonly {
    /** Position in the names; the last of several that are equal. */
    readonly at: number;
    /** Text before the value. */
    readonly prefix: string;
  }[];
}

/**
 * Makes lines of the documents of a list. Nearly all have the same members, in the same order, so that the layout of a
 * line is worked out only if a document has others than the one before.
 */
export class DocumentLines {
  #layout: Layout = { names: [], kept: [] };
  /** Start and end of each value of the current document. */
  readonly #bounds: number[] = [];

  /**
   * Returns a document as it is stored: without its place, with IDs for related documents. The attributes are sorted: a
   * server tells them in the order of their creation, which a restore need not keep.
   * @param document JSON text
   */
  lineOf(document: string): string {
    if (!this.#findValues(document)) this.#layout = layoutOf(document);
    let line = '';
    for (const { at, prefix } of this.#layout.kept) {
      const value = document.slice(this.#bounds[2 * at], this.#bounds[2 * at + 1]);
      line += prefix + replaceRelated(value);
    }
    const json = `{${line}}`;
    // The server's texts have no line breaks outside of strings, but another one might.
    return document.includes('\n') || document.includes('\r') ? compactJson(json) : json;
  }

  /** Finds the values of all members. @returns true if these are those of the layout */
  #findValues(document: string): boolean {
    const { names } = this.#layout;
    let count = 0;
    let fits = true;
    forEachMember(document, skipSpace(document, 0), (nameStart, nameEnd, valueStart) => {
      const name = names[count];
      fits &&= name?.length === nameEnd - nameStart && document.startsWith(name, nameStart);
      const end = skipValue(document, valueStart);
      this.#bounds[2 * count] = valueStart;
      this.#bounds[2 * count + 1] = end;
      count++;
      return end;
    });
    return fits && count === names.length;
  }
}

function layoutOf(document: string): Layout {
  const names: string[] = [];
  forEachMember(document, skipSpace(document, 0), (nameStart, nameEnd, valueStart) => {
    names.push(document.slice(nameStart, nameEnd));
    return skipValue(document, valueStart);
  });
  const positions = new Map(names.map((name, at) => [decodeString(name), at]));
  for (const name of placeOfDocument) positions.delete(name);
  const attributes = [...positions.keys()].filter((name) => !firstMembers.includes(name)).sort();
  const kept = [...firstMembers.filter((name) => positions.has(name)), ...attributes].map((name, index) => ({
    at: positions.get(name)!,
    prefix: `${index === 0 ? '' : ','}${JSON.stringify(name)}:`,
  }));
  return { names, kept };
}
