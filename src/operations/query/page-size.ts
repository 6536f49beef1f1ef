/** A page of a list, for the size of the next. */
export interface PageFacts {
  readonly requested: number;
  readonly received: number;
  /** In UTF-16 units. */
  readonly bodyLength: number;
  /** Time from the request to the end of the response. */
  readonly tookMs: number;
}

/** Large enough to be fast, small enough for the first page to arrive at once. */
export const defaultPageSize = 100;
/** The server silently cuts larger pages, and a short page counts as the last one. */
export const maxPageSize = 5000;
const minPageSize = 25;
/** Length of a page's body that is worth a request, and still small in memory. In UTF-16 units. */
const wantedBodyLength = 512 * 1024;
/** A page that takes longer is not made larger: servers and proxies have time limits. */
const wantedMs = 1000;

/**
 * Returns the size of the page after this one: as much as a request is worth, but at most twice as many items. Each
 * request costs a server the same on top of its items.
 */
export function nextPageSize({ requested, received, bodyLength, tookMs }: PageFacts): number {
  const fitting = Math.floor((wantedBodyLength / Math.max(1, bodyLength)) * received);
  const growth = tookMs > wantedMs ? 1 : 2;
  return Math.max(minPageSize, Math.min(maxPageSize, fitting, requested * growth));
}
