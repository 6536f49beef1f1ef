/**
 * Parses a URL. Not with `URL.canParse`: once optimised, that of Node 20 refuses texts with a character from U+0080 to
 * U+00FF, such as `https://bücher.example`.
 * @param base address that a relative URL is resolved against
 * @returns undefined if it is not a URL
 */
export function parseUrl(text: string, base?: URL): URL | undefined {
  try {
    return new URL(text, base);
  } catch {
    return undefined;
  }
}
