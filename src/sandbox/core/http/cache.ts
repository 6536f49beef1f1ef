/** How long clients may keep what hardly ever changes, in seconds: 45 days. */
export const cacheSeconds = 45 * 24 * 60 * 60;

/**
 * When such an answer goes stale, as an Expires header says it.
 * @param now milliseconds since the Unix epoch
 */
export const expires = (now: number) => new Date(now + cacheSeconds * 1000).toUTCString();
