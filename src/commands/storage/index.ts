import { type CommandSpec, defineCommand } from '../../core/spec.ts';
import {
  deleteArguments,
  deleteFlags,
  downloadArguments,
  downloadFlags,
  uploadArguments,
  uploadFlags,
} from './flags.ts';

const section = 'Files';

/** Bulk commands for files. */
export const storageCommands: readonly CommandSpec[] = [
  defineCommand({
    name: 'upload',
    summary: 'Upload many files, or whole folders',
    about:
      'A PATH is a file, a folder with everything below it, or a pattern such as photos/**/*.jpg. A bucket has no folders: each file keeps its name there. From folders and patterns, names that begin with a dot are left out unless --hidden is given, and so are symbolic links, unless they lead to a file in the same folder. With --id name or path an ID is the same each time, so that --skip-existing can tell what is there: letters, digits, dots, hyphens and underscores stay, everything else becomes an underscore, and an ID that loses something that way, or would be longer than 36 characters, ends with a part of the SHA-256. With --id from-manifest a PATH is a folder that storage download --manifest has filled: its files get the IDs, names and permissions that they had, files that the manifest does not list are left out, and one that is missing is an error before anything is sent.',
    section,
    arguments: uploadArguments,
    flags: uploadFlags,
    examples: [
      'appwrite-cli storage upload photos cat.png dog.png',
      'appwrite-cli storage upload photos ./pictures --id path --skip-existing',
      "appwrite-cli storage upload photos 'pictures/**/*.jpg' --permissions 'read(\"any\")'",
      'appwrite-cli storage upload photos ./backup --id from-manifest --skip-existing',
    ],
    facts: 'POST /storage/buckets/{bucketId}/files for each · scope files.write · API key or user',
    run: async (values, services) => (await import('./upload.ts')).uploadFiles(values, services),
  }),
  defineCommand({
    name: 'download',
    summary: 'Download many files, or all of a bucket',
    about:
      'The files go to the folder that --out names, or to this one. Each keeps its name from the bucket, without parts that lead out of the folder; of files that would have the same name, all but the oldest have their ID in the name. A file appears when it is complete. Files that are already there are only replaced with --yes.',
    section,
    arguments: downloadArguments,
    flags: downloadFlags,
    examples: [
      'appwrite-cli storage download photos mug --out ./pictures',
      'appwrite-cli storage download photos --all --out ./backup --skip-existing',
      'appwrite-cli storage download photos --all --out ./backup --manifest',
    ],
    facts:
      'GET /storage/buckets/{bucketId}/files/{fileId}/download for each · scope files.read · API key or user',
    ownsOut: true,
    run: async (values, services) => (await import('./download.ts')).downloadFiles(values, services),
  }),
  defineCommand({
    name: 'delete-files',
    summary: 'Delete several files: those with these IDs, or those that match a condition',
    about: 'It counts them and asks first; --dry-run lists them instead.',
    section,
    arguments: deleteArguments,
    flags: deleteFlags,
    examples: [
      'appwrite-cli storage delete-files photos mug --yes',
      "appwrite-cli storage delete-files photos --where 'name ^= draft-' --dry-run",
    ],
    facts:
      'GET and DELETE /storage/buckets/{bucketId}/files · scopes files.read and files.write · API key or user',
    completesAs: 'list-files',
    run: async (values, services) => (await import('./delete-files.ts')).deleteFiles(values, services),
  }),
];
