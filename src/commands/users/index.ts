import { concurrencyFlag, fileArgument, idsArgument, importFlags } from '../../bulk/flags.ts';
import { hashFlag, onConflictFlag, selectionFlags } from '../../bulk/users/flags.ts';
import { type CommandSpec, defineCommand } from '../../core/spec.ts';
import { prefsCommand } from '../../operations/prefs-command.ts';

const section = 'Users';

/** Commands for one or many users beside those of the API. */
export const userCommands: readonly CommandSpec[] = [
  defineCommand({
    name: 'find',
    summary: 'Find users by e-mail address, phone number, ID or name',
    about:
      'The user with exactly this ID, address or number comes first. If there is none, it lists the users that the search of the server finds, and then those whose name contains the text. It ends with 4 if it finds no user.',
    section,
    arguments: {
      words: {
        name: 'text',
        help: 'E-mail address, phone number, ID or name',
        required: true,
        variadic: true,
      },
    },
    examples: ['appwrite-cli users find ada@example.com', 'appwrite-cli users find Ada'],
    facts: 'GET /users · scope users.read · API key',
    run: async (values, services) => (await import('./find.ts')).findUsers(values, services),
  }),
  prefsCommand({
    group: 'users',
    owner: 'a user',
    id: { key: 'userId', name: 'user-id', help: 'User ID' },
    example: ' ada',
    section,
    facts: 'GET and PATCH /users/{userId}/prefs · scopes users.read and users.write · API key',
  }),
  statusCommand('block', 'blocked', "Block users, so that they can't sign in"),
  statusCommand('unblock', 'unblocked', 'Let blocked users sign in again'),
  defineCommand({
    name: 'export',
    summary: 'Write all users to a file, with the hashes of their passwords',
    about:
      'As NDJSON, JSON or CSV: the name of --out decides, or --format. users import takes what it writes, passwords included. Anyone who has the file can try to guess them: keep it to yourself.',
    section,
    flags: selectionFlags('where', 'sort', 'cursorAfter'),
    examples: [
      'appwrite-cli users export -o users.ndjson',
      "appwrite-cli users export --where 'labels ~ vip' --format csv",
    ],
    facts: 'GET /users · scope users.read · API key',
    completesAs: 'list',
    run: async (values, services) => (await import('./export.ts')).exportUsers(values, services),
  }),
  defineCommand({
    name: 'import',
    summary: 'Create users from a file of NDJSON, JSON or CSV',
    about:
      'A row may have $id, email, phone, name, password, labels, prefs, status, emailVerification and phoneVerification. The field hash, or --hash, says how its password is hashed: argon2, bcrypt, md5, phpass, sha (with passwordVersion), scrypt (with passwordSalt, passwordCpu, passwordMemory, passwordParallel and passwordLength) or scryptMod (with passwordSalt, passwordSaltSeparator and passwordSignerKey). Without it passwords are plain, and rows whose password looks like a hash are refused; plain says that it is a password. Rows that are refused are written to FILE.rejected.ndjson with the reason. An import that was stopped resumes when the same command is run again; if the file has changed since, it stops and names the ways to continue.',
    section,
    arguments: fileArgument,
    flags: { hash: hashFlag, onConflict: onConflictFlag, ...importFlags },
    examples: ['appwrite-cli users import users.ndjson', 'appwrite-cli users import users.csv --hash bcrypt'],
    facts:
      'POST /users and the other requests that create and change users · scopes users.write and users.read · API key',
    run: async (values, services) => (await import('./import.ts')).importUsers(values, services),
  }),
  defineCommand({
    name: 'delete-many',
    summary: 'Delete several users: those with these IDs, or those that match a condition',
    about: 'It counts them and asks first; --dry-run lists them instead.',
    section,
    arguments: { ids: idsArgument('user-ids', 'IDs of users') },
    flags: {
      ...selectionFlags('where'),
      all: { flag: '--all', arity: 'none', help: 'Every user of the project' },
      concurrency: concurrencyFlag,
    },
    examples: [
      'appwrite-cli users delete-many grace linus --yes',
      "appwrite-cli users delete-many --where 'status = false' --dry-run",
    ],
    facts: 'GET and DELETE /users · scopes users.read and users.write · API key',
    completesAs: 'list',
    run: async (values, services) => (await import('./delete.ts')).deleteUsers(values, services),
  }),
];

function statusCommand(name: string, target: 'blocked' | 'unblocked', summary: string): CommandSpec {
  return defineCommand({
    name,
    summary,
    about:
      'It prints the users as they are then, and says how many have changed. To name a user by e-mail address or phone number takes the scope users.read.',
    section,
    arguments: {
      users: {
        name: 'users',
        help: 'IDs, e-mail addresses or phone numbers',
        required: true,
        variadic: true,
      },
    },
    examples: [`appwrite-cli users ${name} grace`, `appwrite-cli users ${name} grace ada@example.com`],
    facts: 'GET /users, PATCH /users/{userId}/status · scopes users.read and users.write · API key',
    run: async (values, services) => (await import('./status.ts')).setStatus(target, values, services),
  });
}
