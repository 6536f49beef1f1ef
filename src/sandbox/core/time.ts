/** Returns a time as the API writes it: `2024-01-31T10:00:00.000+00:00`. */
export function timestamp(timeMs: number): string {
  return new Date(timeMs).toISOString().replace('Z', '+00:00');
}

/**
 * Parses a date and time in ISO form, with or without a time and a zone (UTC by default).
 * @returns milliseconds since the Unix epoch, or undefined if the text is no such date
 */
export function parseTime(text: string): number | undefined {
  const match =
    /^(\d{4}-\d{2}-\d{2})(?:[T ](\d{2}:\d{2}(?::\d{2}(?:\.\d{1,9})?)?)(Z|[+-]\d{2}:?\d{2})?)?$/i.exec(
      text.trim(),
    );
  if (!match) return undefined;
  const [, date, time = '00:00', zone = 'Z'] = match;
  const zoneWithColon = zone.replace(/^([+-]\d{2}):?(\d{2})$/, '$1:$2').toUpperCase();
  const timeMs = Date.parse(`${date}T${time}${zoneWithColon}`);
  if (Number.isNaN(timeMs) || !isCalendarDate(date!)) return undefined;
  return timeMs;
}

/** False for a date such as `2024-02-30`, which parses although it does not exist. */
function isCalendarDate(date: string): boolean {
  const timeMs = Date.parse(`${date}T00:00:00Z`);
  return !Number.isNaN(timeMs) && new Date(timeMs).toISOString().startsWith(date);
}
