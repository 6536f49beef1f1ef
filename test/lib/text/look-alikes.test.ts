import { describe, expect, it } from 'vitest';
import { asAscii, explainLookAlike, findLookAlike } from '../../../src/lib/text/look-alikes.ts';

const explanation = (text: string) => {
  const found = findLookAlike(text);
  return found && explainLookAlike(found);
};

describe('a look-alike', () => {
  it.each([
    ['–limit', '-limit', 'an en dash (U+2013), not a hyphen'],
    ['list‑files', 'list-files', 'a non-breaking hyphen (U+2011), not a hyphen'],
    ['“a”', '"a"', 'a typographic quote (U+201C), not a straight quote'],
    ['‘a’', "'a'", 'a typographic quote (U+2018), not a straight quote'],
    ['5\u00a0MB', '5 MB', 'a no-break space (U+00A0), not a space'],
    ['a\u200bb', 'ab', 'an invisible character (U+200B)'],
    ['５', '5', 'a full-width character (U+FF15), not the ASCII 5'],
    ['shоp', 'shop', 'a Cyrillic letter (U+043E), not the ASCII o'],
    ['Αda', 'Ada', 'a Greek letter (U+0391), not the ASCII A'],
  ])('is named: %s', (text, meant, explained) => {
    expect([asAscii(text), explanation(text)]).toEqual([meant, explained]);
  });

  it.each(['shop-eu', 'Größe', 'магазин', 'кофе shop', 'νέα', '日本', '🙂', ''])('is none in %s', (text) => {
    expect(explanation(text)).toBeUndefined();
  });
});
