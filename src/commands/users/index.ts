import { concurrencyFlag, fileArgument, importFlags } from '../../bulk/flags.ts';
import { chooseFlags, hashFlag, onConflictFlag } from '../../bulk/users/flags.ts';
import type { CommandSpec, Flag } from '../../core/spec.ts';

const section = 'Users';

const chosen: Flag = { key: 'ids', flag: '--user-ids', takes: 'many', help: 'IDs of users', hidden: true };
const everyone: Flag = { key: 'all', flag: '--all', takes: 'none', help: 'Every user of the project' };

/** Users in bulk. */
export const userCommands: readonly CommandSpec[] = [
  {
    name: 'export',
    summary: 'Write all users to a file, with the hashes of their passwords',
    about:
      'As NDJSON, JSON or CSV: the name of --out decides, or --format. users import takes what it writes, passwords included. Anyone who has the file can try to guess them: keep it to yourself.',
    section,
    arguments: [],
    get flags() {
      return chooseFlags('where', 'sort', 'cursorAfter');
    },
    examples: [
      'appwrite-cli users export -o users.ndjson',
      "appwrite-cli users export --where 'labels ~ vip' --format csv",
    ],
    facts: 'GET /users · scope users.read · API key',
    completesAs: 'list',
    run: async (input, services) => (await import('./export.ts')).exportUsers(input, services),
  },
  {
    name: 'import',
    summary: 'Create users from a file of NDJSON, JSON or CSV',
    about:
      'A row may have $id, email, phone, name, password, labels, prefs, status, emailVerification and phoneVerification. The field hash, or --hash, says how its password is hashed: argon2, bcrypt, md5, phpass, sha (with passwordVersion), scrypt (with passwordSalt, passwordCpu, passwordMemory, passwordParallel and passwordLength) or scryptMod (with passwordSalt, passwordSaltSeparator and passwordSignerKey). Without it passwords are plain. Rows that are refused are written to FILE.rejected.ndjson with the reason. An import that was stopped goes on where it was when the same command is run again.',
    section,
    arguments: [fileArgument],
    flags: [hashFlag, onConflictFlag, ...importFlags],
    examples: ['appwrite-cli users import users.ndjson', 'appwrite-cli users import users.csv --hash bcrypt'],
    facts:
      'POST /users and the other requests that create and change users · scopes users.write and users.read · API key',
    run: async (input, services) => (await import('./import.ts')).importUsers(input, services),
  },
  {
    name: 'delete-many',
    summary: 'Delete several users: those with these IDs, or those that match a condition',
    about: 'It counts them and asks first; --dry-run lists them instead.',
    section,
    arguments: [{ key: 'ids', name: 'user-ids', help: 'IDs of users', required: false, many: true }],
    get flags() {
      return [chosen, ...chooseFlags('where'), everyone, concurrencyFlag];
    },
    examples: [
      'appwrite-cli users delete-many grace linus --yes',
      "appwrite-cli users delete-many --where 'status = false' --dry-run",
    ],
    facts: 'GET and DELETE /users · scopes users.read and users.write · API key',
    completesAs: 'list',
    run: async (input, services) => (await import('./delete.ts')).deleteUsers(input, services),
  },
];
