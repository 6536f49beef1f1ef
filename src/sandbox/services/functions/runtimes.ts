import { languageName, parseRuntime } from '../../../functions/runtime/environment.ts';
import type { Call } from '../../core/call.ts';
import { ApiError } from '../../core/errors.ts';
import type { JsonObject } from '../../core/json.ts';
import type { Handler } from '../../core/module.ts';

/** Runtimes by their IDs, with the Docker images that those of a server are built on. */
type Runtimes = Readonly<Record<string, string>>;

/** Runtimes that a new server has enabled. */
const ofNewServer: Runtimes = {
  'node-18.0': 'node:18.0-alpine3.15',
  'php-8.0': 'php:8.0-cli-alpine3.16',
  'ruby-3.1': 'ruby:3.1-alpine3.16',
  'python-3.9': 'python:3.9-alpine3.16',
};

/**
 * Runtimes of a 1.5 server that its operator has to enable, of the languages that run here. A sandbox that runs code has
 * all of them enabled: a function that is written for another version than those of a new server can be tested here too.
 */
const further: Runtimes = {
  'node-14.5': 'node:14.5-alpine3.11',
  'node-16.0': 'node:16.0-alpine3.13',
  'node-19.0': 'node:19.0-alpine3.16',
  'node-20.0': 'node:20.0-alpine3.16',
  'node-21.0': 'node:21.0-alpine3.18',
  'php-8.1': 'php:8.1-cli-alpine3.16',
  'php-8.2': 'php:8.2-cli-alpine3.16',
  'php-8.3': 'php:8.3-cli-alpine3.18',
  'ruby-3.0': 'ruby:3.0-alpine3.16',
  'ruby-3.2': 'ruby:3.2-alpine3.16',
  'ruby-3.3': 'ruby:3.3-alpine3.18',
  'python-3.8': 'python:3.8-alpine3.16',
  'python-3.10': 'python:3.10-alpine3.16',
  'python-3.11': 'python:3.11-alpine3.16',
  'python-3.12': 'python:3.12-alpine3.16',
  'python-ml-3.11': 'continuumio/miniconda3:24.1.2-0',
  'deno-1.21': 'denoland/deno:alpine-1.21.3',
  'deno-1.24': 'denoland/deno:alpine-1.24.3',
  'deno-1.35': 'denoland/deno:alpine-1.35.2',
  'deno-1.40': 'denoland/deno:alpine-1.40.5',
  'bun-1.0': 'oven/bun:1.0.29',
};

const enabledIn = ({ kernel }: Call): Runtimes =>
  kernel.functions ? { ...ofNewServer, ...further } : ofNewServer;

/**
 * Refuses a runtime that the server knows, but has not enabled. A change of a function's runtime is not checked.
 * @throws ApiError 404 function_runtime_unsupported
 */
export function requireEnabled(call: Call, runtime: string): void {
  const enabled = enabledIn(call);
  if (Object.hasOwn(enabled, runtime)) return;
  throw new ApiError(
    404,
    'function_runtime_unsupported',
    `The runtime ${runtime} is not enabled. Those of ${call.kernel.functions ? 'this sandbox' : 'a new server'} are ${Object.keys(enabled).join(', ')}.`,
  );
}

/** Returns a runtime as the API answers it. */
function view([id, base]: readonly [string, string]): JsonObject {
  const { language, version } = parseRuntime(id)!;
  return {
    $id: id,
    name: languageName(language),
    version,
    base,
    image: `openruntimes/${language}:v3-${version}`,
    logo: `${language}.png`,
    supports: architecturesOf(id),
  };
}

/** Processors that the image of a runtime is made for. */
function architecturesOf(id: string): string[] {
  if (/^deno-1\.[23]/.test(id)) return ['x86'];
  if (/^(node-(19|2)|python-ml|deno|bun)/.test(id)) return ['x86', 'arm64'];
  return ['x86', 'arm64', 'armv7', 'armv8'];
}

export const runtimeHandlers: Record<string, Handler> = {
  'functions.listRuntimes': (call) => {
    const all = Object.entries(enabledIn(call));
    return { total: all.length, runtimes: all.map(view) };
  },
};
