/** A file of the bundle, and the modules that it was made of. */
export interface Chunk {
  readonly fileName: string;
  readonly moduleIds: readonly string[];
}

export function bundle(dir: string, write?: boolean): Promise<Chunk[]>;
