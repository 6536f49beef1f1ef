import type { Call } from '../call.ts';
import { ApiError, invalidArgument } from '../errors.ts';
import { asksForId, isId, newId } from '../ids.ts';
import type { JsonObject } from '../json.ts';
import type { Collection, Entity } from '../store/collection.ts';
import type { Scope } from '../store/store.ts';

export type Channel = 'email' | 'sms' | 'push';
export const channels: readonly Channel[] = ['email', 'sms', 'push'];

/** A service that would deliver messages. */
export interface Provider extends Entity {
  readonly name: string;
  /** Type of the service: `mailgun`, `twilio`… */
  readonly provider: string;
  readonly enabled: boolean;
  readonly type: Channel;
  readonly credentials: JsonObject;
  readonly options: JsonObject;
}

export interface Topic extends Entity {
  readonly name: string;
  /** Roles that may subscribe. */
  readonly subscribe: readonly string[];
}

/** A target that receives the messages of a topic. It ends with its target. */
export interface Subscriber extends Entity {
  readonly topicId: string;
  readonly targetId: string;
  readonly userId: string;
  readonly providerType: string;
}

export interface Message extends Entity {
  readonly providerType: Channel;
  /** IDs of the recipients; likewise in the next two members. */
  readonly topics: readonly string[];
  readonly users: readonly string[];
  readonly targets: readonly string[];
  readonly scheduledAt: string | null;
  readonly deliveredAt: string | null;
  readonly deliveryErrors: readonly string[];
  readonly deliveredTotal: number;
  /** Content; its members depend on the channel. */
  readonly data: JsonObject;
  readonly status: 'draft' | 'scheduled' | 'processing' | 'sent' | 'failed';
}

export const providersOf = (store: Scope): Collection<Provider> => store.collection('providers');
export const topicsOf = (store: Scope): Collection<Topic> => store.collection('topics');
export const subscribersOf = (store: Scope): Collection<Subscriber> => store.collection('subscribers');
export const messagesOf = (store: Scope): Collection<Message> => store.collection('messages');

/** @throws ApiError 404 topic_not_found */
export function findTopic(call: Call): Topic {
  const id = call.params.string('topicId');
  const topic = topicsOf(call.store).get(id);
  if (!topic) throw new ApiError(404, 'topic_not_found', `There is no topic with the ID ${id}.`);
  return topic;
}

/**
 * Returns the ID for a new record, for parameters that the catalogue defines as plain strings.
 * @throws ApiError 400 general_argument_invalid
 */
export function newIdParam(call: Call, param: string): string {
  const id = call.params.string(param);
  if (asksForId(id)) return newId(call.now);
  if (!isId(id)) throw invalidArgument(param, 'it must be an ID.');
  return id;
}
