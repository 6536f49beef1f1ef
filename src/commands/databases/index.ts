import { collectionArguments, idFlag, onConflictFlag, selectionFlags } from '../../bulk/documents/flags.ts';
import { concurrencyFlag, fileArgument, importFlags } from '../../bulk/flags.ts';
import { type CommandSpec, defineCommand } from '../../core/spec.ts';

const section = 'Documents';

/** Bulk commands for documents. */
export const documentCommands: readonly CommandSpec[] = [
  defineCommand({
    name: 'export-documents',
    summary: 'Write all documents of a collection to a file',
    about:
      'As NDJSON, JSON or CSV: the name of --out decides, or --format. IDs and permissions are there, related documents appear as their IDs, and import-documents takes what it writes.',
    section,
    arguments: collectionArguments,
    flags: selectionFlags('where', 'sort', 'select', 'cursorAfter'),
    examples: [
      'appwrite-cli databases export-documents shop products -o products.ndjson',
      "appwrite-cli databases export-documents shop products --where 'price > 10' --format csv",
    ],
    facts: 'GET …/documents · scope documents.read · API key, JWT or session',
    completesAs: 'list-documents',
    run: async (values, services) => (await import('./export.ts')).exportDocuments(values, services),
  }),
  defineCommand({
    name: 'import-documents',
    summary: 'Create documents from a file of NDJSON, JSON or CSV',
    about:
      'Every row is checked against the attributes before the first is sent. Rows that are refused are written to FILE.rejected.ndjson with the reason; once fixed, that file can be imported. An import that was stopped goes on where it was when the same command is run again, each row exactly once; rows that have been deleted since are sent again, and if the file has changed, it stops and names the ways to go on. --dry-run only checks. In CSV the first line names the attributes; lists and relationships are JSON, an empty cell is null and "" an empty text.',
    section,
    arguments: { ...collectionArguments, ...fileArgument },
    flags: { id: idFlag, onConflict: onConflictFlag, ...importFlags },
    examples: [
      'appwrite-cli databases import-documents shop products products.ndjson',
      'appwrite-cli databases import-documents shop products products.csv --id sku --on-conflict update',
      'appwrite-cli databases import-documents shop products products.csv --id sku --dry-run',
    ],
    facts:
      'POST, PATCH …/documents · scopes documents.read, documents.write · scope collections.read · API key',
    run: async (values, services) => (await import('./import.ts')).importDocuments(values, services),
  }),
  defineCommand({
    name: 'delete-documents',
    summary: 'Delete the documents that match a condition',
    about: 'It counts them and asks first; --dry-run lists them instead.',
    section,
    arguments: collectionArguments,
    flags: {
      ...selectionFlags('where'),
      all: { flag: '--all', arity: 'none', help: 'Every document of the collection' },
      concurrency: concurrencyFlag,
    },
    examples: [
      "appwrite-cli databases delete-documents shop products --where 'stock = 0' --dry-run",
      "appwrite-cli databases delete-documents shop products --where 'stock = 0' --yes",
    ],
    facts: 'GET, DELETE …/documents · scopes documents.read, documents.write · API key, JWT or session',
    completesAs: 'list-documents',
    run: async (values, services) => (await import('./delete.ts')).deleteDocuments(values, services),
  }),
];
