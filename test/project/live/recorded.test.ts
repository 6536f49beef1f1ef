import { existsSync, readFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { describe, expect, it } from 'vitest';
import { items, members } from '../../../src/lib/json/slices.ts';
import { LiveResources } from '../../../src/project/live/resources.ts';
import type { KindName } from '../../../src/project/model/kind.ts';
import { kindNamed } from '../../../src/project/model/kinds.ts';

/**
 * Answers that real servers gave about lists of resources and single ones. They are not part of this repository; without
 * them the tests are skipped.
 */
const folder =
  process.env.APPWRITE_RECORDINGS ?? fileURLToPath(new URL('../../../../shared/real', import.meta.url));
const files = ['appwrite-1.5.7', 'schema-1.5.7', 'console-1.5.7', 'appwrite-1.8.1'].map(
  (name) => `${folder}/${name}.ndjson`,
);

/** Kinds by the form of their path; `parent` is what contains them there. */
const routes: readonly [form: RegExp, kind: KindName, list: string][] = [
  [/^\/v1\/databases(?:\/(?!usage|transactions)[^/]+)?$/, 'database', 'databases'],
  [/^\/v1\/databases\/[^/]+\/collections(?:\/[^/]+)?$/, 'collection', 'collections'],
  [/^\/v1\/databases\/[^/]+\/collections\/[^/]+\/attributes(?:\/[^/]+)?$/, 'attribute', 'attributes'],
  [/^\/v1\/databases\/[^/]+\/collections\/[^/]+\/indexes(?:\/[^/]+)?$/, 'index', 'indexes'],
  [/^\/v1\/storage\/buckets(?:\/[^/]+)?$/, 'bucket', 'buckets'],
  [/^\/v1\/teams(?:\/[^/]+)?$/, 'team', 'teams'],
  [/^\/v1\/messaging\/providers(?:\/[^/]+)?$/, 'provider', 'providers'],
  [/^\/v1\/messaging\/topics(?:\/[^/]+)?$/, 'topic', 'topics'],
  [/^\/v1\/functions(?:\/(?!runtimes|specifications|templates|usage)[^/]+)?$/, 'function', 'functions'],
  [/^\/v1\/functions\/[^/]+\/variables(?:\/[^/]+)?$/, 'variable', 'variables'],
  [/^\/v1\/project\/variables(?:\/[^/]+)?$/, 'project variable', 'variables'],
  [/^\/v1\/projects\/[^/]+\/webhooks(?:\/[^/]+)?$/, 'webhook', 'webhooks'],
  [/^\/v1\/projects\/[^/]+\/platforms(?:\/[^/]+)?$/, 'platform', 'platforms'],
];

interface Answer {
  readonly kind: KindName;
  /** JSON of a resource. */
  readonly json: string;
}

function answersIn(file: string): Answer[] {
  const lines = readFileSync(file, 'utf8').split('\n').filter(Boolean);
  return lines.flatMap((line) => {
    const { request, response } = JSON.parse(line);
    const isAnswer = request.method === 'GET' && response.status === 200 && response.json;
    const route = isAnswer && routes.find(([form]) => form.test(request.path.replace(/\?.*/, '')));
    if (!route || /select/.test(decodeURIComponent(request.path))) return [];
    const [, kind, list] = route;
    const json = members(members(line).get('response')!).get('json')!;
    const all = members(json).get(list);
    const isList = members(json).has('total') && all !== undefined;
    return (isList ? [...items(all)] : [json]).map((each) => ({ kind, json: each }));
  });
}

describe.skipIf(!files.every((file) => existsSync(file)))('what real servers answer', () => {
  it.each(files)('is read without a problem: %s', (file) => {
    const answers = answersIn(file);
    expect(answers.length).toBeGreaterThan(5);
    const read = answers.flatMap(({ kind, json }) => {
      const parent =
        kindNamed(kind).parent === undefined ? [] : ['main', 'posts'].slice(0, kind === 'variable' ? 1 : 2);
      return new LiveResources().add(kind, members(json), parent) ?? [];
    });
    const unread = read.filter(({ fields }) => fields.size === 0);
    expect(unread.map(({ kind, path, variant }) => [kind, ...path, variant])).toEqual([]);
  });
});
