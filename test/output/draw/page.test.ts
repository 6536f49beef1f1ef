import { describe, expect, it } from 'vitest';
import { drawPage, type Section } from '../../../src/output/draw/page.ts';

const plain = (_: string, text: string) => text;
const draw = (sections: readonly Section[], width?: number) =>
  drawPage(sections, { width, unicode: true, paint: plain });

const table = {
  titles: ['NAME', 'SCOPES', 'EXPIRES'],
  rows: [
    ['ci', 'databases.read, databases.write, users.read', 'never'],
    ['read', 'none', '2030-01-01'],
  ],
};

describe('drawPage', () => {
  it('draws sections with a line between them', async () => {
    const sections = [
      { title: 'Limits', pairs: [['users', '5'] as const, ['sessions of a user', '10'] as const] },
      { title: 'Keys', table: { titles: ['NAME'], rows: [] } },
      { title: 'Chart', lines: ['##', '##'] },
    ];
    expect(await draw(sections, 80)).toBe(
      'Limits\n  users               5\n  sessions of a user  10\n\nKeys\n  none\n\nChart\n  ##\n  ##\n',
    );
  });

  it('continues long cells in their column', async () => {
    expect(await draw([{ title: 'Keys', table }], 44)).toBe(
      [
        'Keys',
        '  NAME  SCOPES                    EXPIRES',
        '  ci    databases.read,           never',
        '        databases.write,',
        '        users.read',
        '  read  none                      2030-01-01',
        '',
      ].join('\n'),
    );
  });

  it('makes names and values of a table that is too narrow for its longest words', async () => {
    expect(await draw([{ title: 'Keys', table }], 32)).toBe(
      [
        'Keys',
        '  name     ci',
        '  scopes   databases.read,',
        '           databases.write,',
        '           users.read',
        '  expires  never',
        '',
        '  name     read',
        '  scopes   none',
        '  expires  2030-01-01',
        '',
      ].join('\n'),
    );
  });

  it('neither wraps nor pads where lines have no limit', async () => {
    const lines = (await draw([{ title: 'Keys', table }])).split('\n');
    expect(lines[2]).toBe('  ci    databases.read, databases.write, users.read  never');
    expect(await draw([{ title: 'A', pairs: [['name', 'x '.repeat(200).trim()]] }])).toMatch(
      /^A\n {2}name {2}x.*\n$/,
    );
  });

  it('escapes what controls a terminal, in headings, names, values and cells', async () => {
    const hostile = '\x1b[2J\nfake';
    const sections: Section[] = [
      { title: hostile, pairs: [[hostile, hostile]], table: { titles: ['A'], rows: [[hostile]] } },
    ];
    const page = await draw(sections, 80);
    expect(page).not.toContain('\x1b');
    expect(page.split('\n')).toHaveLength(5);
  });
});
