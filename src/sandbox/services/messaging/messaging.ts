import type { Call } from '../../core/call.ts';
import type { Handler, Module } from '../../core/module.ts';
import { findTopic } from '../../core/records/messaging.ts';
import { findMessage, messageHandlers } from './messages.ts';
import { findProvider, providerHandlers } from './providers.ts';
import { findSubscriber, subscriberHandlers } from './subscribers.ts';
import { topicHandlers } from './topics.ts';

/** The sandbox keeps no logs: the list is empty, but only of what there is. */
const noLogs =
  (find: (call: Call) => unknown): Handler =>
  (call) => {
    find(call);
    return { total: 0, logs: call.page([]).records };
  };

/** Messages that are never sent, and those who would deliver and get them. */
export const messagingModule: Module = {
  handlers: {
    ...providerHandlers,
    ...topicHandlers,
    ...subscriberHandlers,
    ...messageHandlers,
    'messaging.listProviderLogs': noLogs(findProvider),
    'messaging.listTopicLogs': noLogs(findTopic),
    'messaging.listSubscriberLogs': noLogs((call) => findSubscriber(call)),
    'messaging.listMessageLogs': noLogs((call) => findMessage(call)),
  },
};
