/** The words of a text, in its order: a short way to write long lists of plain words. */
export const words = (text: string): readonly string[] => text.match(/\S+/g) ?? [];
