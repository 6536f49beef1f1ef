import { isPrivileged } from '../../core/auth/actor.ts';
import type { Call } from '../../core/call.ts';
import { ApiError } from '../../core/errors.ts';
import type { JsonObject } from '../../core/json.ts';
import { modelView } from '../../core/model-view.ts';
import type { Handler } from '../../core/module.ts';
import { commonAttributes } from '../../core/queries/model.ts';
import { page } from '../../core/queries/page.ts';
import type { QuerySchema } from '../../core/queries/query.ts';
import { fulltext } from '../../core/queries/text.ts';
import { findTopic, newIdParam, type Subscriber, subscribersOf } from '../../core/records/messaging.ts';
import { targets, targetView, users } from '../../core/records/users.ts';
import type { Scope } from '../../core/store/store.ts';

/**
 * Attributes that subscribers can be queried by. The catalogue repeats the published list, which names members of
 * providers.
 */
const schema: QuerySchema = {
  attributes: new Map([
    ...commonAttributes,
    ...['targetId', 'topicId', 'userId', 'providerType'].map(
      (name) => [name, { type: 'string', array: false }] as const,
    ),
  ]),
};

/** True if the subscriber's target exists. A subscriber ends with its target, although its record stays. */
export function hasTarget(store: Scope, { targetId }: Subscriber): boolean {
  return targets(store).has(targetId);
}

function view({ store }: Call, subscriber: Subscriber): JsonObject {
  const target = targets(store).get(subscriber.targetId);
  const userName = users(store).get(subscriber.userId)?.name ?? '';
  return modelView('subscriber', { ...subscriber, target: target && targetView(target), userName });
}

/**
 * Returns the requested subscriber; users see only their own.
 * @throws ApiError 404 subscriber_not_found
 */
export function findSubscriber(call: Call, ofTopic?: string): Subscriber {
  const id = call.params.string('subscriberId');
  const subscriber = subscribersOf(call.store).get(id);
  if (
    !subscriber ||
    !hasTarget(call.store, subscriber) ||
    (ofTopic !== undefined && subscriber.topicId !== ofTopic) ||
    !(isPrivileged(call.actor) || call.actor.roles.has(`user:${subscriber.userId}`))
  ) {
    throw new ApiError(404, 'subscriber_not_found', `There is no subscriber with the ID ${id}.`);
  }
  return subscriber;
}

export const subscriberHandlers: Record<string, Handler> = {
  'messaging.listSubscribers': (call) => {
    const topic = findTopic(call);
    const words = call.params.string('search', '');
    const found = words === '' ? () => true : fulltext(words);
    const subscribers = subscribersOf(call.store).filter(
      (each) =>
        each.topicId === topic.$id &&
        hasTarget(call.store, each) &&
        found(`${each.$id} ${each.targetId} ${each.userId} ${each.providerType}`),
    );
    const selection = call.selection(schema);
    const { total, records } = page(subscribers, selection, schema);
    return { total, subscribers: records.map((subscriber) => view(call, subscriber)) };
  },

  /** @throws ApiError 404 topic_not_found, user_target_not_found; 401 user_unauthorized; 409 subscriber_already_exists */
  'messaging.createSubscriber': (call) => {
    const id = newIdParam(call, 'subscriberId');
    const topic = findTopic(call);
    if (!isPrivileged(call.actor) && !topic.subscribe.some((role) => call.actor.roles.has(role))) {
      throw new ApiError(401, 'user_unauthorized', 'You are not permitted to subscribe to this topic.');
    }
    const targetId = call.params.string('targetId');
    const target = targets(call.store).get(targetId);
    if (!target) {
      throw new ApiError(404, 'user_target_not_found', `There is no target with the ID ${targetId}.`);
    }
    const subscribers = subscribersOf(call.store);
    const isTaken = (each: Subscriber) => each.topicId === topic.$id && each.targetId === targetId;
    if (subscribers.has(id) || subscribers.find(isTaken)) {
      throw new ApiError(
        409,
        'subscriber_already_exists',
        'There is already a subscriber with that ID, or the target has subscribed already.',
      );
    }
    const { userId, providerType } = target;
    return view(
      call,
      subscribers.put({ ...call.stamp(id), topicId: topic.$id, targetId, userId, providerType }),
    );
  },

  'messaging.getSubscriber': (call) => view(call, findSubscriber(call, findTopic(call).$id)),

  'messaging.deleteSubscriber': (call) => {
    subscribersOf(call.store).delete(findSubscriber(call, findTopic(call).$id).$id);
    return undefined;
  },
};
