/** A time in which no wait takes long. */
export function virtualClock() {
  let time = Date.UTC(2026, 0);
  return {
    now: () => time,
    sleep: async (delayMs: number) => {
      time += delayMs;
      await new Promise((resolve) => setTimeout(resolve, 1));
    },
  };
}
