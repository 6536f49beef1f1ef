import type { Call } from '../../core/call.ts';
import type { Handler, Module } from '../../core/module.ts';
import { findTopic } from '../../core/records/messaging.ts';
import { findMessage, messageHandlers } from './messages.ts';
import { findProvider, providerHandlers } from './providers.ts';
import { findSubscriber, subscriberHandlers } from './subscribers.ts';
import { topicHandlers } from './topics.ts';

/** Returns an empty list, since the sandbox stores no logs, but checks that the record exists. */
const noLogs =
  (find: (call: Call) => unknown): Handler =>
  (call) => {
    find(call);
    return { total: 0, logs: call.page([]).records };
  };

/** Messages, which are never sent, their providers, topics and subscribers. */
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
