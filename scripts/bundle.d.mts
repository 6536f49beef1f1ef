/** A file of the bundle with its modules, as dist/chunks.json lists them. */
export interface Chunk {
  readonly fileName: string;
  readonly moduleIds: readonly string[];
}
