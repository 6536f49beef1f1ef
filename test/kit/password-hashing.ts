import type { Argon2Options } from '../../src/sandbox/core/types.ts';

/** The least that argon2 allows: a real server's costs are 20 ms for each account, and most tests make some. */
export const cheapHashing: Argon2Options = { type: 'argon2', memoryCost: 8, timeCost: 1, threads: 1 };
