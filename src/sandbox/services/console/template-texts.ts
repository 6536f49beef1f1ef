/** Subject and body of a mail, with placeholders such as `{{user}}`. */
export interface MailText {
  readonly subject: string;
  readonly message: string;
}

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
