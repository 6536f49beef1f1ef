/** Differences between two texts, line by line. */

export interface DiffLine {
  readonly sign: ' ' | '-' | '+';
  readonly text: string;
}

/** Maximum number of cells of the table of common lines; larger differences are shown as one block. */
const maxCells = 1_000_000;

/** Returns all lines of both texts in order: common ones once, those of the first before those of the second. */
export function diffLines(before: string, after: string): readonly DiffLine[] {
  const [old, fresh] = [before.split('\n'), after.split('\n')];
  let start = 0;
  while (start < old.length && start < fresh.length && old[start] === fresh[start]) start++;
  let end = 0;
  while (
    end < old.length - start &&
    end < fresh.length - start &&
    old[old.length - 1 - end] === fresh[fresh.length - 1 - end]
  )
    end++;
  return [
    ...marked(' ', old.slice(0, start)),
    ...between(old.slice(start, old.length - end), fresh.slice(start, fresh.length - end)),
    ...marked(' ', old.slice(old.length - end)),
  ];
}

const marked = (sign: DiffLine['sign'], lines: readonly string[]): DiffLine[] =>
  lines.map((text) => ({ sign, text }));

function between(old: readonly string[], fresh: readonly string[]): DiffLine[] {
  if (old.length * fresh.length > maxCells) return [...marked('-', old), ...marked('+', fresh)];
  const lengths = commonLengths(old, fresh);
  const lines: DiffLine[] = [];
  let [i, j] = [0, 0];
  while (i < old.length || j < fresh.length) {
    if (i < old.length && j < fresh.length && old[i] === fresh[j]) {
      lines.push({ sign: ' ', text: old[i]! });
      i++;
      j++;
    } else if (j >= fresh.length || (i < old.length && lengths[i + 1]![j]! >= lengths[i]![j + 1]!))
      lines.push({ sign: '-', text: old[i++]! });
    else lines.push({ sign: '+', text: fresh[j++]! });
  }
  return lines;
}

/** Returns, for each pair of positions, the length of the longest common subsequence of the rests from there. */
function commonLengths(old: readonly string[], fresh: readonly string[]): readonly Uint32Array[] {
  const lengths = Array.from({ length: old.length + 1 }, () => new Uint32Array(fresh.length + 1));
  for (let i = old.length - 1; i >= 0; i--)
    for (let j = fresh.length - 1; j >= 0; j--)
      lengths[i]![j] =
        old[i] === fresh[j]
          ? lengths[i + 1]![j + 1]! + 1
          : Math.max(lengths[i + 1]![j]!, lengths[i]![j + 1]!);
  return lengths;
}

/**
 * Returns the lines that differ with some around them, and `undefined` for lines that are left out between.
 * @param context number of common lines before and after
 */
export function hunksOf(lines: readonly DiffLine[], context: number): readonly (DiffLine | undefined)[] {
  const isNear = lines.map(() => false);
  lines.forEach(({ sign }, at) => {
    if (sign !== ' ') isNear.fill(true, Math.max(at - context, 0), at + context + 1);
  });
  return lines.flatMap((line, at) => {
    if (isNear[at]) return [line];
    return isNear[at + 1] ? [undefined] : [];
  });
}
