import { type Group, kebab, type Operation } from '../../api/schema.ts';
import { Router } from './http/router.ts';
import type { Handler, Module } from './module.ts';

/** The operations of the catalogue, by path and by name, with their handlers. Sandboxes can share them. */
export class HandledOperations {
  readonly router = new Router();
  /** By group and command, or group and alias: `users.create`. */
  readonly #operations = new Map<string, Operation>();
  readonly #handlers = new Map<Operation, Handler>();

  /** @throws Error if a handler has no operation, or two operations have the same method and path */
  constructor(groups: readonly Group[], modules: readonly Module[]) {
    for (const operation of groups.flatMap((group) => group.operations)) {
      this.router.add(operation);
      for (const name of [operation.command, ...operation.aliases]) {
        const key = `${operation.group}.${name}`;
        if (!this.#operations.has(key)) this.#operations.set(key, operation);
      }
    }
    for (const { handlers } of modules) {
      for (const [name, handler] of Object.entries(handlers)) this.#handlers.set(this.named(name), handler);
    }
  }

  /** @throws Error if there is none of this name */
  named(name: string): Operation {
    const [group, camel = ''] = name.split('.');
    const found = this.#operations.get(`${group}.${kebab(camel)}`) ?? this.#operations.get(name);
    if (!found) throw new Error(`the catalogue has no operation ${name}`);
    return found;
  }

  handlerOf(operation: Operation): Handler | undefined {
    return this.#handlers.get(operation);
  }
}
