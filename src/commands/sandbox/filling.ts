import type { SandboxServer } from '../../sandbox/server.ts';

/** Contents that a sandbox begins with. */
export interface Filling {
  /** ID of the project that they come from, if a sandbox can have it. */
  readonly projectId: string | undefined;
  /** Called before the server starts. */
  begin(): Promise<void>;
  /** Fills the server, before difficulties that the line asks for begin. */
  fill(server: SandboxServer): Promise<void>;
  /** Releases what was opened; also called if the server was not started. */
  discard(): Promise<void>;
}
