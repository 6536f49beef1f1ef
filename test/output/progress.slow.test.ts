import { setTimeout as wait } from 'node:timers/promises';
import { describe, expect, it, vi } from 'vitest';
import { createOutput } from '../../src/output/output.ts';
import { progressLine } from '../../src/output/progress.ts';
import type { OutputOptions } from '../../src/output/types.ts';
import { Capture, contextFor, defaults, Screen } from './kit.ts';

const MB = 1_000_000;

describe('progressLine', () => {
  it.each([
    [{ label: 'waiting' }, 0, 0, 'waiting'],
    [{ label: 'documents', unit: 'items' }, 1200, 100, 'documents  1200  100/s'],
    [
      { label: 'documents', unit: 'items', total: 2400 },
      1200,
      1,
      'documents  [##########----------] 50%  1200 of 2400  1/s  20 min 0 s left',
    ],
    [{ label: 'a.bin', unit: 'bytes' }, 1536, 512, 'a.bin  1.54 kB  512 B/s'],
    [
      { label: 'a.bin', unit: 'bytes', total: 30 * MB },
      10 * MB,
      4 * MB,
      'a.bin  [######--------------] 33%  10 MB of 30 MB  4 MB/s  5 s left',
    ],
    [
      { label: 'x', unit: 'bytes', total: 1000 * MB },
      0,
      MB,
      'x  [--------------------] 0%  0 B of 1 GB  1 MB/s  16 min 40 s left',
    ],
    [{ label: '\x1b[2J', unit: 'items', total: 0 }, 3, 0, '\\x1b[2J  3 of 0  0/s'],
    [
      { label: 'x', unit: 'items', total: 2 },
      3,
      0.25,
      'x  [####################] 100%  3 of 2  0.3/s  0 s left',
    ],
  ] as const)('formats %j after %i', (options, done, rate, line) => {
    expect(progressLine(options, done, rate)).toBe(line);
  });

  it.each([
    [Number.POSITIVE_INFINITY, 'a.bin  [##########----------] 50%  1 of 2  1/s  1 s left'],
    [56, 'a.bin  [##########----------] 50%  1 of 2  1/s  1 s left'],
    [55, 'a.bin  [#########----------] 50%  1 of 2  1/s  1 s left'],
    [40, 'a.bin  [##--] 50%  1 of 2  1/s  1 s left'],
    [39, 'a.bin  [#--] 50%  1 of 2  1/s  1 s left'],
    [38, 'a.bin  50%  1 of 2  1/s  1 s left'],
    [33, 'a.bin  50%  1 of 2  1/s  1 s left'],
    [32, 'a.bin  1 of 2  1/s  1 s left'],
    [1, 'a.bin  1 of 2  1/s  1 s left'],
  ])('shortens the bar to fit into %d columns', (width, line) => {
    expect(progressLine({ label: 'a.bin', unit: 'items', total: 2 }, 1, 1, width)).toBe(line);
  });
});

describe('progress on stderr', () => {
  function begin(stderr: Capture, options: Partial<OutputOptions> = {}, env: Record<string, string> = {}) {
    const output = createOutput(contextFor({ stderr, env }), { ...defaults, ...options });
    const progress = output.progress({ label: 'a.bin', unit: 'items', total: 4 });
    progress.update(2);
    return progress;
  }

  it('draws on a terminal, and erases the line at the end', async () => {
    const stderr = new Screen(80);
    const progress = begin(stderr);
    await vi.waitUntil(() => stderr.text.includes('a.bin'), { timeout: 10_000 });
    progress.stop();
    expect(stderr.text).toContain('a.bin  [##########----------] 50%  2 of 4');
    expect(stderr.text.slice(stderr.text.lastIndexOf('a.bin'))).toContain('\x1b[K');
  });

  it('replaces the line by a text of one line, cut to the width', async () => {
    const stderr = new Screen(30);
    const progress = begin(stderr);
    progress.describe('user 3 of 3,\ndocument 120 of 500');
    await vi.waitUntil(() => stderr.text.includes('user'), { timeout: 10_000 });
    progress.stop();
    expect(stderr.text).toContain('user 3 of 3, document 120…');
    expect(stderr.text).not.toContain('a.bin');
  });

  it.each<[string, Capture, Partial<OutputOptions>, Record<string, string>]>([
    ['a pipe', new Capture(), {}, {}],
    ['--quiet', new Screen(80), { quiet: true }, {}],
    ['a terminal without a width', new Screen(0), {}, {}],
    ['a dumb terminal', new Screen(80), {}, { TERM: 'dumb' }],
  ])('draws nothing with %s', async (_, stderr, options, env) => {
    const progress = begin(stderr, options, env);
    await wait(500);
    progress.stop();
    expect(stderr.text).toBe('');
  });

  it('draws nothing for a short wait', async () => {
    const stderr = new Screen(80);
    begin(stderr).stop();
    await wait(500);
    expect(stderr.text).toBe('');
  });
});
