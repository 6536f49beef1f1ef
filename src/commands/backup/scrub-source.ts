/** `--scrub` of `backup create` and of `copy`. */
import type { Part } from '../../backup/parts.ts';
import { unruledFields } from '../../backup/scrub/fit.ts';
import type { ScrubRules } from '../../backup/scrub/rules.ts';
import { schemaOfSnapshot } from '../../backup/scrub/schema.ts';
import { scrubbedLive } from '../../backup/scrub/scrub.ts';
import type { BackupSelection } from '../../backup/selection.ts';
import type { LiveSnapshot } from '../../backup/snapshot.ts';
import type { Services } from '../../core/services.ts';
import { counted, sampleOf } from '../../lib/text/words.ts';

export interface ScrubSourceOptions {
  readonly rules: ScrubRules;
  /** Secret; the same seed gives the same replacements. */
  readonly seed: string;
  readonly select: BackupSelection;
  /** Word for what happens to values without a rule. */
  readonly done: 'copied' | 'stored';
}

/** Maximum number of fields that a warning names. */
const maxNamed = 8;

/**
 * Returns a project without personal values, and says what stays as it is.
 * @throws CliError exit 2 if the rules don't fit the schema, before an item is read
 */
export function scrubSource(
  live: LiveSnapshot,
  { rules, seed, select, done }: ScrubSourceOptions,
  { output }: Pick<Services, 'output'>,
): LiveSnapshot {
  const schema = schemaOfSnapshot(live);
  const isSelected = (part: Part) => select.includes(part);
  const snapshot = scrubbedLive(live, { rules, schema, seed, isSelected });
  output.note('Personal values of users and of messages are replaced, and passwords are left out.');
  const unruled = unruledFields(rules, schema);
  if (unruled.length > 0)
    output.warn(
      `${done} as they are, although they look personal: ${sampleOf(unruled, maxNamed)}; a rule for each, keep too, decides`,
    );
  const buckets = live.parts.filter((part) => part.kind === 'files' && isSelected(part));
  if (buckets.length > 0)
    output.warn(
      `the files of ${counted(buckets.length, 'buckets')} are ${done} as they are; --except buckets leaves them out`,
    );
  return snapshot;
}
