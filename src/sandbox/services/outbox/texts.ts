import type { MailText } from '../../core/records/mail-templates.ts';

/** Parts of a mail's body. */
interface Parts {
  readonly hello: string;
  readonly body: string;
  readonly footer: string;
  readonly thanks: string;
  readonly signature: string;
}

const message = ({ hello, body, footer, thanks, signature }: Parts): string =>
  `<p>${hello},</p>
<p>${body}</p>
<p><a href="{{redirect}}" target="_blank">{{redirect}}</a></p>
<p>${footer}</p>
<p style="margin-bottom: 32px">
    ${thanks},
    <br/>
    ${signature}
</p>`;

const english = { hello: 'Hello {{user}}', thanks: 'Thanks', signature: '{{project}} team' };
const german = { thanks: 'Danke', signature: '{{project}}-Team' };
const project = '{{b}}{{project}}{{/b}}';

const inEnglish: Readonly<Record<string, MailText>> = {
  verification: {
    subject: 'Account Verification',
    message: message({
      ...english,
      body: `Follow this link to verify your email address to your ${project} account.`,
      footer: 'If you didn’t ask to verify this address, you can ignore this message.',
    }),
  },
  recovery: {
    subject: 'Password Reset',
    message: message({
      ...english,
      body: `Follow this link to reset your ${project} password.`,
      footer: 'If you didn’t ask to reset your password, you can ignore this message.',
    }),
  },
  invitation: {
    subject: 'Invitation to %s Team at %s',
    message: message({
      ...english,
      body:
        'This mail was sent to you because {{b}}{{owner}}{{/b}} wanted to invite you to become a member of the ' +
        `{{b}}{{team}}{{/b}} team at ${project}.`,
      footer: 'If you are not interested, you can ignore this message.',
    }),
  },
};

const inGerman: Readonly<Record<string, MailText>> = {
  verification: {
    subject: 'Kontoverifizierung',
    message: message({
      ...german,
      hello: 'Hey {{user}}',
      body: 'Folge diesem Link, um deine E-Mail-Adresse zu bestätigen.',
      footer:
        'Solltest du keine Verifizierung dieser E-Mail-Adresse angefordert haben, kannst du diese Nachricht ignorieren.',
    }),
  },
  recovery: {
    subject: 'Kennwort zurücksetzen',
    message: message({
      ...german,
      hello: 'Hallo {{user}}',
      body: 'Folge diesem Link, um dein {{project}}-Kennwort zurückzusetzen.',
      footer:
        'Solltest du keine Kennwort-Zurücksetzung angefordert haben, kannst du diese Nachricht ignorieren.',
    }),
  },
};

/** 1.5.7 has translations of neither the magic link nor the second factor, and shows the names of what is missing. */
function untranslated(type: string): MailText {
  const part = (name: string) => `{{emails.${type}.${name}}}`;
  const [hello, body, footer, thanks, signature] = [
    part('hello'),
    part('body'),
    part('footer'),
    part('thanks'),
    part('signature'),
  ];
  return { subject: part('subject'), message: message({ hello, body, footer, thanks, signature }) };
}

/**
 * Returns the text of a mail that the project has not changed. A real server has translations to some seventy
 * languages; the sandbox has one to German, and English for the others.
 * @param type `verification`, `recovery`, `invitation`…
 * @param locale `en`, `de-at`…
 */
export function defaultText(type: string, locale: string): MailText {
  const translated = /^de\b/.test(locale) ? inGerman[type] : undefined;
  return translated ?? inEnglish[type] ?? untranslated(type);
}

const greeting = '<p>Hello {{user}},</p>';
const closing = `<p style="margin-bottom: 32px">
    Thanks,
    <br/>
    {{project}} team
</p>`;
const client =
  'It was asked for with {{b}}{{agentClient}}{{/b}} on {{b}}{{agentDevice}}{{/b}} {{b}}{{agentOs}}{{/b}}. ' +
  'If that was not you, ignore this message.';
const code = '<p style="font-size: 32px; letter-spacing: 8px">{{otp}}</p>';

/** Mails that the console shows no true text of. Their words are the sandbox's own, in English only. */
const unlisted = {
  'magic-url': {
    subject: '{{project}} Login',
    message: `${greeting}
<p>Press this button to sign in to your ${project} account. It works for 1 hour.</p>
<p><a href="{{redirect}}" target="_blank">Sign in to {{project}}</a></p>
<p>If the button does not work, open this link:</p>
<p><a href="{{redirect}}" target="_blank">{{redirect}}</a></p>
{{securityPhrase}}<p>${client}</p>
${closing}`,
  },
  otp: {
    subject: 'OTP for {{project}} Login',
    message: `${greeting}
<p>Enter this code to sign in to your ${project} account. It works for 15 minutes.</p>
${code}
{{securityPhrase}}<p>${client}</p>
${closing}`,
  },
  'mfa-challenge': {
    subject: 'Verification Code for {{project}}',
    message: `${greeting}
<p>Enter this code to complete your sign-in to ${project}. It works for 1 hour.</p>
${code}
<p>${client}</p>
${closing}`,
  },
} as const;

/** Kinds of mails that come from a template, and not from a caller. */
export type MailKind = 'verification' | 'recovery' | 'invitation' | keyof typeof unlisted;

/** Returns the text of a mail as it is sent, unless the project has one of its own. */
export function sentText(kind: MailKind, locale: string): MailText {
  return kind in unlisted ? unlisted[kind as keyof typeof unlisted] : defaultText(kind, locale);
}

/** Part of a sign-in mail that repeats the phrase which the server has shown to the client. */
export const securityPhrase =
  '<p>The phrase of this sign-in is {{b}}{{phrase}}{{/b}}. Trust this mail if your app shows the same one.</p>\n';
