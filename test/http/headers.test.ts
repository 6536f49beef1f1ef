import { describe, expect, it } from 'vitest';
import { connectionHeaders } from '../../src/http/headers.ts';
import type { Credential } from '../../src/http/types.ts';
import { testConnection } from '../kit/client.ts';

const format = { 'X-Appwrite-Response-Format': '1.5.0' };
const headersOf = (
  credential: Credential | undefined,
  project: string | undefined = 'shop',
  locale?: string,
) => connectionHeaders(testConnection('http://localhost/v1', { credential, project, locale }));

describe('the headers of a connection', () => {
  it.each([
    ['key', { 'X-Appwrite-Key': 's3cret' }],
    ['jwt', { 'X-Appwrite-JWT': 's3cret' }],
    ['session', { 'X-Appwrite-Session': 's3cret' }],
    ['console', { Cookie: 'a_session_console=s3cret', 'X-Appwrite-Mode': 'admin' }],
  ] as const)('with a %s', (kind, own) => {
    expect(headersOf({ kind, secret: 's3cret' })).toEqual({
      ...format,
      'X-Appwrite-Project': 'shop',
      ...own,
    });
  });

  it('of the console itself have no admin mode', () => {
    expect(headersOf({ kind: 'console', secret: 's3cret' }, 'console')).toEqual({
      ...format,
      'X-Appwrite-Project': 'console',
      Cookie: 'a_session_console=s3cret',
    });
  });

  it('of a guest with a locale', () => {
    expect(headersOf(undefined, 'shop', 'de')).toEqual({
      ...format,
      'X-Appwrite-Project': 'shop',
      'X-Appwrite-Locale': 'de',
    });
  });

  it('never carry a line break, and never show the secret that has one', () => {
    const attempt = () => headersOf({ kind: 'key', secret: 's3cret\nX-Evil: 1' });
    expect(attempt).toThrow(
      expect.objectContaining({ exitCode: 3, hint: expect.stringContaining('APPWRITE_API_KEY') }),
    );
    expect(attempt).not.toThrow(/s3cret/);
    expect(() => headersOf(undefined, 'a\r\nb')).toThrow(expect.objectContaining({ exitCode: 2 }));
  });
});
