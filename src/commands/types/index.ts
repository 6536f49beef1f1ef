import { defineCommand } from '../../core/spec.ts';
import { languages } from '../../schema/types/registry.ts';
import { fileFlags, selectionFlags } from '../project-file/flags.ts';

/** A lazy-loading seam: help and completion need only the spec. */
export const types = defineCommand({
  name: 'types',
  summary: 'Generate types of the documents from the schema',
  about:
    'It reads the collections from the project file, or from the server if there is none, and writes their types into a file, in one of many languages. Without --lang the language follows from the ending of the file, or from what is in this folder. Names of types follow from IDs, or from names if a server made the IDs up; names of fields are never changed where the language allows them. A file that this command did not write is replaced only with a yes. With --check nothing is written: it shows what would change, and exits with 9 if anything would.',
  arguments: {
    to: {
      name: 'out',
      help: 'File to write, or its folder; - is stdout, as is a pipe if no file is named',
      required: false,
      completes: 'file',
    },
  },
  flags: {
    ...fileFlags,
    lang: {
      flag: '--lang',
      spellings: ['-l', '--language'],
      arity: 'value',
      placeholder: 'LANG',
      choices: Object.keys(languages),
      help: 'Language',
    },
    from: {
      flag: '--from',
      arity: 'value',
      placeholder: 'ORIGIN',
      choices: ['file', 'server'],
      help: 'Read the schema from the project file, or from the server',
    },
    only: { ...selectionFlags.only, help: 'These collections only: collections/main/posts' },
    check: {
      flag: '--check',
      arity: 'none',
      help: 'Write nothing; exit with 9 if anything would be written',
    },
    watch: { flag: '--watch', arity: 'none', help: 'Write again whenever the project file changes' },
    names: {
      flag: '--names',
      arity: 'value',
      placeholder: 'SOURCE',
      choices: ['auto', 'id', 'name'],
      help: 'Origin of the names of types: IDs unless a server made them up (auto), IDs, or names',
    },
    style: {
      flag: '--style',
      arity: 'value',
      placeholder: 'STYLE',
      choices: ['interface', 'type', 'pydantic', 'dataclass', 'typed-dict'],
      help: 'Form of the types, which depends on the language',
    },
    sdk: {
      flag: '--sdk',
      arity: 'value',
      placeholder: 'PACKAGE',
      choices: ['node-appwrite'],
      help: 'Extend the base type of this SDK instead of a base type of their own',
    },
    dates: {
      flag: '--dates',
      arity: 'value',
      placeholder: 'FORM',
      choices: ['string', 'date'],
      help: 'Dates as text, as the API sends them (the default), or as the type of the language',
    },
    strictRequired: {
      flag: '--strict-required',
      arity: 'none',
      help: 'Required fields may be null too, as in documents that are older than the field',
    },
    strictArrays: {
      flag: '--strict-arrays',
      arity: 'none',
      help: 'Items of lists that are not required may be null, as servers accept them',
    },
    bigint: {
      flag: '--bigint',
      arity: 'none',
      help: 'Integers whose bounds are beyond 2^53 are bigints, for a JSON parser that keeps their digits',
    },
  },
  examples: [
    'appwrite-cli types appwrite.ts',
    'appwrite-cli types --lang ts > appwrite.ts',
    'appwrite-cli types appwrite.ts --check  # exit 9',
    'appwrite-cli types --lang ts --from server --only collections/shop',
  ],
  ownsOut: true,
  run: async (values, services) => (await import('./types.ts')).runTypes(values, services),
});
