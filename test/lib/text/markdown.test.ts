import { describe, expect, it } from 'vitest';
import { markdownCode, markdownText } from '../../../src/lib/text/markdown.ts';

describe('markdownText', () => {
  it.each([
    ['plain words, 5.0', 'plain words, 5.0'],
    ['a|b\\', 'a\\|b\\\\'],
    ['*b* _i_ `c` # h', '\\*b\\* \\_i\\_ \\`c\\` \\# h'],
    ['<b>&amp;', '&lt;b&gt;&amp;amp;'],
    ['@ada https://x.example www.x.example', '&#64;ada https&#58;//x.example www&#46;x.example'],
    ['line\nbreak \x1b[0m', 'line\\\\nbreak \\\\x1b\\[0m'],
  ])('shows %j as it is', (text, expected) => {
    expect(markdownText(text)).toBe(expected);
  });
});

describe('markdownCode', () => {
  it.each([
    ['', ''],
    ['main/posts @ada *', '`main/posts @ada *`'],
    ['a|b', '<code>a&#124;b</code>'],
    ['\\|', '<code>&#92;&#124;</code>'],
    ['` é <i>', '<code>&#96; é &#60;i&#62;</code>'],
    [' a', '<code> a</code>'],
    ['a\nb', '`a\\nb`'],
  ])('writes %j as code', (text, expected) => {
    expect(markdownCode(text)).toBe(expected);
  });
});
