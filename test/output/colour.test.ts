import { describe, expect, it } from 'vitest';
import { createPaint, hasColour, paintState } from '../../src/output/colour.ts';
import { Capture } from './kit.ts';

describe('hasColour', () => {
  it.each<[boolean, Record<string, string>, boolean, boolean]>([
    // terminal, environment, --no-color, colour
    [true, {}, false, true],
    [false, {}, false, false],
    [true, {}, true, false],
    [true, { NO_COLOR: '1' }, false, false],
    [true, { NO_COLOR: '' }, false, true],
    [true, { TERM: 'dumb' }, false, false],
    [true, { CI: 'true' }, false, false],
    [false, { FORCE_COLOR: '1' }, false, true],
    [false, { FORCE_COLOR: '3', CI: 'true' }, false, true],
    [false, { FORCE_COLOR: '' }, false, false],
    [true, { FORCE_COLOR: '' }, false, true],
    [true, { CI: 'false' }, false, true],
    [true, { CI: '0' }, false, true],
    [true, { CI: '' }, false, true],
    [true, { CI: '1' }, false, false],
    [true, { FORCE_COLOR: '0' }, false, false],
    [true, { FORCE_COLOR: 'false' }, false, false],
    [false, { FORCE_COLOR: '1', NO_COLOR: '1' }, false, false],
    [false, { FORCE_COLOR: '1' }, true, false],
  ])('decides for terminal %s, %j, --no-color %s: %s', (terminal, env, noColor, expected) => {
    const stream = new Capture(terminal ? 80 : undefined);
    expect(hasColour(stream, { env, noColor })).toBe(expected);
  });
});

describe('paintState', () => {
  it.each([
    ['status', 'available', '\x1b[32mavailable\x1b[39m'],
    ['deployment.status', 'failed', '\x1b[31mfailed\x1b[39m'],
    ['status', 'processing', '\x1b[33mprocessing\x1b[39m'],
    ['enabled', 'true', 'true'],
    ['enabled', 'false', 'false'],
    ['status', 'true', 'true'],
    ['status', 'false', 'false'],
    ['status', 'blocked', '\x1b[31mblocked\x1b[39m'],
    ['status', 'ready', '\x1b[32mready\x1b[39m'],
    ['status', 'deleting', '\x1b[33mdeleting\x1b[39m'],
    ['name', 'failed', 'failed'],
    ['status', 'constructor', 'constructor'],
  ])('paints %s as %s', async (path, text, expected) => {
    expect(paintState(await createPaint(true), path, text)).toBe(expected);
    expect(paintState(await createPaint(false), path, text)).toBe(text);
  });
});
