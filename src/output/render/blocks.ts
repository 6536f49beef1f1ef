const blockLength = 65_536;

/** Joins small parts of text to blocks that are worth a write. */
export function* blocks(parts: Iterable<string>): Generator<string> {
  let block = '';
  for (const part of parts) {
    block += part;
    if (block.length >= blockLength) {
      yield block;
      block = '';
    }
  }
  if (block !== '') yield block;
}
