/** A connection that failed before an answer began. */
export class BrokenConnection extends Error {
  /** Whether anything of the request may have left: if not, the server can't have acted on it. */
  readonly sent: boolean;

  constructor(cause: unknown, sent: boolean) {
    super('the connection broke', { cause });
    this.sent = sent;
  }
}

/** Nothing came for too long: the connection itself, the answer to a request, or more of its body. */
export class TimedOut extends Error {
  readonly waitedFor: 'connection' | 'answer' | 'body';

  constructor(waitedFor: TimedOut['waitedFor']) {
    super(`no ${waitedFor} in time`);
    this.waitedFor = waitedFor;
  }
}

/** What came back is no HTTP, or more of it than is taken for headers. */
export class NotHttp extends Error {}

/** What is not HTTP about an answer that nobody has asked for. */
export const changedProtocol = 'the server changes the protocol';

/** The proxy opens no way to the server. */
export class RefusedByProxy extends Error {
  readonly status: number;

  constructor(status: number) {
    super(`the proxy answers HTTP ${status}`);
    this.status = status;
  }
}
