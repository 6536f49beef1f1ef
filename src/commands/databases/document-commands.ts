import { type ApiVersion, isAtLeast } from '../../api/versions.ts';
import {
  collectionArguments,
  idFlag,
  onConflictFlag,
  selectionFlags,
  transactionFlag,
} from '../../bulk/documents/flags.ts';
import type { DocumentKind } from '../../bulk/documents/kind.ts';
import { concurrencyFlag, fileArgument, idsArgument, importFlags } from '../../bulk/flags.ts';
import type { ArgumentSet, FlagSet } from '../../core/flags.ts';
import { type CommandSpec, defineCommand } from '../../core/spec.ts';

/** Bulk commands of a kind as a version has them, written in the words of documents. */
export function documentCommands(kind: DocumentKind, version: ApiVersion): readonly CommandSpec[] {
  const { say } = kind;
  const place = collectionArguments(say);
  const section = say('Documents');
  const list = say('list-documents');
  const line = (command: string, rest: string) => `appwrite-cli ${kind.group} ${say(command)} ${rest}`;
  const all = { flag: '--all', arity: 'none', help: say('Every document of the collection') } as const;
  const transaction: FlagSet = isAtLeast(version, '1.8') ? { transactionId: transactionFlag } : {};
  const selection = { ...selectionFlags('where'), all, concurrency: concurrencyFlag };
  const some = {
    ...place,
    ids: idsArgument(say('document-ids'), say('IDs of documents, instead of a condition')),
  } as const satisfies ArgumentSet;
  const values = {
    set: {
      flag: '--set',
      arity: 'variadic',
      placeholder: 'KEY=VALUE…',
      help: say('The attributes to change, such as status=archived, stock:=0 or note:=null; the others stay'),
    },
    data: {
      flag: '--data',
      arity: 'keyValue',
      placeholder: 'JSON|@FILE|-|KEY=VALUE…',
      help: 'The same as one object, instead of --set',
    },
  } as const satisfies FlagSet;
  const bulkPath = (method: string) =>
    isAtLeast(version, '1.6')
      ? say(`GET, ${method} …/documents`)
      : say(`GET …/documents, ${method} …/documents/{documentId}`);
  const together = isAtLeast(version, '1.6')
    ? say(
        ' With an API key one request changes up to a hundred documents, those that still match; the documents of a collection with relationships are changed one by one.',
      )
    : '';
  const access = say('scopes documents.read, documents.write · API key, JWT or session');

  return [
    defineCommand({
      name: say('export-documents'),
      summary: say('Write all documents of a collection to a file'),
      about: say(
        'As NDJSON, JSON or CSV: the name of --out decides, or --format. IDs and permissions are there, related documents appear as their IDs, and import-documents takes what it writes.',
      ),
      section,
      arguments: place,
      flags: selectionFlags('where', 'sort', 'select', 'cursorAfter'),
      examples: [
        line('export-documents', 'shop products -o products.ndjson'),
        line('export-documents', "shop products --where 'price > 10' --format csv"),
      ],
      facts: say('GET …/documents · scope documents.read · API key, JWT or session'),
      completesAs: list,
      run: async (values, services) => (await import('./export.ts')).exportDocuments(kind, values, services),
    }),
    ...(kind.hasSchema ? [importCommand(kind, place, version)] : []),
    editCommand(kind, place),
    defineCommand({
      name: say('delete-documents'),
      summary: say('Delete the documents that match a condition'),
      about: `It counts them and asks first; --dry-run lists them instead.${together}`,
      section,
      arguments: some,
      flags: { ...selection, ...transaction },
      examples: [
        line('delete-documents', "shop products --where 'stock = 0' --dry-run"),
        line('delete-documents', "shop products --where 'stock = 0' --yes"),
      ],
      facts: `${bulkPath('DELETE')} · ${access}`,
      completesAs: list,
      run: async (values, services) => (await import('./delete.ts')).deleteDocuments(kind, values, services),
    }),
    defineCommand({
      name: say('update-documents'),
      summary: say('Change the documents that match a condition, all in the same way'),
      about: `${kind.hasSchema ? say('It checks the values against the attributes, counts the documents and asks first') : 'It counts them and asks first'}; --dry-run lists them instead.${together}`,
      section,
      arguments: some,
      flags: { ...values, ...selection, ...transaction },
      examples: [
        line('update-documents', "shop products --where 'stock = 0' --set active:=false --dry-run"),
        line('update-documents', "shop products --where 'stock = 0' --set active:=false --yes"),
      ],
      facts: `${bulkPath('PATCH')} · ${access}`,
      completesAs: list,
      run: async (values, services) => (await import('./update.ts')).updateDocuments(kind, values, services),
    }),
    ...writeCommands(kind, place, transaction),
    operationsCommand(kind),
  ];
}

