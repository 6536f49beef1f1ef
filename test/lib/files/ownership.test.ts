import { describe, expect, it } from 'vitest';
import { claim, isOwnedElsewhere, release } from '../../../src/lib/files/ownership.ts';
import { deadPid } from '../../kit/dead-process.ts';

describe('claim', () => {
  it('gives a path to one user until it is released', () => {
    expect(claim('/some/path')).toBe(true);
    expect(claim('/some/path')).toBe(false);
    expect(claim('/other/path')).toBe(true);
    release('/some/path');
    expect(claim('/some/path')).toBe(true);
    release('/some/path');
    release('/other/path');
  });
});

describe('isOwnedElsewhere', () => {
  it('is true for another running process', () => {
    expect(isOwnedElsewhere(process.ppid)).toBe(true);
  });

  it('is false for this process', () => {
    expect(isOwnedElsewhere(process.pid)).toBe(false);
  });

  it('is false for a process that has ended', () => {
    expect(isOwnedElsewhere(deadPid())).toBe(false);
  });

  it.each([0, -1, 1.5, Number.NaN, 2 ** 22 + 1])('is false for %d, which is no process ID', (id) => {
    expect(isOwnedElsewhere(id)).toBe(false);
  });
});
