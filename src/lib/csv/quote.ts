/**
 * Text as one cell of CSV, quoted as RFC 4180 says: where it holds the separator, a quote or a line break. An empty
 * text is quoted too, so that it differs from a cell in which nothing stands.
 */
export function quoteCell(text: string, separator = ','): string {
  const isBare = text !== '' && !text.includes(separator) && !/["\n\r]/.test(text);
  return isBare ? text : `"${text.replaceAll('"', '""')}"`;
}
