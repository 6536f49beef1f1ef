import { requireMethod } from '../../core/auth/access.ts';
import { signJwt } from '../../core/auth/jwt.ts';
import type { Call } from '../../core/call.ts';
import type { JsonObject } from '../../core/json.ts';
import type { Handler } from '../../core/module.ts';
import { projectDetails } from '../../core/records/project-details.ts';
import { timestamp } from '../../core/time.ts';
import { type Session, sessions, sessionsOf, sessionView } from '../users/sessions.ts';
import { dropSession } from './cookies.ts';
import { currentUser, isCurrent, ownSession } from './current-user.ts';

/** `account … session`: the user's sessions. */
export const sessionHandlers: Record<string, Handler> = {
  'account.listSessions': (call) => {
    const all = sessionsOf(call.store, currentUser(call).$id);
    return { total: all.length, sessions: all.map((session) => view(call, session)) };
  },
  'account.getSession': (call) => view(call, named(call)),
  'account.updateSession': (call) => {
    const { authDuration } = projectDetails(call.project);
    const expire = timestamp(call.now + authDuration * 1000);
    const session = sessions(call.store).put(call.touch(named(call), { expire }));
    return { ...view(call, session), expire: asStored(expire) };
  },
  'account.deleteSession': (call) => {
    end(call, named(call));
    return undefined;
  },
  'account.deleteSessions': (call) => {
    for (const session of sessionsOf(call.store, currentUser(call).$id)) end(call, session);
    return undefined;
  },
  'account.createJwt': (call) => {
    requireMethod(call, 'authJWT');
    const { userId, $id: sessionId } = ownSession(call);
    return { jwt: signJwt(call.store, { userId, sessionId }, call.now) };
  },
};

/** Returns a time as the database writes it, which the server answers an update with: `2024-01-31 10:00:00.000`. */
const asStored = (time: string) => time.replace('T', ' ').replace('+00:00', '');

const named = (call: Call): Session => ownSession(call, call.params.string('sessionId'));

const view = (call: Call, session: Session): JsonObject =>
  sessionView(session, { current: isCurrent(call, session) });

function end(call: Call, session: Session): void {
  sessions(call.store).delete(session.$id);
  if (isCurrent(call, session)) dropSession(call);
}
