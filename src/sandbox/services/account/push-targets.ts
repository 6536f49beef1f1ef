import type { Call } from '../../core/call.ts';
import { ApiError } from '../../core/errors.ts';
import type { Handler } from '../../core/module.ts';
import { consoleId } from '../../core/records/projects.ts';
import { membershipsOf } from '../../core/records/teams.ts';
import { targets } from '../../core/records/users.ts';
import { removeUser } from '../users/remove.ts';
import { addTarget, findProvider, findTarget } from '../users/targets.ts';
import { targetView } from '../users/views.ts';
import { forgetSession } from './cookies.ts';
import { currentUser } from './current-user.ts';

export const consoleHandlers: Record<string, Handler> = {
  'account.delete': (call) => {
    const user = currentUser(call);
    if (call.project.$id === consoleId && membershipsOf(call.store, user.$id).length > 0) {
      throw new ApiError(400, 'user_deletion_prohibited', 'Leave your organisations first.');
    }
    removeUser(call, user);
    forgetSession(call);
    return undefined;
  },

  'account.createPushTarget': (call) => {
    const target = addTarget(call, call.params.string('targetId'), {
      userId: currentUser(call).$id,
      providerType: 'push',
      providerId: findProvider(call)?.$id ?? null,
      identifier: call.params.string('identifier'),
      name: '',
    });
    return targetView(target);
  },
  'account.updatePushTarget': (call) => {
    const target = findTarget(call, currentUser(call).$id);
    const identifier = call.params.string('identifier');
    return targetView(targets(call.store).put(call.touch(target, { identifier })));
  },
  'account.deletePushTarget': (call) => {
    targets(call.store).delete(findTarget(call, currentUser(call).$id).$id);
    return undefined;
  },

  'account.createOauth2Session': providerDisabled,
};

/** @throws ApiError 412 project_provider_disabled: no provider can be set up here */
export function providerDisabled(call: Call): never {
  const provider = call.params.string('provider');
  throw new ApiError(
    412,
    'project_provider_disabled',
    `The provider ${provider} is disabled in this project.`,
  );
}
