import { describe, expect, it } from 'vitest';
import { allGroups, consoleAdditions } from '../../../../src/api/console/index.ts';
import { readingExceptions } from '../../../../src/sandbox/services/functions/events/deleted.ts';
import { templateOf, withoutEvents } from '../../../../src/sandbox/services/functions/events/templates.ts';

/** Groups of operations that raise events; the console's own groups raise none that a function could listen to. */
const groupsWithEvents: readonly string[] = [
  ...['account', 'databases', 'functions', 'messaging', 'proxy', 'storage', 'teams', 'users'],
];

const loads = [...allGroups.map(({ load }) => load), ...Object.values(consoleAdditions)];
const catalogue = await Promise.all(loads.map((load) => load()));
const writes = catalogue
  .flatMap(({ operations }) => operations)
  .filter(({ method }) => method !== 'GET')
  .map((operation) => ({ operation, name: `${operation.group}.${operation.command}` }));

describe('templates of events', () => {
  it('has each operation that writes raise an event, or lists it as one that raises none', () => {
    const unexplained = writes.filter(
      ({ operation, name }) =>
        groupsWithEvents.includes(operation.group) ===
        ((templateOf(operation) !== undefined) === withoutEvents.has(name)),
    );
    expect(unexplained.map(({ name }) => name)).toEqual([]);
  });

  it('names no operation in vain', () => {
    const names = new Set(writes.map(({ name }) => name));
    expect([...withoutEvents].filter((name) => !names.has(name))).toEqual([]);
  });

  it('takes the action of an event from what the operation does', () => {
    const actions = writes.flatMap(({ operation, name }) => {
      const template = templateOf(operation);
      return template === undefined ? [] : [[name.split('.')[1]!.split('-')[0], template] as const];
    });
    const odd = actions
      .filter(([verb, template]) => !template.includes(`.${verb}`))
      .map(([, template]) => template);
    expect([...new Set(odd)].sort()).toEqual([
      'functions.[functionId].deployments.[deploymentId].update',
      'users.[userId].sessions.[sessionId].create',
      'users.[userId].update.mfa',
    ]);
  });

  it('can read what each operation deletes, by the operation that gets it or as an exception', () => {
    const names = new Set(
      catalogue.flatMap(({ operations }) => operations.map((each) => `${each.group}.${each.command}`)),
    );
    const deletions = writes.filter(
      ({ operation }) => operation.method === 'DELETE' && templateOf(operation),
    );
    const unread = deletions
      .map(({ name }) => name)
      .filter((name) => !names.has(name.replace('.delete', '.get')));
    expect(unread.filter((name) => readingExceptions[name] === undefined)).toEqual([]);
  });
});
