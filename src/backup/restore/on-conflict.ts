/** Treatments of an item that is there and differs; the first is the default. */
export const onConflictChoices = ['fail', 'skip', 'update'] as const;
export type OnConflict = (typeof onConflictChoices)[number];
