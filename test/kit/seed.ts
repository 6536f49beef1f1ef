/** Seed of a random test. Its failure has to name it: `FUZZ_SEED` repeats the test. */
export const seed = Number(process.env.FUZZ_SEED ?? Date.now() % 1_000_000_000);
