/**
 * Removes characters from the end of a text. A pattern such as `/ +$/` would start again at each space of a run in the
 * middle, which takes quadratic time.
 * @param isRemoved receives one UTF-16 unit
 */
export function trimEndOf(text: string, isRemoved: (unit: string) => boolean): string {
  let end = text.length;
  while (end > 0 && isRemoved(text[end - 1]!)) end--;
  return text.slice(0, end);
}
