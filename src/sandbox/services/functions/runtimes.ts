import { runtimes } from '../../../api/choices/runtimes.ts';
import type { JsonObject } from '../../core/json.ts';
import type { Handler } from '../../core/module.ts';

const languages: Readonly<Record<string, string>> = {
  node: 'Node.js',
  php: 'PHP',
  ruby: 'Ruby',
  python: 'Python',
  'python-ml': 'Python (ML)',
  deno: 'Deno',
  dart: 'Dart',
  dotnet: '.NET',
  java: 'Java',
  swift: 'Swift',
  kotlin: 'Kotlin',
  cpp: 'C++',
  bun: 'Bun',
};

/** Default runtimes of a new server, with their Docker images. They come first in the list. */
const defaultRuntimes: Readonly<Record<string, string>> = {
  'node-18.0': 'node:18.0-alpine3.15',
  'php-8.0': 'php:8.0-cli-alpine3.16',
  'ruby-3.1': 'ruby:3.1-alpine3.16',
  'python-3.9': 'python:3.9-alpine3.16',
};

/** Returns a runtime as the API answers it. The sandbox runs none, so it offers all of them. */
function view(id: string): JsonObject {
  const [, language = '', version = ''] = /^(.+)-([\d.]+)$/.exec(id) ?? [];
  return {
    $id: id,
    name: languages[language] ?? language,
    version,
    base: defaultRuntimes[id] ?? '',
    image: `openruntimes/${language}:v3-${version}`,
    logo: `${language}.png`,
    supports: ['x86', 'arm64', 'armv7', 'armv8'],
  };
}

export const runtimeHandlers: Record<string, Handler> = {
  'functions.listRuntimes': () => {
    const ids = new Set([...Object.keys(defaultRuntimes), ...runtimes]);
    return { total: ids.size, runtimes: [...ids].map(view) };
  },
};
