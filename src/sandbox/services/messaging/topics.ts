import { isRole } from '../../../schema/permission-rules.ts';
import type { Call } from '../../core/call.ts';
import { ApiError, invalidArgument } from '../../core/errors.ts';
import type { JsonObject } from '../../core/json.ts';
import { modelView } from '../../core/model-view.ts';
import type { Handler } from '../../core/module.ts';
import {
  channels,
  findTopic,
  newIdParam,
  subscribersOf,
  type Topic,
  topicsOf,
} from '../../core/records/messaging.ts';
import { hasTarget } from './subscribers.ts';

type CountedTopic = Topic & { readonly [total: `${string}Total`]: number };

/** Adds the numbers of subscribers to a topic: `emailTotal`, `smsTotal` and `pushTotal`. */
function counted({ store }: Call, topic: Topic): CountedTopic {
  const subscribers = subscribersOf(store).filter(
    (subscriber) => subscriber.topicId === topic.$id && hasTarget(store, subscriber),
  );
  const totals = channels.map((channel) => [
    `${channel}Total`,
    subscribers.filter(({ providerType }) => providerType === channel).length,
  ]);
  return { ...topic, ...Object.fromEntries(totals) };
}

const view = (call: Call, topic: Topic): JsonObject => modelView('topic', counted(call, topic));

/** @throws ApiError 400 general_argument_invalid for a malformed role */
function sentRoles({ params }: Call, fallback: readonly string[]): readonly string[] {
  const roles = params.strings('subscribe', fallback);
  const odd = roles.find((role) => !isRole(role));
  if (odd !== undefined) throw invalidArgument('subscribe', `${odd} is not a role.`);
  return roles;
}

export const topicHandlers: Record<string, Handler> = {
  'messaging.listTopics': (call) => {
    const topics = topicsOf(call.store).all();
    const { total, records } = call.page(topics.map((topic) => counted(call, topic)));
    return { total, topics: records.map((topic) => modelView('topic', topic)) };
  },

  'messaging.createTopic': (call) => {
    const id = newIdParam(call, 'topicId');
    if (topicsOf(call.store).has(id)) {
      throw new ApiError(409, 'topic_already_exists', `There is already a topic with the ID ${id}.`);
    }
    const topic = {
      ...call.stamp(id),
      name: call.params.string('name'),
      subscribe: sentRoles(call, ['users']),
    };
    return view(call, topicsOf(call.store).put(topic));
  },

  'messaging.getTopic': (call) => view(call, findTopic(call)),

  'messaging.updateTopic': (call) => {
    const topic = findTopic(call);
    const name = call.params.string('name', topic.name);
    const subscribe = sentRoles(call, topic.subscribe);
    return view(call, topicsOf(call.store).put(call.touch(topic, { name, subscribe })));
  },

  'messaging.deleteTopic': (call) => {
    const { $id } = findTopic(call);
    const subscribers = subscribersOf(call.store);
    for (const { $id: id } of subscribers.filter(({ topicId }) => topicId === $id)) subscribers.delete(id);
    topicsOf(call.store).delete($id);
    return undefined;
  },
};
