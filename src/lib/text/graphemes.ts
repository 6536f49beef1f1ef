/**
 * Text that is segmented at once, in UTF-16 units: Node 20 takes seconds for a hundred thousand characters, and hours for
 * more.
 */
const maxSegmentedLength = 256;

/** Takes a millisecond to make. */
let segmenter: Intl.Segmenter | undefined;

/** Splits text into grapheme clusters, which a terminal draws as one character each. */
export function* graphemes(text: string): Generator<string> {
  for (let start = 0; start < text.length; ) {
    const end = endOfPart(text, start);
    const found = clusters(text.slice(start, end));
    // The last cluster may continue after this part.
    const whole = end === text.length || found.length === 1 ? found : found.slice(0, -1);
    for (const cluster of whole) {
      yield cluster;
      start += cluster.length;
    }
  }
}

function clusters(part: string): readonly string[] {
  // Each printable ASCII character is one, which a segmenter finds out a hundred times slower.
  if (/^[ -~]*$/.test(part)) return part.split('');
  segmenter ??= new Intl.Segmenter();
  return Array.from(segmenter.segment(part), ({ segment }) => segment);
}

/** Half of a character would end the cluster before it, although the whole one may belong to it. */
function endOfPart(text: string, start: number): number {
  const end = start + maxSegmentedLength;
  if (end >= text.length) return text.length;
  return text.codePointAt(end - 1)! > 0xffff ? end + 1 : end;
}
