import { sandboxVersion } from '../../version.ts';
import type { JsonObject } from './json.ts';

/** An error response. Any part of the sandbox throws it; the server sends it in the form of the real one. */
export class ApiError extends Error {
  override readonly name = 'ApiError';
  readonly status: number;
  /** Machine-readable, as on a real server: `database_not_found`. */
  readonly type: string;

  constructor(status: number, type: string, message: string) {
    super(message);
    this.status = status;
    this.type = type;
  }

  get body(): JsonObject {
    return { message: this.message, code: this.status, type: this.type, version: sandboxVersion };
  }
}

/** Error for a missing or invalid parameter. */
export function invalidArgument(param: string, why: string): ApiError {
  return new ApiError(400, 'general_argument_invalid', `Invalid \`${param}\` param: ${why}`);
}

export function invalidQuery(why: string): ApiError {
  return new ApiError(400, 'general_query_invalid', `Invalid query: ${why}`);
}

/** Error for a feature that the sandbox lacks, so that it never pretends. */
export function notImplemented(message: string): ApiError {
  return new ApiError(501, 'general_not_implemented', message);
}

export function routeNotFound(method: string, path: string): ApiError {
  return new ApiError(404, 'general_route_not_found', `There is no route for ${method} ${path}.`);
}

/** Unexpected error; the client gets a bare 500. */
export function serverError(): ApiError {
  return new ApiError(500, 'general_unknown', 'Server Error');
}
