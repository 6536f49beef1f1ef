import type { Call } from '../../core/call.ts';
import { ApiError } from '../../core/errors.ts';
import { checkEmail } from '../../core/formats.ts';
import { newId } from '../../core/ids.ts';
import type { JsonObject } from '../../core/json.ts';
import { modelView } from '../../core/model-view.ts';
import type { Handler } from '../../core/module.ts';
import { findMailTemplate, type MailTemplate, mailTemplates } from '../../core/records/mail-templates.ts';
import type { Entity } from '../../core/store/collection.ts';
import { defaultText } from '../outbox/texts.ts';
import { changeableProject, requireConsole } from './access.ts';

const view = (template: Omit<MailTemplate, keyof Entity | 'projectId'>): JsonObject =>
  modelView('emailTemplate', template);

/** `projects … email-template` and `… sms-template`: texts of the mails that a server would send. */
export const templateHandlers: Record<string, Handler> = {
  'projects.getEmailTemplate': (call) => {
    const [type, locale] = named(call);
    const own = find(call);
    return view(own ?? { type, locale, ...defaultText(type, locale), ...noSender });
  },
  'projects.updateEmailTemplate': (call) => {
    const { params } = call;
    const old = find(call);
    const [type, locale] = named(call);
    const email = (name: string) => params.string(name, '') && checkEmail(params.string(name), name);
    const template: MailTemplate = {
      ...(old ?? call.stamp(newId(call.now))),
      projectId: params.string('projectId'),
      type,
      locale,
      subject: params.string('subject'),
      message: params.string('message'),
      senderName: params.string('senderName', ''),
      senderEmail: email('senderEmail'),
      replyTo: email('replyTo'),
    };
    return view(mailTemplates(call.kernel.store).put(call.touch(template, {})));
  },
  'projects.deleteEmailTemplate': (call) => {
    const own = find(call);
    if (!own) {
      const message = 'The text is the default one already.';
      throw new ApiError(401, 'project_template_default_deletion', message);
    }
    mailTemplates(call.kernel.store).delete(own.$id);
    return view(own);
  },

  'projects.getSmsTemplate': refuseSms,
  'projects.updateSmsTemplate': refuseSms,
  'projects.deleteSmsTemplate': refuseSms,
};

const noSender = { senderName: '', senderEmail: '', replyTo: '' };

const named = ({ params }: Call) => [params.string('type'), params.string('locale')] as const;

function find(call: Call): MailTemplate | undefined {
  const { $id } = changeableProject(call);
  const [type, locale] = named(call);
  return findMailTemplate(call.kernel.store, { projectId: $id, type, locale });
}

/** Texts of text messages are unfinished in 1.5.7: every request ends so. */
function refuseSms(call: Call): never {
  requireConsole(call);
  throw new ApiError(500, 'general_not_implemented', 'Server Error');
}
