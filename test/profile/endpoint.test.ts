import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { normaliseEndpoint } from '../../src/profile/endpoint.ts';

describe('normaliseEndpoint', () => {
  it.each([
    ['https://host/v1', 'https://host/v1'],
    ['https://host/v1/', 'https://host/v1'],
    ['https://host/v1///', 'https://host/v1'],
    ['HTTPS://HOST/v1', 'https://host/v1'],
    ['https://host:443/v1', 'https://host/v1'],
    ['http://host:80/v1', 'http://host/v1'],
    ['https://host:8443/v1', 'https://host:8443/v1'],
    ['https://host/V1', 'https://host/V1'],
    ['https://host/a/../v1', 'https://host/v1'],
    ['https://host', 'https://host/v1'],
    ['https://host/', 'https://host/v1'],
    ['https://host/appwrite/v1', 'https://host/appwrite/v1'],
    ['http://[::1]:8080/v1', 'http://[::1]:8080/v1'],
    ['https://bücher.example/v1', 'https://xn--bcher-kva.example/v1'],
  ])('normalises %s to %s', (text, expected) => {
    expect(normaliseEndpoint(text, '--endpoint')).toBe(expected);
  });

  it.each([
    ['', 'is not an http'],
    ['host/v1', 'is not an http'],
    ['localhost:8080/v1', 'is not an http'],
    ['ftp://host/v1', 'is not an http'],
    ['file:///etc/passwd', 'is not an http'],
    ['javascript:alert(1)', 'is not an http'],
    ['https://', 'is not an http'],
    ['https://ann:secret@host/v1', 'user name or password'],
    ['https://ann@host/v1', 'user name or password'],
    ['https://host/v1?a=b', '? or #'],
    ['https://host/v1?', '? or #'],
    ['https://host/v1#a', '? or #'],
    ['https://host/v1\nX: y', 'line break'],
    [' https://host/v1', 'space'],
    ['https://host/v1;reboot', 'unusual character'],
    ['https://host/$(reboot)', 'unusual character'],
    ['https://good\\@evil/v1', 'backslash'],
  ])('refuses %j', (text, problem) => {
    const refusal = expect.objectContaining({ exitCode: 2, message: expect.stringContaining(problem) });
    expect(() => normaliseEndpoint(text, 'APPWRITE_ENDPOINT')).toThrow(refusal);
    expect(() => normaliseEndpoint(text, 'APPWRITE_ENDPOINT')).toThrow(/APPWRITE_ENDPOINT/);
  });

  it('does not repeat a password', () => {
    expect(() => normaliseEndpoint('https://ann:hunter2@host/v1', '--endpoint')).toThrow(
      expect.not.objectContaining({ message: expect.stringContaining('hunter2') }),
    );
  });

  it.each([
    ['cloud.appwrite.io/v1', 'did you mean https://cloud.appwrite.io/v1?'],
    ['localhost:8080/v1', 'did you mean http://localhost:8080/v1?'],
    ['127.0.0.1/v1', 'did you mean http://127.0.0.1/v1?'],
  ])('guesses what %s was meant to be', (text, hint) => {
    expect(() => normaliseEndpoint(text, '--endpoint')).toThrow(expect.objectContaining({ hint }));
  });

  it('leaves a normalised endpoint unchanged', () => {
    const segment = fc.stringMatching(/^[\w.~-]{0,8}$/);
    const path = fc.array(segment, { maxLength: 4 }).map((segments) => segments.join('/'));
    fc.assert(
      fc.property(fc.webAuthority({ withPort: true }), path, (host, path) => {
        const once = normaliseEndpoint(`https://${host}/${path}`, '--endpoint');
        expect(normaliseEndpoint(once, '--endpoint')).toBe(once);
      }),
    );
  });
});
