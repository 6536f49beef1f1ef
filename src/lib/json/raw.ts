/**
 * JSON text that is written unchanged. It preserves what JavaScript values can't represent: integers above 2^53, the
 * digits of a decimal, the order of keys that look like integers.
 */
export class RawJson {
  readonly text: string;

  /** @param text valid JSON; it is not checked */
  constructor(text: string) {
    this.text = text;
  }
}

/**
 * Serialises a value as JSON; a RawJson inside it is copied unchanged, `undefined` members are left out.
 * @param value null, boolean, string, finite number, bigint, RawJson, or array or object of these
 */
export function encodeJson(value: unknown): string {
  if (value instanceof RawJson) return value.text;
  if (Array.isArray(value)) return `[${value.map((item) => encodeJson(item ?? null)).join(',')}]`;
  if (value !== null && typeof value === 'object') {
    const members = Object.entries(value).filter(([, member]) => member !== undefined);
    return `{${members.map(([key, member]) => `${JSON.stringify(key)}:${encodeJson(member)}`).join(',')}}`;
  }
  return typeof value === 'bigint' ? String(value) : JSON.stringify(value);
}
