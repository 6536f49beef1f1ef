import type { Context } from '../context.ts';
import { readVariable } from './credential.ts';
import { normaliseEndpoint } from './endpoint.ts';

/** Where a value came from. */
export interface Source {
  readonly from: 'flag' | 'environment' | 'appwrite.json' | 'profile';
  /** The flag, the variable, the file's path, or the profile's name as in `profile "shop"`. */
  readonly detail: string;
}

/** A value and where it came from. */
export interface Found {
  readonly value: string;
  readonly source: Source;
}

/** A value from the command line, else from the environment. */
export function fromCommandLine(
  env: Context['env'],
  given: string | undefined,
  flag: string,
  variable: string,
): Found | undefined {
  return found('flag', flag, given) ?? found('environment', variable, readVariable(env, variable));
}

/** A value, where there is one, with its source. */
export function found(from: Source['from'], detail: string, value: string | undefined): Found | undefined {
  return value === undefined ? undefined : { value, source: { from, detail } };
}

/**
 * An endpoint in its one form.
 * @throws CliError exit 2 naming the source
 */
export function asEndpoint(endpoint: Found | undefined): Found | undefined {
  return endpoint && { ...endpoint, value: normaliseEndpoint(endpoint.value, endpoint.source.detail) };
}
