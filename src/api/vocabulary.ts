/**
 * The vocabulary of the catalogue. Pure data: nothing here reads, writes or sends. An operation is one line in its
 * group's file; the command, its help, its checks, its request, its table, its completions and the sandbox's route all
 * follow from that line.
 *
 * The line also tells the history of the operation: `since` and `until` say which versions have it, `changes` what is
 * different from a version on. Parameters, choices and fields carry theirs with them in the same words.
 */

import { once } from '../lib/once.ts';
import { commandOf, operationIn } from './operation-in.ts';
import type { Extras, OperationSpec, PathHelp, Shared } from './operation-spec.ts';
import type { Params } from './param-spec.ts';
import { type AuthScheme, type Group, kebab, type Method, type Operation, operationOf } from './schema.ts';
import { type ApiVersion, byVersion, defaultApiVersion, existsIn, type Lifetime } from './versions.ts';

/**
 * For an operation whose name the API spells in another way from a version on: `account.createMFAChallenge` for
 * `createMfaChallenge`. It advises against the old spelling only.
 */
export const respelt = (since: ApiVersion, name: string): Extras => ({
  deprecated: since,
  replacement: name,
});

const verb =
  (method: Method) =>
  (
    path: string,
    summary: string,
    params: Params = {},
    response: string | null = null,
    extras: Extras = {},
  ): OperationSpec => ({ method, path, summary, params, response, extras });

export const get = verb('GET');
export const post = verb('POST');
export const put = verb('PUT');
export const patch = verb('PATCH');
export const del = verb('DELETE');

export const key: readonly AuthScheme[] = ['Key'];
export const user: readonly AuthScheme[] = ['JWT', 'Session'];
export const keyOrUser: readonly AuthScheme[] = ['JWT', 'Key', 'Session'];
export const guest: readonly AuthScheme[] = [];

/** For sections of the console's own API: about accounts of the console and their projects. */
export const ofConsole = { auth: guest, console: 'console' } as const;
/** For sections of the console's own API: about the contents of one project. */
export const ofProject = { auth: guest, console: 'admin' } as const;

export interface Section {
  readonly title: string;
  readonly shared: Shared;
  readonly operations: Readonly<Record<string, OperationSpec>>;
}

/**
 * Operations of a group that share a scope and a heading.
 * @param operations by name, in camelCase: `createStringAttribute` becomes the command `create-string-attribute`
 */
export function section(
  title: string,
  shared: Shared,
  operations: Readonly<Record<string, OperationSpec>>,
): Section {
  return { title, shared, operations };
}

/**
 * A group of the API: the first word of a command.
 * @param pathHelp one line for each placeholder in the group's paths
 * @returns the group as the default version has it; `at` leads to the others
 */
export function group(name: string, summary: string, pathHelp: PathHelp, ...sections: Section[]): Group {
  const at = byVersion(groupIn);
  function groupIn(version: ApiVersion): Group {
    const existing = once(() =>
      sections.flatMap(({ title, shared, operations }) =>
        Object.entries(operations)
          .filter(([, { extras }]) => existsIn(shared, version) && existsIn(extras, version))
          .map(([camel, spec]) => ({
            camel,
            spec,
            operation: once(() =>
              operationIn({ group: name, title, shared, pathHelp, version, find: findCamel }, camel, spec),
            ),
          })),
      ),
    );
    // Computed on demand: a command line speaks to one version, and mostly of one operation.
    const all = once(() => existing().map(({ operation }) => operation()));
    const view: Group = {
      name,
      summary,
      get operations() {
        return all();
      },
      find: (command) =>
        existing()
          .find(({ camel, spec }) => commandOf(camel, spec.extras, version) === command)
          ?.operation(),
      at,
    };
    function findCamel(camel: string): Operation {
      return operationOf(view, kebab(camel));
    }
    return view;
  }
  return at(defaultApiVersion);
}

/** Returns a group as some versions have it; the others lack it, and get it without operations. */
export function limited(group: Group, lifetime: Lifetime): Group {
  const at = (version: ApiVersion): Group =>
    existsIn(lifetime, version) ? group.at(version) : { ...group, operations: [], find: () => undefined, at };
  return at(defaultApiVersion);
}
