import type { IncomingHttpHeaders, OutgoingHttpHeaders } from 'node:http';
import type { Operation } from '../../api/schema.ts';
import type { Actor } from './auth/actor.ts';
import type { Clock } from './clock.ts';
import type { FunctionHost } from './function-host.ts';
import type { RequestInput } from './http/body.ts';
import type { Result } from './http/reply.ts';
import type { Project } from './records/projects.ts';
import type { SchemaWork } from './schema-work.ts';
import type { Blobs } from './store/blobs.ts';
import type { Store } from './store/store.ts';
import type { Traffic } from './traffic.ts';

/** Facts of the HTTP request that few handlers need. */
export interface RequestFacts {
  readonly headers: IncomingHttpHeaders;
  /** IP address of the client. */
  readonly ip: string;
  /** Name that the client reached the server by, without a port. */
  readonly host: string;
}

/** An operation's caller and input. */
export interface OperationRequest {
  readonly project: Project;
  readonly actor: Actor;
  readonly request: RequestFacts;
  readonly input: RequestInput;
}

/** Result of an operation, and the headers to send with it. */
export interface OperationResult {
  readonly result: Result;
  readonly headers: OutgoingHttpHeaders;
}

/** Costs of a password hash, which are stored and shown with it. */
export interface Argon2Options {
  readonly type: 'argon2';
  /** In KiB. */
  readonly memoryCost: number;
  readonly timeCost: number;
  readonly threads: number;
}

/** The part of the kernel that handlers use. */
export interface Kernel {
  readonly store: Store;
  readonly blobs: Blobs;
  readonly traffic: Traffic;
  /** Delay before asynchronous work (attributes, indexes, builds) runs. */
  readonly asyncDelayMs: number;
  readonly schemaWork: SchemaWork;
  /** Builds and runs the code of functions; undefined if the sandbox only stores it. */
  readonly functions: FunctionHost | undefined;
  /** Costs of the hashes of new passwords. */
  readonly passwordHashing: Argon2Options;
  readonly clock: Clock;
  /** Milliseconds since the Unix epoch, by the clock. */
  now(): number;
  /**
   * Returns the operation of that name: `databases.createCollection`.
   * @throws Error if there is none
   */
  operation(name: string): Operation;
  /**
   * Runs an operation for a caller: checks service, scope and parameters, calls the handler, and writes the changes.
   * @param admit called after the scope check and before the parameters'; it may refuse
   * @throws ApiError 403 for a service that is switched off, 401 without the scope, 400 for a parameter, 501 without a handler, and errors of the handler
   */
  perform(operation: Operation, request: OperationRequest, admit?: () => void): Promise<OperationResult>;
  /** Receives unexpected errors of work that no request waits for. */
  readonly report: (error: unknown) => void;
  /** Receives warnings for the user of the sandbox, a line each. */
  readonly warn: (line: string) => void;
  /** Number of resets. Work that goes on while requests are answered must write nothing after another one. */
  readonly era: number;
  /**
   * Runs `work` after a delay, and writes its changes.
   * @param dropped called instead if the sandbox is closed or reset before
   */
  schedule(delayMs: number, work: () => void, dropped?: () => void): void;
  /** Runs `work` on the schema after the delay, when all earlier such work is done. */
  scheduleSchemaWork(work: () => void): void;
  /**
   * Brings everything back to the start, as soon as the requests in progress have been answered, or after 2 s. Requests
   * that are still in progress then fail.
   * @param caller the `Call` that asks for it, which is not waited for
   * @throws Error if the disk refuses the write; nothing is changed then
   */
  reset(caller?: object): Promise<void>;
}
