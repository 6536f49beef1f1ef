import type { RequestOptions, TestSandbox } from './client.ts';

/** Creates a user and signs in. Returns the options of a request as that user. */
export async function signIn(at: TestSandbox, userId: string): Promise<RequestOptions> {
  const email = `${userId}@example.com`;
  const password = 'S3cret-pass';
  await at.request('POST', '/users', { body: { userId, email, password, name: userId } });
  const { headers } = await at.request('POST', '/account/sessions/email', {
    guest: true,
    body: { email, password },
  });
  const cookies = headers.getSetCookie().map((cookie) => cookie.split(';')[0]);
  return { guest: true, headers: { cookie: cookies.join('; ') } };
}
