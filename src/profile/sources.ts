import type { Context } from '../context.ts';
import { readVariable } from './credential.ts';
import { normaliseEndpoint } from './endpoint.ts';

/** The source of a value. */
export interface Source {
  readonly from: 'flag' | 'environment' | 'appwrite.json' | 'profile';
  /** The flag, the variable, the path of the file, or the profile as in `profile "shop"`. */
  readonly detail: string;
}

export interface SourcedValue {
  readonly value: string;
  readonly source: Source;
}

/** Returns a value from the command line, otherwise from the environment. */
export function fromCommandLine(
  env: Context['env'],
  given: string | undefined,
  flag: string,
  variable: string,
): SourcedValue | undefined {
  return sourced('flag', flag, given) ?? sourced('environment', variable, readVariable(env, variable));
}

/** Adds the source to a value; undefined stays undefined. */
export function sourced(
  from: Source['from'],
  detail: string,
  value: string | undefined,
): SourcedValue | undefined {
  return value === undefined ? undefined : { value, source: { from, detail } };
}

/**
 * Brings an endpoint into canonical form.
 * @throws CliError exit 2 that names the source
 */
export function normalised(endpoint: SourcedValue | undefined): SourcedValue | undefined {
  return endpoint && { ...endpoint, value: normaliseEndpoint(endpoint.value, endpoint.source.detail) };
}
