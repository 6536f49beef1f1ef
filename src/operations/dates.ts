/** Dates on a command line. Loaded only for lines that have some. */
import type { Param } from '../api/schema.ts';
import type { Context } from '../context.ts';
import type { Services } from '../core/services.ts';
import { usageError } from '../errors.ts';
import { type Clock, isoText, parseInstant } from '../lib/text/instants.ts';

/** Forms of a date, for messages. */
export const dateForms = '2024-03-01, 2024-03-01T10:00, -7d, +2h, now, today, or "yesterday 18:00"';

/** A date that was read: how the line says it, and what is sent. */
interface Reading {
  readonly origin: string;
  readonly said: string;
  readonly text: string;
  readonly timeMs: number;
  readonly lacksZone: boolean;
}

/** Reads the dates of one line: for all of them it is the same moment now. */
export class DateReader {
  readonly #clock: Clock;
  readonly #readings: Reading[] = [];

  constructor(context: Pick<Context, 'now' | 'utcOffsetMinutes'>) {
    this.#clock = { nowMs: context.now(), utcOffsetMinutes: (atMs) => context.utcOffsetMinutes(atMs) };
  }

  /**
   * Returns a date as the server takes it: one in ISO form as it is, any other in ISO form and in UTC.
   * @param origin flag or attribute, for {@link explain}
   * @returns undefined if it is no date
   */
  read(origin: string, said: string): string | undefined {
    const instant = parseInstant(said, this.#clock);
    if (instant === undefined) return undefined;
    const { timeMs, isIso, lacksZone } = instant;
    const text = isIso ? said : isoText(timeMs);
    this.#readings.push({ origin, said, text, timeMs, lacksZone });
    return text;
  }

  /**
   * Reads the value of a parameter.
   * @throws CliError exit 2 naming the flag and the forms of a date
   */
  readParam({ flag, format }: Param, said: string): string {
    const text = this.read(flag, said);
    const isFixed = /^\d/.test(said);
    if (text !== undefined && (isFixed || format !== 'fixedDate')) return text;
    throw usageError(
      `${flag} takes a date, not "${said.slice(0, 60)}"`,
      format === 'fixedDate'
        ? 'it is stored as given and never recalculated: write it as 2024-03-01 or 2024-03-01T10:00:00Z'
        : `write it as ${dateForms}; in UTC, unless a zone follows: 2024-03-01T10:00+02:00`,
    );
  }

  /**
   * Says what the dates were read as: with `--verbose` and `--dry-run`, and on a terminal if the user may have meant
   * another zone.
   */
  explain({ globals, context, output }: Pick<Services, 'globals' | 'context' | 'output'>): void {
    const showsAll = globals.dryRun || globals.verbose > 0;
    for (const { origin, said, text, timeMs, lacksZone } of this.#readings) {
      const offset = this.#clock.utcOffsetMinutes(timeMs);
      const mayMislead = lacksZone && offset !== 0 && context.stderr.isTTY === true;
      if (mayMislead)
        output.note(
          `${origin}: ${said} is in UTC, which is ${localText(timeMs + offset * 60_000)} here; for your time zone write "${said} local"`,
        );
      if (showsAll && text !== said) output.note(`${origin}: ${said} is ${text}`);
    }
  }
}

/** @param wallMs time on local clocks, as if their zone were UTC */
function localText(wallMs: number): string {
  return isoText(wallMs).slice(0, 16).replace('T', ' ');
}
