import type { ResolveOptions, Services } from '../../core/services.ts';

/** The connection of a push, and the folder that it comes from. */
export interface PushTarget {
  readonly services: Services;
  /** Environment and project file that decide about the connection. */
  readonly connection: Pick<ResolveOptions, 'environment' | 'projectFile'>;
  /** Absolute path of the folder of the project file. */
  readonly folder: string;
}
