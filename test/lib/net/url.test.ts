import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { parseUrl } from '../../../src/lib/net/url.ts';

describe('parseUrl', () => {
  it('parses a URL, relative ones with a base only', () => {
    expect(parseUrl('https://h/a')?.pathname).toBe('/a');
    expect(parseUrl('/b', new URL('https://h/a'))?.href).toBe('https://h/b');
    expect(parseUrl('/b')).toBeUndefined();
    expect(parseUrl('http://[')).toBeUndefined();
  });

  it('parses names with umlauts however often it has run', () => {
    for (let run = 0; run < 30_000; run++) {
      if (parseUrl('https://b\u00fccher.example/v1') === undefined) expect.fail(`refused in run ${run}`);
    }
  });

  it('is used instead of URL.canParse', () => {
    const files = readdirSync('src', { recursive: true, encoding: 'utf8' }).filter((name) =>
      name.endsWith('.ts'),
    );
    const callers = files.filter((name) => readFileSync(join('src', name), 'utf8').includes('URL.canParse('));
    expect(callers).toEqual([]);
  });
});