function editCommand(kind: DocumentKind, place: ArgumentSet): CommandSpec {
  const { say, group } = kind;
  const documentId = { name: say('document-id'), help: say('Document ID'), required: true, asFlag: true };
  return defineCommand({
    name: say('edit-document'),
    summary: say('Edit a document in an editor'),
    about: say(
      'Opens its attributes and permissions as JSON in the editor that VISUAL or EDITOR names; related documents are their IDs. What comes back is checked against the attributes and shown as a comparison, and when you agree, the attributes that changed are sent, unless the document has changed on the server meanwhile. An attribute that you delete becomes null. It needs a terminal; update-document does not.',
    ),
    section: say('Documents'),
    arguments: { ...place, [say('documentId')]: documentId },
    examples: [`appwrite-cli ${group} ${say('edit-document')} shop products lamp`],
    facts: say(
      'GET and PATCH …/documents/{documentId}, GET …/{collectionId} · scopes documents.read, documents.write, collections.read · API key, JWT or session',
    ),
    completesAs: say('get-document'),
    run: async (values, services) => (await import('./edit.ts')).editDocument(kind, values, services),
  });
}

/** Commands that take the documents on the line. */
function writeCommands(kind: DocumentKind, place: ArgumentSet, transaction: FlagSet): readonly CommandSpec[] {
  const { say } = kind;
  const documents = say('documents');
  const shared = {
    section: say('Documents'),
    arguments: place,
    flags: {
      [documents]: {
        flag: `--${documents}`,
        arity: 'variadic',
        placeholder: 'JSON|@FILE|-…',
        required: true,
        help: say('Documents as objects with $id, $permissions and their attributes, at most 100'),
      },
      ...transaction,
    } satisfies FlagSet,
  };
  const atOnce = say(
    'All of them are written, or none. Those without $id get one. A collection with a relationship does not accept such a request; use import-documents there.',
  );
  return [
    defineCommand({
      ...shared,
      name: say('create-documents'),
      summary: say('Create several documents in one request'),
      about: atOnce,
      since: '1.7',
      facts: say('POST …/documents · scope documents.write · API key'),
      run: async (values, services) =>
        (await import('./write-many.ts')).writeDocuments('create-documents', kind, values, services),
    }),
    defineCommand({
      ...shared,
      name: say('upsert-documents'),
      summary: say('Create several documents, or change those that exist'),
      about: say(
        `${atOnce} Attributes that are left out keep their values, but all required ones must be there, also for a document that exists.`,
      ),
      since: '1.6',
      facts: say('PUT …/documents · scope documents.write · API key'),
      run: async (values, services) =>
        (await import('./write-many.ts')).writeDocuments('upsert-documents', kind, values, services),
    }),
  ];
}

function operationsCommand(kind: DocumentKind): CommandSpec {
  const { say } = kind;
  return defineCommand({
    name: 'create-operations',
    summary: 'Stage operations in a transaction',
    about: say(
      'Actions are create, update, upsert, delete, increment, decrement, bulkCreate, bulkUpdate, bulkUpsert and bulkDelete. The server would create a new document for an upsert, whatever its documentId, so it is sent as a bulkUpsert of one document. A collection with relationships does not accept that: use upsert-document with --transaction-id there.',
    ),
    section: 'Transactions',
    since: '1.8',
    arguments: {
      transactionId: { name: 'transaction-id', help: 'Transaction ID', required: true, asFlag: true },
    },
    flags: {
      operations: {
        flag: '--operations',
        arity: 'variadic',
        placeholder: 'JSON|@FILE|-…',
        required: true,
        help: say('Objects with action, databaseId, collectionId, documentId and data, at most 100'),
      },
    },
    facts: say(
      'POST …/transactions/{transactionId}/operations · scope documents.write · API key, JWT or session',
    ),
    run: async (values, services) =>
      (await import('./create-operations.ts')).createOperations(kind, values, services),
  });
}

function importCommand(
  { say, group, ...kind }: DocumentKind,
  place: ArgumentSet,
  version: ApiVersion,
): CommandSpec {
  const together = isAtLeast(version, '1.7')
    ? ' With an API key one request creates up to a hundred rows.'
    : '';
  const line = (rest: string) => `appwrite-cli ${group} ${say('import-documents')} shop products ${rest}`;
  return defineCommand({
    name: say('import-documents'),
    summary: say('Create documents from a file of NDJSON, JSON or CSV'),
    about:
      say(
        'Every row is checked against the attributes before the first is sent. Rows that are refused are written to FILE.rejected.ndjson with the reason; once fixed, that file can be imported. An import that was stopped resumes when the same command is run again, each row exactly once; rows that have been deleted since are sent again, and if the file has changed, it stops and names the ways to continue. --dry-run only checks. In CSV the first line names the attributes; lists and relationships are JSON, an empty cell is null and "" an empty text.',
      ) + together,
    section: say('Documents'),
    arguments: { ...place, ...fileArgument },
    flags: { id: idFlag(say), onConflict: onConflictFlag(say), ...importFlags },
    examples: [
      line('products.ndjson'),
      line('products.csv --id sku --on-conflict update'),
      line('products.csv --id sku --dry-run'),
    ],
    facts: say(
      'POST, PATCH …/documents · scopes documents.read, documents.write · scope collections.read · API key',
    ),
    run: async (values, services) =>
      (await import('./import.ts')).importDocuments({ say, group, ...kind }, values, services),
  });
}
