/** Who can log in to the console of a seeded sandbox. Everybody may know it: it is for trying only. */
export const seedAccount = { email: 'ada@example.com', password: 'only-for-trying' } as const;
