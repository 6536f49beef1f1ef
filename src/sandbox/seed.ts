import { keyActor } from './auth/actor.ts';
import { keyScopes } from './auth/scopes.ts';
import type { JsonObject } from './json.ts';
import type { Kernel } from './kernel.ts';
import type { Project } from './projects.ts';

/** What a seeded sandbox begins with, as the requests that make it. */
const requests: readonly (readonly [operation: string, params: JsonObject])[] = [
  ['databases.create', { databaseId: 'shop', name: 'Shop' }],
];

/** Fills a new project, through the same operations that a client would call. */
export async function seed(kernel: Kernel, project: Project): Promise<void> {
  const actor = keyActor(keyScopes);
  const request = { headers: {}, ip: '127.0.0.1', host: 'localhost' };
  for (const [name, params] of requests) {
    const sent = { params, files: new Map() };
    await kernel.perform(kernel.operation(name), { project, actor, request, sent });
  }
}
