/** Documents of a collection, or rows of a table: the same under other names. Loaded with the specs of commands. */
import { ofTables } from '../../api/databases/words.ts';

/** Names of one kind of records. Everything is written in the words of documents, and said in those of the kind. */
export interface DocumentKind {
  /** Group of the API that has them. */
  readonly group: string;
  /** Translates names and our own prose, such as `documentId` and `no such attribute`; never text of the user. */
  readonly say: (text: string) => string;
  /** True if a collection lists the attributes of its documents, so that imports can be checked. */
  readonly hasSchema: boolean;
}

const same = (text: string) => text;

export const documentKinds = {
  documents: { group: 'databases', say: same, hasSchema: true },
  rows: { group: 'tables-db', say: ofTables, hasSchema: true },
  documentsOfDocumentsDb: { group: 'documents-db', say: same, hasSchema: false },
  documentsOfVectorsDb: { group: 'vectors-db', say: same, hasSchema: false },
} as const satisfies Readonly<Record<string, DocumentKind>>;
