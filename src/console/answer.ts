import { CliError, ExitCode } from '../errors.ts';

/** A JSON object whose members are yet to be looked at. */
export type Members = Readonly<Record<string, unknown>>;

/**
 * Reads an answer that is to be an object; its JSON has been checked.
 * @throws CliError exit 1 where it is something else
 */
export function readMembers(text: string): Members {
  return asMembers(JSON.parse(text));
}

/** @throws CliError exit 1 where the member is no text */
export function textMember(members: Members, name: string): string {
  const value = members[name];
  if (typeof value !== 'string') throw unexpected(`"${name}" is not text`);
  return value;
}

/** @throws CliError exit 1 where the member is no list of objects */
export function listMember(members: Members, name: string): Members[] {
  const value = members[name];
  if (!Array.isArray(value)) throw unexpected(`"${name}" is not a list`);
  return value.map(asMembers);
}

function asMembers(value: unknown): Members {
  if (typeof value !== 'object' || value === null || Array.isArray(value))
    throw unexpected('it is not an object');
  return value as Members;
}

function unexpected(why: string): CliError {
  return new CliError(ExitCode.failure, `the server's answer is not what the API promises: ${why}`, {
    hint: 'run it again with -v to see the answer',
  });
}
