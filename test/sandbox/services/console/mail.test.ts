import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { type TestSandbox, testSandbox } from '../../client.ts';
import { newOwner, type Owner, refusal } from './kit.ts';

let at: TestSandbox;
let owner: Owner;
beforeAll(async () => {
  at = await testSandbox();
  owner = await newOwner(at);
});
afterAll(() => at.sandbox.close());

const invalid = refusal(400, 'general_argument_invalid');
const path = '/projects/sandbox';

describe('the mail server of a project', () => {
  const server = { senderName: 'Shop', senderEmail: 'shop@example.com', host: 'mail.example.com' };
  const set = (body: object) => owner.request('PATCH', `${path}/smtp`, body);

  it('is set and removed as a whole', async () => {
    expect((await set({ enabled: true, ...server, username: 'u', password: 'S3cret' })).json).toMatchObject({
      smtpEnabled: true,
      smtpSenderName: 'Shop',
      smtpHost: 'mail.example.com',
      smtpPort: 587,
      smtpPassword: 'S3cret',
      smtpSecure: '',
    });
    expect((await set({ enabled: false })).json).toMatchObject({
      smtpEnabled: false,
      smtpSenderName: '',
      smtpPort: '',
      smtpPassword: '',
    });
  });

  it.each([
    ['without a sender', { senderName: '' }],
    ['with a sender that is no address', { senderEmail: 'shop' }],
    ['with an empty choice of encryption', { secure: '' }],
  ])('is refused %s', async (_, change) => {
    expect(await set({ enabled: true, ...server, ...change })).toMatchObject(invalid);
  });

  it('is refused at the port 9, where no mail server is', async () => {
    const refused = refusal(400, 'project_smtp_config_invalid');
    expect(await set({ enabled: true, ...server, port: 9 })).toMatchObject(refused);
  });

  it('takes a test mail to addresses only', async () => {
    const send = (emails: string[]) => owner.request('POST', `${path}/smtp/tests`, { ...server, emails });
    expect((await send(['a@example.com'])).status).toBe(204);
    expect(await send(['notmail'])).toMatchObject(invalid);
  });
});

describe('texts of mails', () => {
  const text = (type: string, locale: string) => `${path}/templates/email/${type}/${locale}`;

  it.each([
    ['verification', 'en', 'Account Verification', 'Hello {{user}},'],
    ['recovery', 'de-at', 'Kennwort zurücksetzen', 'Hallo {{user}},'],
    ['invitation', 'fr', 'Invitation to %s Team at %s', '{{b}}{{owner}}{{/b}}'],
    ['magicsession', 'en', '{{emails.magicsession.subject}}', '{{redirect}}'],
  ])('has a default for %s in %s', async (type, locale, subject, words) => {
    const { json } = await owner.request('GET', text(type, locale));
    expect(json).toMatchObject({ type, locale, subject, senderName: '', replyTo: '' });
    expect(json.message).toContain(words);
  });

  it('changes a text, and resets it once', async () => {
    const own = {
      subject: 'Zurück',
      message: 'Hallo {{user}}',
      senderName: 'S',
      senderEmail: 's@example.com',
    };
    const changed = await owner.request('PATCH', text('recovery', 'de'), own);
    expect(changed).toMatchObject({ status: 200, json: { ...own, type: 'recovery', locale: 'de' } });
    expect((await owner.request('GET', text('recovery', 'de'))).json).toEqual(changed.json);
    expect((await owner.request('GET', text('recovery', 'en'))).json.subject).toBe('Password Reset');
    const reset = await owner.request('DELETE', text('recovery', 'de'));
    expect(reset).toMatchObject({ status: 200, json: changed.json });
    expect(await owner.request('DELETE', text('recovery', 'de'))).toMatchObject(
      refusal(401, 'project_template_default_deletion'),
    );
  });

  it('has none for text messages, which 1.5.7 does not finish', async () => {
    expect(await owner.request('GET', `${path}/templates/sms/login/en`)).toMatchObject(
      refusal(500, 'general_not_implemented'),
    );
  });
});
