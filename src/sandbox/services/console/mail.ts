import type { Call } from '../../core/call.ts';
import { ApiError, invalidArgument } from '../../core/errors.ts';
import { checkEmail } from '../../core/formats.ts';
import type { Handler } from '../../core/module.ts';
import { smtp } from '../../core/records/project-details.ts';
import { keep } from '../outbox/send.ts';
import { changeableProject } from './access.ts';
import { changeProject } from './view.ts';

const defaultPort = 587;
/** Port of the service that discards what it gets: no mail server is there. */
const discardPort = 9;

/**
 * `projects update-smtp` and `create-smtp-test`. A real server tries the settings at once. The sandbox opens no
 * connections and keeps the mails of a test in the project's outbox: it takes a mail server to be there, except at the
 * port 9, so that clients can see the failure too.
 */
export const mailHandlers: Record<string, Handler> = {
  'projects.updateSmtp': (call) => {
    const project = changeableProject(call);
    refuseEmptyChoice(call);
    return changeProject(call, project, call.params.boolean('enabled') ? mailServer(call) : smtp);
  },
  'projects.createSmtpTest': (call) => {
    const project = changeableProject(call);
    refuseEmptyChoice(call);
    const emails = call.params.strings('emails').map((email) => checkEmail(email, 'emails'));
    const { smtpSenderName: name, smtpSenderEmail: address, smtpReplyTo: replyTo } = mailServer(call);
    const subject = 'Custom SMTP email sample';
    const text = `This mail was asked for to test the mail server of the project ${project.name}.`;
    const store = call.kernel.store.scope(project.$id);
    for (const to of emails) {
      keep(
        call,
        { channel: 'email', kind: 'smtp-test', to, from: `${name} <${address}>`, replyTo, subject, text },
        store,
      );
    }
    return undefined;
  },
};

/** Unlike most choices, this one is left out rather than empty. */
function refuseEmptyChoice({ params }: Call): void {
  if (params.optionalString('secure') === '') throw invalidArgument('secure', 'it must be tls or ssl.');
}

/** @throws ApiError 400 general_argument_invalid, project_smtp_config_invalid */
function mailServer(call: Call): typeof smtp {
  const { params } = call;
  const text = (name: string) => params.string(name, '');
  for (const name of ['senderName', 'senderEmail', 'host']) {
    if (text(name) === '') throw invalidArgument(name, 'it is needed to turn mail on.');
  }
  const port = params.number('port', defaultPort);
  if (port === discardPort) {
    throw new ApiError(400, 'project_smtp_config_invalid', `No mail server answers on port ${port}.`);
  }
  return {
    smtpEnabled: true,
    smtpSenderName: text('senderName'),
    smtpSenderEmail: checkEmail(text('senderEmail'), 'senderEmail'),
    smtpReplyTo: text('replyTo') && checkEmail(text('replyTo'), 'replyTo'),
    smtpHost: text('host'),
    smtpPort: port,
    smtpUsername: text('username'),
    smtpPassword: text('password'),
    smtpSecure: text('secure'),
  };
}
