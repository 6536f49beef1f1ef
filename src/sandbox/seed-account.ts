/**
 * Login to the console of a seeded sandbox. It is public: the sandbox is for trials only. In a file of its own, because
 * the help shows it without loading the sandbox.
 */
export const seedAccount = { email: 'ada@example.com', password: 'only-for-trying' } as const;
