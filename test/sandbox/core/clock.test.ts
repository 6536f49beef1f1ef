import { describe, expect, it } from 'vitest';
import { Clock } from '../../../src/sandbox/core/clock.ts';
import { Store } from '../../../src/sandbox/core/store/store.ts';

const start = Date.parse('2026-01-30T10:00:00Z');
const hourMs = 3_600_000;

/** A real time that a test moves. */
function realTime() {
  let timeMs = start;
  return {
    now: () => timeMs,
    pass: (ms: number) => {
      timeMs += ms;
    },
  };
}

describe('Clock', () => {
  it.each([
    ['goes on in real time', 'real', 5],
    ['stands still', 'manual', 0],
  ] as const)('%s after it was moved', (_, mode, passesHours) => {
    const real = realTime();
    const clock = new Clock(new Store(), mode, real.now);
    clock.moveTo(start + 24 * hourMs);
    real.pass(5 * hourMs);
    expect(clock.now()).toBe(start + (24 + passesHours) * hourMs);
  });

  it('never goes back', () => {
    const clock = new Clock(new Store(), 'manual', realTime().now);
    clock.moveTo(start - 1);
    expect(clock.now()).toBe(start);
  });

  it.each([
    ['real', 'manual'],
    ['manual', 'real'],
  ] as const)('keeps its lead if a %s clock is followed by a %s one', (before, after) => {
    const store = new Store();
    const real = realTime();
    new Clock(store, before, real.now).moveTo(start + 24 * hourMs);
    expect(new Clock(store, after, real.now).now()).toBe(start + 24 * hourMs);
  });

  it('does not go back to the time at which a manual one stood, once real time has passed it', () => {
    const store = new Store();
    const real = realTime();
    const manual = new Clock(store, 'manual', real.now);
    real.pass(2 * hourMs);
    manual.moveTo(start + hourMs);
    expect(new Clock(store, 'manual', real.now).now()).toBe(start + 2 * hourMs);
  });
});
