import { describe, expect, it } from 'vitest';
import { createPaint, hasColour, paintCell, paintState, type Role } from '../../src/output/colour.ts';
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

describe('createPaint', () => {
  const roles: readonly Role[] = [
    ...(['heading', 'column', 'key', 'id', 'muted', 'good', 'bad', 'pending', 'added', 'changed'] as const),
    ...(['removed', 'error', 'warning', 'hint', 'jsonKey', 'jsonString', 'jsonNumber', 'jsonWord'] as const),
  ];
  /** Bold, dim, underlined; red, green, magenta, cyan. */
  const readableCodes = ['1', '2', '4', '31', '32', '35', '36'];

  it.each(roles)('styles %s with what can be read on black and on white', async (role) => {
    const paint = await createPaint(true);
    const [codes, ends] = paint(role, '|')
      .split('|')
      .map((part) => part.match(/(?<=\x1b\[)\d+(?=m)/g) ?? []);
    expect(readableCodes).toEqual(expect.arrayContaining(codes!));
    expect(ends).toHaveLength(codes!.length);
    expect((await createPaint(false))(role, '|')).toBe('|');
  });
});

const [good, bad, pending, id, muted] = [32, 31, 35, 36, 2];

describe('paintCell', () => {
  it.each([
    ['status', 'available', good],
    ['deployment.status', 'failed', bad],
    ['status', 'processing', pending],
    ['status', 'blocked', bad],
    ['status', 'ready', good],
    ['status', 'deleting', pending],
    ['status', 'skipped', muted],
    ['$id', 'p1', id],
    ['id', 'p1', id],
    ['key', 'title', id],
    ['relation.$id', 'p1', id],
    ['deploymentId', 'p1', id],
    ['$id', '-', undefined],
    ['paid', 'p1', undefined],
    ['enabled', 'true', undefined],
    ['enabled', 'false', undefined],
    ['status', 'true', undefined],
    ['status', 'false', undefined],
    ['name', 'failed', undefined],
    ['status', 'constructor', undefined],
  ])('paints %s with the value %s in style %s', async (path, text, code) => {
    const painted = code === undefined ? text : `\x1b[${code}m${text}\x1b[${code === muted ? 22 : 39}m`;
    expect(paintCell(await createPaint(true), path, text)).toBe(painted);
    expect(paintCell(await createPaint(false), path, text)).toBe(text);
  });
});

describe('paintState', () => {
  it('paints a state in capitals', async () => {
    expect(paintState(await createPaint(true), 'FAIL')).toBe('\x1b[31mFAIL\x1b[39m');
  });
});
