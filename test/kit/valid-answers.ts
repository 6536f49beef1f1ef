import { health } from '../../src/api/console/health.ts';
import type { FieldType } from '../../src/api/models/model.ts';
import { modelOf } from '../../src/api/models.ts';
import { defaultApiVersion } from '../../src/api/versions.ts';
import { Router } from '../../src/sandbox/core/http/router.ts';
import { everyOperation } from './catalogue.ts';
import type { Behaviour, Hit } from './faults.ts';
import { jsonResponse, type MemoryResponse } from './transport.ts';

const router = new Router();
for (const operation of [...everyOperation, ...health.operations]) router.add(operation);

const samples: Readonly<Record<FieldType, unknown>> = {
  string: 'some',
  integer: 1,
  number: 1,
  boolean: true,
  list: [],
  object: {},
  any: null,
};

/**
 * Answers a request of the catalogue as the model of its operation promises: lists are empty, objects have every field.
 * @param members of the object, besides or instead of those
 */
export function validAnswer({ method, url }: Pick<Hit, 'method' | 'url'>, members = {}): MemoryResponse {
  const path = url.replace(/^\/v1|\?.*/gs, '');
  const found = router.find(method, path);
  if (!found) throw new Error(`the catalogue has no ${method} ${path}`);
  const { kind, status, media, response } = found.operation;
  if (kind === 'webAuth') return { status, headers: { location: 'https://example.com/' }, body: '' };
  if (kind === 'location')
    return { status, headers: { 'content-type': media ?? 'text/plain' }, body: 'file' };
  if (kind === 'graphql') return jsonResponse({ data: {} });
  if (path === '/health/version') return jsonResponse({ version: '1.5.7' });
  if (response === null) return { status, headers: { 'content-type': 'text/html' }, body: '' };
  return jsonResponse({ ...sampleOf(response), ...members }, status === 204 ? 200 : status);
}

function sampleOf(name: string): object {
  const { items, fields } = modelOf(name, defaultApiVersion);
  if (items) return { total: 0, [items.member]: [] };
  return Object.fromEntries(Object.entries(fields).map(([field, type]) => [field, samples[type]]));
}

/** Answers every request of the catalogue as its model promises. */
export const valid: Behaviour = ({ hit, response }) => {
  const { status, headers, body } = validAnswer(hit);
  response.writeHead(status, headers as Record<string, string>).end(body);
};
