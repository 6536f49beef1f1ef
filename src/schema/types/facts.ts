/** Facts of a field beyond its type, for comments. */
import { maxSafeInteger } from '../limits.ts';
import type { Field, FieldType } from '../model.ts';
import type { EmitterOptions } from './emitter.ts';

/** True if values of the bounds of an integer are not exact as doubles. */
export function exceedsDoubles(type: FieldType): boolean {
  if (type.kind !== 'integer') return false;
  return [type.min, type.max].some(
    (bound) => bound !== undefined && (bound > maxSafeInteger || bound < -maxSafeInteger),
  );
}

/**
 * Returns short sentences: `At most 255 characters. Default: "draft".` It is empty if there is nothing to say.
 * @param dates form of the dates in the output: only text has a format to tell
 */
export function factsOf(
  { type, default: value }: Field,
  { dates }: Pick<EmitterOptions, 'dates'> = { dates: 'string' },
): string {
  const fact = type.kind === 'datetime' && dates === 'date' ? '' : (typeFact(type) ?? '');
  if (value === undefined) return fact;
  const preset = `Default: ${typeof value === 'string' ? JSON.stringify(value) : value}.`;
  return fact === '' ? preset : `${fact} ${preset}`;
}

function typeFact(type: FieldType): string | undefined {
  switch (type.kind) {
    case 'text': {
      const { format, maxCharacters } = type;
      if (format !== 'plain')
        return { email: 'An e-mail address.', url: 'A URL.', ip: 'An IP address.' }[format];
      return maxCharacters === undefined ? undefined : `At most ${maxCharacters} characters.`;
    }
    case 'integer':
      return exceedsDoubles(type) ? `${rangeOf(type)} Numbers beyond 2^53 are not exact.` : rangeOf(type);
    case 'double':
      return rangeOf(type);
    case 'datetime':
      return 'ISO 8601, with a zone.';
    case 'unknown':
      return `Of the type ${type.name}.`;
    default:
      return undefined;
  }
}

function rangeOf({
  min,
  max,
}: {
  readonly min?: bigint | number | undefined;
  readonly max?: bigint | number | undefined;
}) {
  if (min !== undefined && max !== undefined) return `From ${min} to ${max}.`;
  if (min !== undefined) return `At least ${min}.`;
  return max === undefined ? undefined : `At most ${max}.`;
}
