/** What the ID of an uploaded file is made of; the first where nothing is said. */
export const idRules = ['unique', 'name', 'path'] as const;
export type IdRule = (typeof idRules)[number];
