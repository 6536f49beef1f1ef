import { readFileSync } from 'node:fs';
import { expect, it } from 'vitest';

interface LockedPackage {
  readonly integrity?: string;
}

/** npm leaves the checksum out of packages for other platforms if it writes the file from what is installed. */
it('pins every package by a checksum', () => {
  const text = readFileSync(new URL('../../package-lock.json', import.meta.url), 'utf8');
  const { packages } = JSON.parse(text) as { readonly packages: Record<string, LockedPackage> };
  const locked = Object.entries(packages).filter(([path]) => path !== '');
  const unpinned = locked.filter(([, { integrity }]) => !/^sha512-/.test(integrity ?? ''));
  expect(unpinned.map(([path]) => path)).toEqual([]);
  expect(locked.length).toBeGreaterThan(100);
});
