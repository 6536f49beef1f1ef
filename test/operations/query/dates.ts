import { DateReader } from '../../../src/operations/dates.ts';

/** Reads dates as if it were noon on 1 March 2024, in UTC. */
export const datesAtNoon = (): DateReader =>
  new DateReader({ now: () => Date.parse('2024-03-01T12:00:00Z'), utcOffsetMinutes: () => 0 });
