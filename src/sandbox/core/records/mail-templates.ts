import type { Collection, Entity } from '../store/collection.ts';
import type { Store } from '../store/store.ts';
import { consoleId } from './projects.ts';

/** Subject and body of a mail, with placeholders such as `{{user}}`. */
export interface MailText {
  readonly subject: string;
  readonly message: string;
}

/** A mail's text of a project's own. */
export interface MailTemplate extends Entity, MailText {
  readonly projectId: string;
  readonly type: string;
  readonly locale: string;
  readonly senderName: string;
  readonly senderEmail: string;
  readonly replyTo: string;
}

export const mailTemplates = (store: Store): Collection<MailTemplate> =>
  store.scope(consoleId).collection('mailTemplates');

/** Returns the project's own text of a mail, if it has one. */
export function findMailTemplate(
  store: Store,
  { projectId, type, locale }: Pick<MailTemplate, 'projectId' | 'type' | 'locale'>,
): MailTemplate | undefined {
  return mailTemplates(store).find(
    (each) => each.projectId === projectId && each.type === type && each.locale === locale,
  );
}
