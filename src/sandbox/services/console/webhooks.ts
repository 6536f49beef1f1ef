import { randomBytes } from 'node:crypto';
import { parseUrl } from '../../../lib/net/url.ts';
import { isEvent } from '../../../schema/function-rules.ts';
import type { Call } from '../../core/call.ts';
import { invalidArgument } from '../../core/errors.ts';
import { isPublicHost, isUrl } from '../../core/formats.ts';
import { newId } from '../../core/ids.ts';
import type { JsonObject } from '../../core/json.ts';
import { modelView } from '../../core/model-view.ts';
import type { Handler } from '../../core/module.ts';
import { consoleId } from '../../core/records/projects.ts';
import type { Collection, Entity } from '../../core/store/collection.ts';
import type { Store } from '../../core/store/store.ts';
import { findInProject, recordsOfProject, visibleProject } from './access.ts';

/** An address that a server would report events to. The sandbox reports none. */
export interface Webhook extends Entity {
  readonly projectId: string;
  readonly name: string;
  readonly url: string;
  readonly events: readonly string[];
  /** True if the certificate of the address is checked. */
  readonly security: boolean;
  readonly httpUser: string;
  readonly httpPass: string;
  /** Key by which the receiver checks that a report is genuine. */
  readonly signatureKey: string;
  readonly enabled: boolean;
}

export const webhooks = (store: Store): Collection<Webhook> => store.scope(consoleId).collection('webhooks');

export const webhookView = (webhook: Webhook): JsonObject =>
  modelView('webhook', { ...webhook, logs: '', attempts: 0 });

/** `projects … webhook`. */
export const webhookHandlers: Record<string, Handler> = {
  'projects.listWebhooks': (call) => {
    const all = recordsOfProject(call, webhooks(call.kernel.store));
    return { total: all.length, webhooks: all.map(webhookView) };
  },
  'projects.createWebhook': (call) => {
    const { $id: projectId } = visibleProject(call);
    const stamp = call.stamp(newId(call.now));
    const webhook = { ...stamp, projectId, ...members(call), signatureKey: newSignatureKey() };
    return webhookView(webhooks(call.kernel.store).put(webhook));
  },
  'projects.getWebhook': (call) => webhookView(findWebhook(call)),
  'projects.updateWebhook': (call) => change(call, findWebhook(call), members(call)),
  'projects.updateWebhookSignature': (call) =>
    change(call, findWebhook(call), { signatureKey: newSignatureKey() }),
  'projects.deleteWebhook': (call) => {
    webhooks(call.kernel.store).delete(findWebhook(call).$id);
    return undefined;
  },
};

const change = (call: Call, webhook: Webhook, changes: Partial<Webhook>): JsonObject =>
  webhookView(webhooks(call.kernel.store).put(call.touch(webhook, changes)));

const newSignatureKey = () => randomBytes(64).toString('hex');

/** @throws ApiError 400 general_argument_invalid */
function members({ params }: Call) {
  const events = params.strings('events');
  const odd = events.find((event) => !isEvent(event));
  if (odd !== undefined) throw invalidArgument('events', `${odd} is not an event such as users.*.create.`);
  const url = params.string('url');
  const parsed = /^https?:/i.test(url) && isUrl(url) ? parseUrl(url) : undefined;
  if (!parsed) throw invalidArgument('url', 'it must be an http or https URL.');
  if (!isPublicHost(parsed.hostname)) throw invalidArgument('url', 'its host must be a public domain.');
  return {
    name: params.string('name'),
    enabled: params.boolean('enabled', true),
    events,
    url,
    security: params.boolean('security'),
    httpUser: params.string('httpUser', ''),
    httpPass: params.string('httpPass', ''),
  };
}

const findWebhook = (call: Call): Webhook => findInProject(call, webhooks(call.kernel.store), 'webhook');
