import { type CommandSpec, defineCommand } from '../../core/spec.ts';
import { createFlags, restoreFlags } from './flags.ts';

/** The backup that a command reads. */
export const backupArgument = {
  backup: {
    name: 'backup',
    help: 'Folder or .tar.gz of the backup',
    required: true,
    completes: 'file',
  },
} as const;

/** A lazy-loading seam: help and completion need only specs, so each `run` imports its implementation. */
export const backup: readonly CommandSpec[] = [
  defineCommand({
    name: 'create',
    summary: 'Back up a project: schema, documents, users, teams, files, functions, messages',
    about:
      'It reads everything that the API key may read into a folder that people can read too: appwrite.json as pull writes it, documents and users as NDJSON in the order of their IDs, files as they are, the code of functions, and manifest.json with the SHA-256 of each of them. What the key may not read is reported before it starts; then it exits with 8 unless --allow-missing is given. Settings of the project need a console login. Each list is read once, then what has changed in the meantime is read again; the manifest names that. The folder gets its name when it is complete: until then it is NAME.partial, and the same command continues it after an interruption. Users come with the hashes of their passwords. Values of variables come only with --with-secrets or --encrypt. With a name that ends in .tar.gz the backup is one file. With --scrub FILE it may go to a laptop: personal values of users and messages are replaced, passwords are left out, and the rules of FILE replace fields of documents, as in appwrite-cli copy --help. The bytes of files are not changed.',
    arguments: {
      path: {
        name: 'path',
        help: 'New folder or .tar.gz; by default PROJECT-DATE in this folder',
        required: false,
        completes: 'folder',
      },
    },
    flags: createFlags,
    examples: [
      'appwrite-cli backup create',
      'appwrite-cli backup create monday --incremental sunday',
      'appwrite-cli backup create shop.tar.gz --only users collections/main',
      'appwrite-cli backup create --encrypt --passphrase-file password.txt',
      'appwrite-cli backup create laptop --scrub scrub.yml --except buckets',
    ],
    run: async (values, services) => (await import('./create.ts')).runCreate(values, services),
  }),
  defineCommand({
    name: 'verify',
    summary: 'Check a backup without a server',
    about:
      'It reads all of a backup and compares it with its manifest: sizes and hashes, numbers and order of lines, IDs, the bytes of files, references between documents, memberships, targets and subscribers, unknown files, and modes that would let other users read it. Everything that is wrong is reported, with path and line, and it exits with 9. Nothing is sent.',
    arguments: backupArgument,
    examples: [
      'appwrite-cli backup verify monday',
      "appwrite-cli backup verify monday --json --filter 'findings[].path'",
    ],
    run: async (values, services) => (await import('./verify.ts')).runVerify(values, services),
  }),
  defineCommand({
    name: 'restore',
    summary: 'Restore a backup into a project',
    about:
      "It checks the hashes of the backup, then shows what it would change: the schema as a plan, the number of items of each kind, and what can't come back as it was. Then it asks. Users keep their IDs, their passwords, labels, preferences and verifications; documents, files, subscribers and messages keep their IDs and permissions. It never deletes anything and never sends a message: what was sent is left out, and what was scheduled becomes a draft. Invitations that were not accepted are left out too. A project that has items already is refused unless --on-conflict says what to do with those that differ, or --confirm names the project; items that are there and equal are left as they are. After an interruption the same command goes on. At the end it counts, reads a sample of each kind again, and exits with 8 if anything is not as in the backup.",
    arguments: backupArgument,
    flags: restoreFlags,
    examples: [
      'appwrite-cli backup restore shop-monday --dry-run',
      'appwrite-cli backup restore shop-monday --only users collections/main/posts --on-conflict skip --yes',
    ],
    run: async (values, services) => (await import('./restore.ts')).runRestore(values, services),
  }),
];
