/**
 * Returns a function that compares a text with a pattern.
 * @param pattern `*` stands for any number of characters, everything else for itself
 */
export function wildcard(pattern: string): (text: string) => boolean {
  if (!pattern.includes('*')) return (text) => text === pattern;
  const parts = pattern.split('*').map((part) => part.replace(/[.+?^${}()|[\]\\]/g, '\\$&'));
  const form = new RegExp(`^${parts.join('.*')}$`, 's');
  return (text) => form.test(text);
}
