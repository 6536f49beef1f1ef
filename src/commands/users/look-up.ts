import { operationOf } from '../../api/schema.ts';
import { users } from '../../api/users.ts';
import { CliError, ExitCode } from '../../errors.ts';
import type { ApiRequest } from '../../http/types.ts';
import { encodeJson } from '../../lib/json/raw.ts';
import { items, members } from '../../lib/json/slices.ts';
import { buildRequest } from '../../operations/request.ts';

/** Attributes that name one user. */
export type Identifier = '$id' | 'email' | 'phone';

/** Returns the attribute that a word can name a user by: no ID has an @ or begins with a plus. */
export function identifierOf(word: string): Identifier {
  if (word.includes('@')) return 'email';
  return word.startsWith('+') ? 'phone' : '$id';
}

export const listUsers = operationOf(users, 'list');

/** Returns the request for the user that a word names by ID, e-mail address or phone number. */
export function exactRequest(word: string): ApiRequest {
  const attribute = identifierOf(word);
  // The server stores addresses in lower case.
  const value = attribute === 'email' ? word.toLowerCase() : word;
  return buildRequest(listUsers, {
    queries: [encodeJson({ method: 'equal', attribute, values: [value] })],
  });
}

/** Returns the users of a list, as JSON texts. */
export const usersOf = (list: string): string[] => [...items(members(list).get('users') ?? '[]')];

export function noSuchUser(word: string): CliError {
  const names = { $id: 'the ID', email: 'the e-mail address', phone: 'the phone number' };
  return new CliError(ExitCode.notFound, `no user has ${names[identifierOf(word)]} ${word}`, {
    hint: 'look for a part of the name with appwrite-cli users find NAME',
  });
}
