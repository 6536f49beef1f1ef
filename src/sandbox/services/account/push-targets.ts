import type { Handler } from '../../core/module.ts';
import { targets, targetView } from '../../core/records/users.ts';
import { addTarget, findProvider, findTarget } from '../users/targets.ts';
import { currentUser } from './current-user.ts';

/** `account … push-target`: devices that messages reach. */
export const pushTargetHandlers: Record<string, Handler> = {
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
};
