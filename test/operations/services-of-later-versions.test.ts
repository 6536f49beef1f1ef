import { describe, expect, it } from 'vitest';
import { runLine } from '../kit/in-process.ts';
import { jsonResponse, memoryTransport } from '../kit/transport.ts';

const env = {
  APPWRITE_ENDPOINT: 'http://127.0.0.1/v1',
  APPWRITE_PROJECT_ID: 'p',
  APPWRITE_API_KEY: 'k',
};

const dryRun = (version: string, ...line: readonly string[]) =>
  runLine([...line, '--api-version', version, '--dry-run'], { env });

describe('a flag that versions read in different ways', () => {
  it.each([
    ['1.5', 'messaging create-push', '--title and --body are missing'],
    ['1.6', 'messaging create-push', '{"messageId":"unique()"}'],
    ['1.6', 'messaging create-push --badge 3', '"badge":3'],
    ['1.6', 'messaging create-push --badge three', '--badge takes a whole number, not "three"'],
    ['1.7', 'users list --no-total', 'users list --no-total needs Appwrite 1.8 or newer'],
    // Servers take `total=false` for true.
    ['1.8', 'users list --no-total', '/users?total=0'],
    // A token is valid for ever if its end is left out.
    ['1.8', 'tokens update t', '--expire or --no-expire is missing'],
    ['1.8', 'tokens update t --no-expire', '{"expire":null}'],
  ])('is checked and sent as %s has it: %s', async (version, line, text) => {
    const { code, stdout, stderr } = await dryRun(version, ...line.split(' '));
    expect(stdout + stderr).toContain(text);
    expect(code).toBe(stdout === '' ? 2 : 0);
  });
});

describe('secrets of later versions', () => {
  it.each([
    ['a header of a website as JSON', ['get-screenshot', '--headers', '{"Authorization":"Bearer s3cret"}']],
    ['a header of a website as a pair', ['get-screenshot', '--headers', 'Authorization=Bearer s3cret']],
  ])('masks %s', async (_, [command = '', ...flags]) => {
    const { code, stdout } = await dryRun(
      '1.8',
      'avatars',
      command,
      '--url',
      'https://example.com',
      ...flags,
    );
    expect(code).toBe(0);
    expect(stdout).toContain('headers%5BAuthorization%5D=***');
    expect(stdout).not.toContain('s3cret');
  });

  it('masks the token of a file, and reads it from stdin', async () => {
    const line = ['storage', 'get-file-view', 'b', 'f', '--token', '-', '--api-version', '1.7', '--dry-run'];
    const { stdout } = await runLine(line, { env, stdin: 'eyJ0b2tlbg\n' });
    expect(stdout).toContain('/view?token=***');
  });

  it('shows whether a variable is secret, and reads that from no file', async () => {
    const create = ['project', 'create-variable', '--key', 'K', '--value', 's3cret'];
    const { stdout } = await dryRun('1.9', ...create, '--no-secret');
    expect(stdout).toContain('"key":"K"');
    expect(stdout).toContain('"secret":false');
    expect(stdout).not.toContain('s3cret');
    expect(await dryRun('1.9', ...create, '--secret-file', 'x')).toMatchObject({
      code: 2,
      stderr: expect.stringContaining('--secret-file'),
    });
  });
});

describe('webhooks update', () => {
  it('keeps the settings that the line does not name, which the server would reset', async () => {
    const webhook = {
      $id: 'w',
      name: 'Old',
      url: 'https://example.com/old',
      events: ['users.*'],
      security: true,
      httpUser: 'ada',
      httpPass: 'pass',
      enabled: false,
    };
    const transport = memoryTransport(() => jsonResponse(webhook));
    const line = ['webhooks', 'update', 'w', '--name', 'New', '--url', 'https://example.com/new'];
    const { code } = await runLine([...line, '--events', 'teams.*', '--api-version', '1.9'], {
      env,
      transport,
    });
    expect(code).toBe(0);
    expect(JSON.parse(transport.hits[1]!.body.toString())).toEqual({
      name: 'New',
      url: 'https://example.com/new',
      events: ['teams.*'],
      enabled: false,
      security: true,
      httpUser: 'ada',
      httpPass: 'pass',
    });
  });
});
