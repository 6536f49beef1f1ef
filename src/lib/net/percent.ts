/** Decodes percent-encoded text; undefined if it is malformed, such as `100%`. */
export function percentDecoded(text: string): string | undefined {
  try {
    return decodeURIComponent(text);
  } catch {
    return undefined;
  }
}
