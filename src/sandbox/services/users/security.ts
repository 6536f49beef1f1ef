import { jsonReply, Reply } from '../../core/http/reply.ts';
import type { Handler } from '../../core/module.ts';
import {
  authenticatorOf,
  createRecoveryCodes,
  factorsOf,
  recoveryCodes,
  replaceRecoveryCodes,
} from '../../core/records/factors.ts';
import { changeUser, findUser, users, userView } from '../../core/records/users.ts';
import { findSession, openSession, sessions, sessionsOf, sessionView } from './sessions.ts';

/** `users`: sessions and second factors, for administrators. */
export const securityHandlers: Record<string, Handler> = {
  'users.listSessions': (call) => {
    const all = sessionsOf(call.store, findUser(call).$id);
    return { total: all.length, sessions: all.map((session) => sessionView(session)) };
  },
  'users.createSession': (call) => {
    const { session, secret } = openSession(call, findUser(call), { provider: 'server', factor: 'server' });
    return sessionView(session, { secret });
  },
  'users.deleteSession': (call) => {
    const id = call.params.string('sessionId');
    sessions(call.store).delete(findSession(call.store, findUser(call).$id, id).$id);
    return undefined;
  },
  'users.deleteSessions': (call) => {
    for (const { $id } of sessionsOf(call.store, findUser(call).$id)) sessions(call.store).delete($id);
    return undefined;
  },

  'users.updateMfa': (call) =>
    userView(call.store, changeUser(call, findUser(call), { mfa: call.params.boolean('mfa') })),
  'users.listMfaFactors': (call) => factorsOf(findUser(call)),
  'users.deleteMfaAuthenticator': (call) => {
    const user = findUser(call);
    authenticatorOf(user);
    users(call.store).put({ ...user, authenticator: null });
    return new Reply({ status: 204, headers: { 'content-type': 'text/html' } });
  },
  'users.getMfaRecoveryCodes': (call) => recoveryCodes(findUser(call)),
  'users.createMfaRecoveryCodes': (call) => jsonReply(200, createRecoveryCodes(call, findUser(call))),
  'users.updateMfaRecoveryCodes': (call) => replaceRecoveryCodes(call, findUser(call)),
};
