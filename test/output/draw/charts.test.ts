import { describe, expect, it } from 'vitest';
import { bars, columnChart, last, mergeTo, sparkline, sum } from '../../../src/output/draw/charts.ts';

describe('mergeTo', () => {
  it.each([
    [[1, 2, 3], 3, { values: [1, 2, 3], size: 1 }],
    [[1, 2, 3, 4], 2, { values: [3, 7], size: 2 }],
    // The newest values are merged evenly.
    [[1, 2, 3, 4, 5], 2, { values: [3, 12], size: 3 }],
    [[], 3, { values: [], size: 1 }],
    [[1, 2], 0, { values: [3], size: 2 }],
  ])('merges %j into at most %d', (values, count, merged) => {
    expect(mergeTo(values, count, sum)).toEqual(merged);
  });
});

describe('sparkline', () => {
  it.each([
    [[0, 1, 4, 7, 14], true, '▁▂▃▅█'],
    [[0, 1, 4, 7, 14], false, '_.:=#'],
    [[0, 0], true, '▁▁'],
    [[-3, 2], false, '_#'],
    [[], true, ''],
  ])('draws %j, Unicode %s', (values, unicode, line) => {
    expect(sparkline(values, unicode)).toBe(line);
  });

  it('shows the state at the end of merged times', () => {
    expect(sparkline(mergeTo([1, 7, 7, 0], 2, last).values, false)).toBe('#_');
  });
});

describe('columnChart', () => {
  const chart = { format: String, from: '05-01', to: '05-30', height: 2 };
  const draw = (values: readonly number[], width: number, unicode = false) =>
    columnChart({ ...chart, values, width, unicode });

  it.each([
    [
      true,
      [
        '16 ┤        ▄▄▄     ███',
        '   │    ███ ███     ███',
        ' 0 └────────────────────',
        '    05-01          05-30',
      ],
    ],
    [
      false,
      [
        '16 +        ###     ###',
        '   |    ### ###     ###',
        ' 0 +--------------------',
        '    05-01          05-30',
      ],
    ],
  ])('draws columns and their axis, Unicode %s', (unicode, lines) => {
    expect(draw([0, 8, 12, 0, 16], 40, unicode)).toEqual({ lines, size: 1 });
  });

  it('shows a value however small it is', () => {
    expect(draw([1, 1000], 40, true).lines[1]).toContain('▁');
  });

  it.each([
    [40, [1, 1, 3]],
    [80, [1, 1, 2]],
    [120, [1, 1, 1]],
  ])('stays within %d columns, and merges 24, 30 and 90 values by %j', (width, sizes) => {
    const drawn = [24, 30, 90].map((count) =>
      draw(
        Array.from({ length: count }, (_, index) => index * 1003),
        width,
      ),
    );
    for (const line of drawn.flatMap(({ lines }) => lines)) expect(line.length).toBeLessThanOrEqual(width);
    expect(drawn.map(({ size }) => size)).toEqual(sizes);
  });

  it('names only the end of a chart that is too narrow for both labels', () => {
    expect(draw([1], 40).lines.at(-1)!.trim()).toBe('05-30');
  });

  it('aligns charts by the width of their labels', () => {
    const { lines } = columnChart({ ...chart, values: [5], width: 40, unicode: false, labelWidth: 6 });
    expect(lines[0]).toMatch(/^ {5}5 \+#/);
  });
});

describe('bars', () => {
  const rows = [
    { name: 'hello', value: 8, label: '8' },
    { name: 'a name of some length', value: 1, label: '1' },
    { name: 'none', value: 0, label: '0' },
  ];
  const measure = (text: string) => text.length;

  it('draws bars between name and value, and cuts long names', () => {
    expect(bars(rows, { width: 30, measure, unicode: true })).toEqual([
      'hello         8  █████████████',
      'a name of s…  1  █▋',
      'none          0',
    ]);
  });

  it('draws names and values only if there is no room', () => {
    expect(bars(rows, { width: 12, measure, unicode: false })).toEqual([
      'hello     8',
      'a name …  1',
      'none      0',
    ]);
  });

  it('never cuts a name where lines have no limit', () => {
    expect(bars(rows, { measure, unicode: false })[1]).toBe('a name of some length  1  #####');
  });
});
