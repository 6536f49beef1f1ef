import { listed } from '../lib/text/words.ts';
import type { Missing } from './snapshot.ts';

/** Names what is missing, after {@link missingPhrases} has given the reasons: `users and teams`. */
export const missingNames = (missing: readonly Missing[]): string =>
  listed([...new Set(missing.map(({ what }) => what))], 'and');

/** Says what is missing, once for each reason: `settings and platforms (needs a console session)`. */
export function missingPhrases(missing: readonly Missing[]): readonly string[] {
  const reasons = [...new Set(missing.map(({ reason }) => reason))];
  return reasons.map((reason) => {
    const names = missing.filter((each) => each.reason === reason).map(({ what }) => what);
    return `${listed(names, 'and')} (${reason})`;
  });
}
