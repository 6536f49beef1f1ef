/** A value of JSON, as JavaScript has it and as text. */
export interface JsonValue {
  /** As JSON.parse reads it. */
  readonly plain: unknown;
  /** Its JSON, with every digit. */
  readonly text: string;
  /** True if a whole number in `plain` may be a number with a fraction in the text. */
  readonly hidesFractions: boolean;
}

/** A value that is read from a text of its own. */
export class TextValue implements JsonValue {
  readonly plain: unknown;
  readonly text: string;
  /** The text is at hand. */
  readonly hidesFractions = true;

  /** @param text valid JSON */
  constructor(text: string) {
    this.plain = JSON.parse(text);
    this.text = text;
  }
}

/** Returns a value that is text. */
export function textIn(value: JsonValue | undefined): string | undefined {
  const plain = value?.plain;
  return typeof plain === 'string' ? plain : undefined;
}
