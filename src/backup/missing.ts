import { listed } from '../lib/text/words.ts';
import type { Missing } from './snapshot.ts';

/** Says what is missing, once for each reason: `settings and platforms (needs a console session)`. */
export function missingPhrases(missing: readonly Missing[]): readonly string[] {
  const reasons = [...new Set(missing.map(({ reason }) => reason))];
  return reasons.map((reason) => {
    const names = missing.filter((each) => each.reason === reason).map(({ what }) => what);
    return `${listed(names, 'and')} (${reason})`;
  });
}
