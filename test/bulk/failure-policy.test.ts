import { describe, expect, it } from 'vitest';
import { FailurePolicy } from '../../src/bulk/failure-policy.ts';
import { CliError, ExitCode } from '../../src/errors.ts';

const error = (code: keyof typeof ExitCode) =>
  new CliError(ExitCode[code], code, code === 'auth' ? { status: 401 } : {});

const user = { credential: { kind: 'session', secret: 's' } } as const;
const key = { credential: { kind: 'key', secret: 'k' } } as const;

/** Reports successes and failures. Returns the number of failures tolerated before one stopped the work. */
function play(
  events: readonly ('ok' | keyof typeof ExitCode)[],
  as: typeof user | typeof key = user,
): number {
  const policy = new FailurePolicy(as);
  let tolerated = 0;
  try {
    for (const event of events) {
      if (event === 'ok') policy.succeeded();
      else {
        policy.failed(error(event));
        tolerated++;
      }
    }
  } catch (thrown) {
    expect(thrown).toBeInstanceOf(CliError);
  }
  return tolerated;
}

const often = (event: keyof typeof ExitCode, count: number) => Array<typeof event>(count).fill(event);

describe('FailurePolicy', () => {
  it.each([
    ['one that is refused', ['rejected', 'rejected'], 2],
    ['a hundred that are refused', often('rejected', 100), 100],
    ['no network', ['ok', 'network'], 0],
    ['a rate limit that lasts too long', ['ok', 'rateLimited'], 0],
    ['no access from the beginning', ['auth'], 0],
    ['no access to one', ['ok', 'auth', 'ok', 'auth'], 2],
    ['nothing there from the beginning', ['notFound'], 0],
    ['a server that fails now and then', ['failure', 'ok', ...often('failure', 9), 'ok', 'failure'], 11],
    ['a server that fails ten times one after the other', ['ok', ...often('failure', 20)], 9],
    ['failures with refusals between', [...often('failure', 9), 'rejected', ...often('failure', 9)], 19],
  ] as const)('tolerates or stops at %s', (_name, events, tolerated) => {
    expect(play(events)).toBe(tolerated);
  });

  it('stops if an API key that worked is refused', () => {
    expect(play(['ok', 'auth', 'auth'], key)).toBe(0);
  });

  it('goes on after documents that a relationship protects, even the first ones', () => {
    const policy = new FailurePolicy(key);
    const refusal = new CliError(ExitCode.auth, 'restricted', {
      status: 403,
      type: 'document_delete_restricted',
    });
    for (let count = 0; count < 100; count++) expect(policy.failed(refusal)).toBe(refusal);
  });

  it('rethrows a bug', () => {
    expect(() => new FailurePolicy(user).failed(new TypeError('a bug'))).toThrow(TypeError);
  });
});
