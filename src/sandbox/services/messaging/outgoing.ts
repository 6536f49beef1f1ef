import type { Call } from '../../core/call.ts';
import type { Json, JsonObject } from '../../core/json.ts';
import type { Message, Provider } from '../../core/records/messaging.ts';
import { addToOutbox } from '../../core/records/outbox.ts';
import type { UserTarget } from '../../core/records/users.ts';
import { htmlToText } from '../outbox/fill.ts';

/**
 * Keeps a message as one recipient would get it.
 * @param provider that would send it
 * @param copy set for a recipient of a copy of a mail
 */
export function keepDelivery(
  call: Call,
  { $id: messageId, providerType: channel, data }: Message,
  { $id: targetId, userId, identifier }: UserTarget,
  provider: Provider | undefined,
  copy?: 'cc' | 'bcc',
): void {
  const sentBy: JsonObject = { messageId, targetId, providerId: provider?.$id ?? '', ...(copy && { copy }) };
  const options = provider?.options ?? {};
  const text = (name: string, values: JsonObject = data) => `${values[name] ?? ''}`;
  const common = { channel, kind: 'message', to: identifier, userId } as const;
  if (channel === 'sms') {
    addToOutbox(call, { ...common, from: text('from', options), text: text('content'), details: sentBy });
  } else if (channel === 'push') {
    const { title: _, body: __, ...rest } = data;
    addToOutbox(call, {
      ...common,
      subject: text('title'),
      text: text('body'),
      details: { ...sentBy, ...rest },
    });
  } else {
    const content = text('content');
    const isHtml = data.html === true;
    addToOutbox(call, {
      ...common,
      from: address(options.fromName, options.fromEmail),
      replyTo: text('replyToEmail', options),
      subject: text('subject'),
      text: isHtml ? htmlToText(content) : content,
      html: isHtml ? content : '',
      details: { ...sentBy, attachments: data.attachments ?? [] },
    });
  }
}

function address(name: Json | undefined, email: Json | undefined): string {
  return name ? `${name} <${email ?? ''}>` : `${email ?? ''}`;
}
