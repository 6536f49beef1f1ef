import { serverVersion } from '../../version.ts';
import type { JsonObject } from './json.ts';

/** An answer that refuses: any part of the sandbox throws it, and the server writes it as the real one does. */
export class ApiError extends Error {
  override readonly name = 'ApiError';
  readonly status: number;
  /** Machine-readable, as the real server's: `database_not_found`. */
  readonly type: string;

  constructor(status: number, type: string, message: string) {
    super(message);
    this.status = status;
    this.type = type;
  }

  get body(): JsonObject {
    return { message: this.message, code: this.status, type: this.type, version: serverVersion };
  }
}

/** A parameter that is missing or can't be what was given. */
export function invalidArgument(param: string, why: string): ApiError {
  return new ApiError(400, 'general_argument_invalid', `Invalid \`${param}\` param: ${why}`);
}

export function invalidQuery(why: string): ApiError {
  return new ApiError(400, 'general_query_invalid', `Invalid query: ${why}`);
}

/** What the sandbox doesn't do: it says so instead of pretending. */
export function notImplemented(message: string): ApiError {
  return new ApiError(501, 'general_not_implemented', message);
}

export function routeNotFound(method: string, path: string): ApiError {
  return new ApiError(404, 'general_route_not_found', `There is no route for ${method} ${path}.`);
}

/** An error that nobody meant: the client learns no more than that. */
export function serverError(): ApiError {
  return new ApiError(500, 'general_unknown', 'Server Error');
}
