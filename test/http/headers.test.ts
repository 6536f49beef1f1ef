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

describe('connectionHeaders', () => {
  it.each([
    ['key', { 'X-Appwrite-Key': 's3cret' }],
    ['jwt', { 'X-Appwrite-JWT': 's3cret' }],
    ['session', { 'X-Appwrite-Session': 's3cret' }],
    ['console', { Cookie: 'a_session_console=s3cret', 'X-Appwrite-Mode': 'admin' }],
  ] as const)('carries a credential of kind %s', (kind, own) => {
    expect(headersOf({ kind, secret: 's3cret' })).toEqual({
      ...format,
      'X-Appwrite-Project': 'shop',
      ...own,
    });
  });

  it('sets no admin mode for the console itself', () => {
    expect(headersOf({ kind: 'console', secret: 's3cret' }, 'console')).toEqual({
      ...format,
      'X-Appwrite-Project': 'console',
      Cookie: 'a_session_console=s3cret',
    });
  });

  it('carries the locale of a guest', () => {
    expect(headersOf(undefined, 'shop', 'de')).toEqual({
      ...format,
      'X-Appwrite-Project': 'shop',
      'X-Appwrite-Locale': 'de',
    });
  });

  it('asks for the format of the version, unless the format of the server is wanted', () => {
    const connection = { ...testConnection('http://localhost/v1'), apiVersion: '1.8' as const };
    expect(connectionHeaders(connection)).toMatchObject({ 'X-Appwrite-Response-Format': '1.8.0' });
    expect(connectionHeaders(connection, { ownFormat: true })).not.toHaveProperty(
      'X-Appwrite-Response-Format',
    );
  });

  it('refuses a line break without showing the secret', () => {
    const attempt = () => headersOf({ kind: 'key', secret: 's3cret\nX-Evil: 1' });
    expect(attempt).toThrow(
      expect.objectContaining({ exitCode: 3, hint: expect.stringContaining('APPWRITE_API_KEY') }),
    );
    expect(attempt).not.toThrow(/s3cret/);
    expect(() => headersOf(undefined, 'a\r\nb')).toThrow(expect.objectContaining({ exitCode: 2 }));
  });
});
