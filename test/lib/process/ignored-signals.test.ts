import { describe, expect, it } from 'vitest';
import { isIgnoredByShell } from '../../../src/lib/process/ignored-signals.ts';

/** State of a process as Linux shows it: SIGHUP is bit 0, SIGINT 1, SIGTERM 14, SIGTTOU 21. */
const state = (name: string, ignored: string) =>
  `Name:\t${name}\nUmask:\t0022\nSigBlk:\t0000000000000000\nSigIgn:\t${ignored}\nSigCgt:\t0000000180004602\n`;

describe('isIgnoredByShell', () => {
  it.each([
    ["trap '' HUP", 'SIGHUP', state('sh', '0000000000000001'), true],
    ["trap '' INT", 'SIGINT', state('bash', '0000000000000006'), true],
    ["trap '' TERM", 'SIGTERM', state('dash', '0000000000004000'), true],
    ["trap '' INT, for another signal", 'SIGHUP', state('sh', '0000000000000002'), false],
    ['nothing ignored', 'SIGINT', state('sh', '0000000000000000'), false],
    [
      'an interactive shell, which ignores SIGTERM itself',
      'SIGTERM',
      state('bash', '0000000000384004'),
      false,
    ],
    ["trap '' HUP in an interactive shell", 'SIGHUP', state('bash', '0000000000384005'), true],
    ['a program that ignores SIGINT while it waits', 'SIGINT', state('time', '0000000000000006'), false],
    ['no information', 'SIGINT', '', false],
  ] as const)('reads the state of the parent: %s', (_, signal, parent, ignored) => {
    expect(isIgnoredByShell(signal, parent)).toBe(ignored);
  });
});
