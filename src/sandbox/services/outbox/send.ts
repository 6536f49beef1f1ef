import type { Call } from '../../core/call.ts';
import { findMailTemplate } from '../../core/records/mail-templates.ts';
import { addToOutbox, type NewEntry, type OutboxEntry, outboxHeader } from '../../core/records/outbox.ts';
import { projectDetails } from '../../core/records/project-details.ts';
import { localeCodes } from '../locale/names.ts';
import { fillHtml, fillText, htmlToText, type Variables } from './fill.ts';
import { type MailKind, securityPhrase, sentText } from './texts.ts';

type Parts = Pick<OutboxEntry, 'to'> &
  Partial<Pick<OutboxEntry, 'userId' | 'secret' | 'url' | 'expire' | 'details'>>;

/** Languages that are written from right to left. */
const rightToLeft = /^(ar|fa|he|ji|ur)\b/;

/**
 * Renders a mail from the project's template, or from the server's own, and keeps it. Like a real server of 1.5.7 it
 * uses the project's only with a mail server of the project's own, and finds none for a magic link and a second factor:
 * it stores these under another name than it looks for.
 */
export function keepMail(call: Call, kind: MailKind, parts: Parts, given: Variables): OutboxEntry {
  const { project, kernel } = call;
  const details = projectDetails(project);
  const locale = localeOf(call);
  const own = details.smtpEnabled
    ? findMailTemplate(kernel.store, { projectId: project.$id, type: kind, locale })
    : undefined;
  const standard = sentText(kind, locale);
  const text = own ?? standard;
  const variables: Variables = {
    project: project.name,
    direction: rightToLeft.test(locale) ? 'rtl' : 'ltr',
    redirect: parts.url ?? '',
    otp: parts.secret ?? '',
    agentDevice: 'UNKNOWN',
    agentClient: 'UNKNOWN',
    agentOs: 'UNKNOWN',
    team: '',
    year: `${new Date(call.now).getUTCFullYear()}`,
    ...given,
  };
  const subject = fillText(named(text.subject, variables), variables);
  const phrase = given.phrase ? securityPhrase : '';
  const body = fillHtml(text.message.replace('{{securityPhrase}}', phrase), variables);
  const name = own?.senderName || details.smtpSenderName || 'Appwrite';
  const address = own?.senderEmail || details.smtpSenderEmail || 'noreply@appwrite.io';
  return keep(call, {
    channel: 'email',
    kind,
    from: `${name} <${address}>`,
    replyTo: own?.replyTo || details.smtpReplyTo,
    subject,
    text: htmlToText(body),
    html: page(fillHtml('{{subject}}', { subject }), body, variables.direction!),
    ...parts,
  });
}

/** Keeps a text message with a code, or with the link of an invitation. */
export function keepTextMessage(
  call: Call,
  kind: 'otp' | 'phone-verification' | 'mfa-challenge' | 'invitation',
  parts: Parts,
): OutboxEntry {
  const { secret = '', url = '' } = parts;
  const variables = { secret, project: call.project.name };
  const text =
    kind === 'invitation' ? url : fillText('{{secret}} is your {{project}} verification code.', variables);
  return keep(call, { channel: 'sms', kind, text, ...parts });
}

/**
 * Keeps an entry, and says so in the answer.
 * @param store of the project that the entry belongs to
 */
export function keep(call: Call, entry: NewEntry, store = call.store): OutboxEntry {
  const kept = addToOutbox(call, entry, store);
  noteInAnswer(call, `GET /v1/sandbox/outbox/${kept.$id}`);
  return kept;
}

/** @param where request that shows the entries */
export function noteInAnswer(call: Call, where: string): void {
  call.headers[outboxHeader] = `kept, not sent; ${where}`;
}

/** Puts the names into a subject with `%s`: that of an invitation names the team and the project. */
function named(subject: string, { team = '', project = '' }: Variables): string {
  const names = [team, project];
  return subject.replace(/%s/g, () => names.shift() ?? '');
}

function page(subject: string, body: string, direction: string): string {
  return `<!doctype html>
<html>
<head>
<meta charset="utf-8">
<title>${subject}</title>
</head>
<body style="direction: ${direction}">
${body}
</body>
</html>
`;
}

function localeOf({ request }: Call): string {
  const asked = `${request.headers['x-appwrite-locale'] ?? ''}`;
  return localeCodes.includes(asked) ? asked : 'en';
}
