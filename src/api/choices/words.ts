/** The words of a text, in its order. */
export const words = (text: string): readonly string[] => text.trim().split(/\s+/);
