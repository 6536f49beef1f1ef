import { shownVersion } from '../../core/version-gap.ts';
import type { ResolvedApiVersion } from '../../profile/api-version.ts';

/** A page of help before it is laid out. It is data, so that it can be stored, and shown in the man page and docs/ too. */
export type Page = readonly Part[];

/** A term, such as a command or a flag, with its meaning. */
export type TermRow = readonly [term: string, text: string];

/** A part of a topic. */
export type TopicPart =
  | { readonly kind: 'text'; readonly text: string }
  | { readonly kind: 'rows'; readonly heading: string; readonly rows: readonly TermRow[] }
  /** Command lines that can be run unchanged; `# exit 4` at the end is the expected exit code. */
  | { readonly kind: 'examples'; readonly heading: string; readonly lines: readonly string[] };

export type Part =
  | TopicPart
  /** A line that is never broken. */
  | { readonly kind: 'line'; readonly text: string }
  /** `Usage: …`; what doesn't fit stands below its first word. */
  | { readonly kind: 'usage'; readonly text: string }
  /**
   * Rows whose texts begin at a common column: that of all such parts of the page, or behind terms of `termsWidth`
   * characters.
   */
  | {
      readonly kind: 'aligned';
      readonly heading: string;
      readonly rows: readonly TermRow[];
      readonly termsWidth?: number;
    }
  /** The groups of the version in use. */
  | { readonly kind: 'groups'; readonly heading: string; readonly rows: readonly TermRow[] }
  | { readonly kind: 'words'; readonly heading: string; readonly items: readonly string[] }
  /** Facts separated by dots. */
  | { readonly kind: 'facts'; readonly text: string };

/** Adds the version in use to the heading of its groups, if it is not the default. */
export function namingVersion(page: Page, inUse: ResolvedApiVersion): Page {
  if (!inUse.source) return page;
  return page.map((part) =>
    part.kind === 'groups'
      ? { ...part, heading: `${part.heading} of Appwrite ${shownVersion(inUse)}` }
      : part,
  );
}
