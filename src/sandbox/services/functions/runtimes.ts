import { ApiError } from '../../core/errors.ts';
import type { JsonObject } from '../../core/json.ts';
import type { Handler } from '../../core/module.ts';

const languages: Readonly<Record<string, string>> = {
  node: 'Node.js',
  php: 'PHP',
  ruby: 'Ruby',
  python: 'Python',
};

/** Runtimes that a new server has enabled, with their Docker images. */
const enabledRuntimes: Readonly<Record<string, string>> = {
  'node-18.0': 'node:18.0-alpine3.15',
  'php-8.0': 'php:8.0-cli-alpine3.16',
  'ruby-3.1': 'ruby:3.1-alpine3.16',
  'python-3.9': 'python:3.9-alpine3.16',
};

/**
 * Refuses a runtime that the server knows, but has not enabled. A change of a function's runtime is not checked.
 * @throws ApiError 404 function_runtime_unsupported
 */
export function requireEnabled(runtime: string): void {
  if (Object.hasOwn(enabledRuntimes, runtime)) return;
  throw new ApiError(
    404,
    'function_runtime_unsupported',
    `The runtime ${runtime} is not enabled. Those of a new server are ${Object.keys(enabledRuntimes).join(', ')}.`,
  );
}

/** Returns a runtime as the API answers it. */
function view([id, base]: readonly [string, string]): JsonObject {
  const [, language = '', version = ''] = /^(.+)-([\d.]+)$/.exec(id) ?? [];
  return {
    $id: id,
    name: languages[language] ?? language,
    version,
    base,
    image: `openruntimes/${language}:v3-${version}`,
    logo: `${language}.png`,
    supports: ['x86', 'arm64', 'armv7', 'armv8'],
  };
}

export const runtimeHandlers: Record<string, Handler> = {
  'functions.listRuntimes': () => {
    const all = Object.entries(enabledRuntimes);
    return { total: all.length, runtimes: all.map(view) };
  },
};
