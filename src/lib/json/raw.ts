/**
 * JSON text that is sent exactly as it is written here. It carries what JavaScript's values can't: integers above
 * 2^53, the digits of a decimal, the order of keys that look like numbers.
 */
export class RawJson {
  readonly text: string;

  /** @param text valid JSON; the caller has checked it */
  constructor(text: string) {
    this.text = text;
  }
}

/**
 * Writes a value as JSON text; a RawJson inside it is copied unchanged, `undefined` members are left out.
 * @param value plain data: null, booleans, strings, finite numbers, arrays, objects, RawJson
 */
export function encodeJson(value: unknown): string {
  if (value instanceof RawJson) return value.text;
  if (Array.isArray(value)) return `[${value.map((item) => encodeJson(item ?? null)).join(',')}]`;
  if (value !== null && typeof value === 'object') {
    const members = Object.entries(value).filter(([, member]) => member !== undefined);
    return `{${members.map(([key, member]) => `${JSON.stringify(key)}:${encodeJson(member)}`).join(',')}}`;
  }
  return JSON.stringify(value);
}
