import type { Operation } from '../api/schema.ts';
import type { ApiRequest } from '../http/types.ts';
import type { Values } from './request.ts';
import { sendJson, viewOf } from './run.ts';
import type { Runtime } from './runtime.ts';
import type { Outcome } from './spec.ts';

/** Uploads a file and answers with what the server made of it. */
export async function uploadResult(
  operation: Operation,
  request: ApiRequest,
  _values: Values,
  runtime: Runtime,
): Promise<Outcome> {
  return sendJson(request, operation.auth, viewOf(operation.response), runtime);
}

/** Downloads a file. */
export async function downloadResult(
  operation: Operation,
  request: ApiRequest,
  _values: Values,
  runtime: Runtime,
): Promise<Outcome> {
  return sendJson(request, operation.auth, viewOf(operation.response), runtime);
}
