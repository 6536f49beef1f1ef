import type { Operation } from '../../../api/schema.ts';
import type { Call } from '../../core/call.ts';
import { Reply, type Result } from '../../core/http/reply.ts';
import type { Module } from '../../core/module.ts';
import { addLogEntry } from '../../core/records/logs.ts';
import { consoleId } from '../../core/records/projects.ts';
import { users } from '../../core/records/users.ts';
import { subjectOf } from './subjects.ts';

/** Logs what users and admins change. The services answer the entries, each those of its own resources. */
export const logsModule: Module = { handlers: {}, performed: log };

const known = new WeakMap<Operation, ReturnType<typeof subjectOf>>();

function log(call: Call, result: Result): void {
  const { operation, actor, kernel, request } = call;
  if (!known.has(operation)) known.set(operation, subjectOf(operation));
  const subject = known.get(operation);
  const userId = subject && (actor.signedIn?.userId ?? newUser(operation, result));
  if (!subject || userId === undefined) return;
  const isAdmin = actor.kind === 'admin';
  const user = users(isAdmin ? kernel.store.scope(consoleId) : call.store).get(userId);
  const value = (name: string) => (name === 'user' ? userId : `${call.params.get(name) ?? ''}`);
  addLogEntry(call, {
    event: subject.event,
    resource: subject.resource.replace(/\{(\w+)\}/g, (_, name: string) => value(name)),
    userId,
    userEmail: user?.email ?? '',
    userName: user?.name ?? '',
    mode: isAdmin ? 'admin' : 'default',
    ip: request.ip,
  });
}

/** Returns the user who has just signed up or in. */
function newUser({ group }: Operation, result: Result): string | undefined {
  if (group !== 'account' || result === undefined || result instanceof Reply) return undefined;
  const id = result.userId ?? result.$id;
  return typeof id === 'string' ? id : undefined;
}
