/**
 * Returns a copy of a text that was cut out of a larger one. V8 keeps the larger one in memory as long as a piece of it
 * is: an ID that is stored would hold a whole page.
 */
export const detached = (text: string): string => Buffer.from(text).toString();
