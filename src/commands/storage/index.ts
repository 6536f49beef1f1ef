import { idRules } from '../../bulk/files/id-rules.ts';
import { concurrencyFlag } from '../../bulk/flags.ts';
import type { Argument, CommandSpec, Flag } from '../../core/spec.ts';

const section = 'Files';

const bucket: Argument = { key: 'bucketId', name: 'bucket-id', help: 'Bucket ID', required: true };

const bucketFlag: Flag = {
  key: 'bucketId',
  flag: '--bucket-id',
  spellings: ['--bucketId'],
  takes: 'one',
  help: bucket.help,
  hidden: true,
};

const concurrency: Flag = { ...concurrencyFlag, help: 'At most N requests at once (3)' };

/** Files in bulk. */
export const storageCommands: readonly CommandSpec[] = [
  {
    name: 'upload',
    summary: 'Upload many files, or whole folders',
    about:
      'A PATH is a file, a folder with everything below it, or a pattern such as photos/**/*.jpg. A bucket has no folders: each file keeps its name there. From folders and patterns, names that begin with a dot are left out unless --hidden is given, and so are symbolic links, unless they lead to a file in the same folder. With --id name or path an ID is the same each time, so that --skip-existing can tell what is there: letters, digits, dots, hyphens and underscores stay, everything else becomes an underscore, and an ID that loses something that way, or would be longer than 36 characters, ends with a part of the SHA-256.',
    section,
    arguments: [
      bucket,
      { key: 'paths', name: 'path', help: 'File, folder or pattern', required: true, many: true },
    ],
    flags: [
      bucketFlag,
      {
        key: 'id',
        flag: '--id',
        takes: 'one',
        placeholder: 'CHOICE',
        choices: idRules,
        help: 'What to make the ID of each file from; unique makes a new one each time (unique)',
      },
      {
        key: 'permissions',
        flag: '--permissions',
        takes: 'many',
        placeholder: 'TEXT…',
        help: 'Who may do what with each file, such as read("any")',
      },
      {
        key: 'skipExisting',
        flag: '--skip-existing',
        takes: 'none',
        help: 'Skip files whose ID is already in the bucket',
      },
      {
        key: 'hidden',
        flag: '--hidden',
        takes: 'none',
        help: 'From folders, also take names that begin with a dot',
      },
      concurrency,
    ],
    examples: [
      'appwrite-cli storage upload photos cat.png dog.png',
      'appwrite-cli storage upload photos ./pictures --id path --skip-existing',
      "appwrite-cli storage upload photos 'pictures/**/*.jpg' --permissions 'read(\"any\")'",
    ],
    facts: 'POST /storage/buckets/{bucketId}/files for each · scope files.write · API key or user',
    run: async (input, services) => (await import('./upload.ts')).uploadFiles(input, services),
  },
  {
    name: 'download',
    summary: 'Download many files, or all of a bucket',
    about:
      'The files go to the folder that --out names, or to this one. Each keeps its name from the bucket, without what could lead out of the folder; of files that would have the same name, all but the oldest have their ID in the name. A file appears when it is complete. Files that are already there are only replaced with --yes.',
    section,
    arguments: [
      bucket,
      { key: 'fileIds', name: 'file-id', help: 'ID of a file', required: false, many: true },
    ],
    flags: [
      bucketFlag,
      { key: 'all', flag: '--all', takes: 'none', help: 'Every file of the bucket' },
      {
        key: 'skipExisting',
        flag: '--skip-existing',
        takes: 'none',
        help: 'Skip files that are already in the folder, whatever is in them',
      },
      concurrency,
    ],
    examples: [
      'appwrite-cli storage download photos mug --out ./pictures',
      'appwrite-cli storage download photos --all --out ./backup --skip-existing',
    ],
    facts:
      'GET /storage/buckets/{bucketId}/files/{fileId}/download for each · scope files.read · API key or user',
    ownsOut: true,
    run: async (input, services) => (await import('./download.ts')).downloadFiles(input, services),
  },
];
