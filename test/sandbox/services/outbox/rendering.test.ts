import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { fillHtml, fillText, htmlToText, withQuery } from '../../../../src/sandbox/services/outbox/fill.ts';
import { type TestSandbox, testSandbox } from '../../client.ts';
import { guest, register } from '../account/kit.ts';
import { newOwner, type Owner } from '../console/kit.ts';
import { newest } from './kit.ts';

let at: TestSandbox;
let owner: Owner;
beforeAll(async () => {
  at = await testSandbox();
  owner = await newOwner(at);
  await register(at, 'ann@example.com');
});
afterAll(() => at.sandbox.close());

const path = '/projects/sandbox';
const ask = (locale: string) =>
  at.request('POST', '/account/recovery', {
    ...guest(undefined, { 'x-appwrite-locale': locale }),
    body: { email: 'ann@example.com', url: 'http://localhost/reset' },
  });

describe('a mail', () => {
  it.each([
    ['en', 'Password Reset', 'Hello Ada,', 'ltr'],
    ['de', 'Kennwort zurücksetzen', 'Hallo Ada,', 'ltr'],
    ['ar-eg', 'Password Reset', 'Hello Ada,', 'rtl'],
    ['xx', 'Password Reset', 'Hello Ada,', 'ltr'],
  ])('is in the language %s of the client', async (locale, subject, greeting, direction) => {
    await ask(locale);
    const entry = await newest(at, 'ann@example.com');
    expect(entry).toMatchObject({ subject, from: 'Appwrite <noreply@appwrite.io>' });
    expect(entry.text).toContain(greeting);
    expect(entry.text).toContain(entry.url);
    expect(entry.text).not.toMatch(/[<{]/);
    expect(entry.html).toContain(`<a href="${entry.url}"`);
    expect(entry.html).toContain(`direction: ${direction}`);
    expect(entry.html).not.toContain('{{');
  });

  it('has the project’s own text and sender if the project has a mail server', async () => {
    const template = {
      subject: 'Back to {{project}}, {{user}}',
      message: '<p>{{b}}{{user}}{{/b}}: {{redirect}} {{unknown}}</p>',
      senderName: 'Help',
      senderEmail: 'help@example.com',
    };
    await owner.request('PATCH', `${path}/templates/email/recovery/en`, template);
    await ask('en');
    expect(await newest(at, 'ann@example.com')).toMatchObject({ subject: 'Password Reset' });

    const server = { senderName: 'Shop', senderEmail: 'shop@example.com', host: 'mail.example.com' };
    await owner.request('PATCH', `${path}/smtp`, { enabled: true, ...server, replyTo: 're@example.com' });
    await ask('en');
    const entry = await newest(at, 'ann@example.com');
    expect(entry).toMatchObject({
      subject: 'Back to Sandbox, Ada',
      text: `Ada: ${entry.url} {{unknown}}`,
      from: 'Help <help@example.com>',
      replyTo: 're@example.com',
    });
    expect(entry.html).toContain('<strong>Ada</strong>');
    await ask('de');
    expect(await newest(at, 'ann@example.com')).toMatchObject({
      subject: 'Kennwort zurücksetzen',
      from: 'Shop <shop@example.com>',
    });
  });

  it('is kept for each address of a test of a mail server', async () => {
    const settings = { senderName: 'S', senderEmail: 's@example.com', host: 'mail.example.com' };
    const emails = ['one@example.com', 'two@example.com'];
    const answer = await owner.request('POST', `${path}/smtp/tests`, { emails, ...settings });
    expect(answer.status).toBe(204);
    expect(answer.headers.get('x-sandbox-outbox')).toContain('kept, not sent');
    for (const to of emails) {
      expect(await newest(at, to)).toMatchObject({ kind: 'smtp-test', from: 'S <s@example.com>' });
    }
  });
});

it.each([
  ['http://localhost', 'http://localhost?a=1+2'],
  ['http://localhost/x?b=2#c', 'http://localhost/x?b=2&a=1+2#c'],
  ['http://localhost/?a=old', 'http://localhost/?a=1+2'],
])('adds a parameter to %s', (page, expected) => {
  expect(withQuery(page, { a: '1 2' })).toBe(expected);
});

it('escapes values in HTML, and not in text', () => {
  const variables = { user: '<b>"A"</b>', redirect: 'http://x/?a=1&b=2' };
  expect(fillHtml('{{user}} {{redirect}} {{constructor}}', variables)).toBe(
    '&lt;b&gt;&quot;A&quot;&lt;/b&gt; http://x/?a=1&b=2 {{constructor}}',
  );
  expect(fillText('{{user}}', variables)).toBe('<b>"A"</b>');
  expect(htmlToText(fillHtml('<p>{{user}}</p>', variables))).toBe('<b>"A"</b>');
});

it.each([
  ['<style>p { color: red }</style><p>One</p>\n<p>\n  Two,<br/>\n  three</p>', 'One\n\nTwo,\nthree'],
  ['&amp;lt; stays', '&lt; stays'],
  ['<p>a</p>\n\n\n\n<p>b</p>', 'a\n\nb'],
])('turns %j into text', (html, text) => {
  expect(htmlToText(html)).toBe(text);
});
