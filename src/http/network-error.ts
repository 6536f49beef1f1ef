import { ExitCode } from '../errors.ts';
import { shownEndpoint } from './answer-error.ts';
import { type FailureFacts, HttpError } from './failure.ts';
import type { Connection } from './types.ts';
import { durationText } from './wait.ts';

/** How far a request had got when its connection failed. */
export interface Progress {
  /** Whether anything of the request may have left. */
  readonly sent: boolean;
  readonly idleTimeout: number;
  /** `--request-timeout` in milliseconds, where that is what ended it. */
  readonly timedOutAfter?: number | undefined;
}

/**
 * The error that a failed connection stands for: which step failed, why, and what helps.
 * @param cause what undici or Node threw
 */
export function networkError(cause: unknown, connection: Connection, progress: Progress): HttpError {
  const { hostname, host } = new URL(connection.endpoint);
  const facts: FailureFacts = { outcome: progress.sent ? 'unknown' : 'unsent', transient: true, cause };
  const network = (message: string, more: Partial<FailureFacts> = {}) =>
    new HttpError(ExitCode.network, message, { ...facts, ...more });

  if (progress.timedOutAfter !== undefined)
    return network(`no complete answer from ${host} within ${durationText(progress.timedOutAfter)}`, {
      transient: false,
      hint: 'give it longer with --request-timeout SECONDS',
    });
  const { code, message } = describe(cause);
  const certificate = certificateProblems[code];
  if (certificate !== undefined)
    return network(`the TLS certificate of ${host} ${certificate}`, {
      transient: false,
      hint: 'trust its issuer with NODE_EXTRA_CA_CERTS=/path/to/ca.pem, or skip the check with --insecure',
    });
  if (code === 'EPROTO' || code.startsWith('ERR_SSL') || code.startsWith('ERR_TLS'))
    return network(`no TLS connection to ${host}: ${message}`, {
      transient: false,
      hint: `does the server speak https? The endpoint is ${shownEndpoint(connection.endpoint)}`,
    });
  if (code.startsWith('HPE_') || code === 'UND_ERR_HEADERS_OVERFLOW' || code === 'UND_ERR_RESPONSE')
    return new HttpError(ExitCode.failure, `the answer of ${host} is not valid HTTP: ${message}`, {
      ...facts,
      transient: false,
      hint: `is ${shownEndpoint(connection.endpoint)} the address of an Appwrite API?`,
    });
  switch (code) {
    case 'ENOTFOUND':
      return network(`no such host: ${hostname}`, { hint: 'check APPWRITE_ENDPOINT or --endpoint' });
    case 'EAI_AGAIN':
      return network(`the name ${hostname} can't be looked up just now`, { hint: 'is there a network?' });
    case 'ECONNREFUSED':
      return network(`${host} refuses the connection`, { hint: 'is the server running at that address?' });
    case 'EHOSTUNREACH':
    case 'ENETUNREACH':
      return network(`there is no route to ${host}`);
    case 'UND_ERR_CONNECT_TIMEOUT':
    case 'ETIMEDOUT':
      return network(`no connection to ${host}: it does not answer`);
    case 'UND_ERR_HEADERS_TIMEOUT':
      return network(`no answer from ${host} for ${durationText(progress.idleTimeout)}`);
    case 'UND_ERR_BODY_TIMEOUT':
      return network(`the answer of ${host} stopped for ${durationText(progress.idleTimeout)}`);
    case 'UND_ERR_RES_CONTENT_LENGTH_MISMATCH':
      return network(`the answer of ${host} is not as long as it says`);
    default:
      return network(
        progress.sent
          ? `the connection to ${host} broke: ${message}`
          : `no connection to ${host}: ${message}`,
      );
  }
}

const certificateProblems: Readonly<Record<string, string>> = {
  DEPTH_ZERO_SELF_SIGNED_CERT: 'is self-signed',
  SELF_SIGNED_CERT_IN_CHAIN: 'comes from an issuer that is not trusted',
  UNABLE_TO_VERIFY_LEAF_SIGNATURE: 'comes from an issuer that is not trusted',
  UNABLE_TO_GET_ISSUER_CERT: 'comes from an issuer that is not trusted',
  UNABLE_TO_GET_ISSUER_CERT_LOCALLY: 'comes from an issuer that is not trusted',
  CERT_HAS_EXPIRED: 'has expired',
  CERT_NOT_YET_VALID: 'is not valid yet',
  CERT_REVOKED: 'has been revoked',
  CERT_UNTRUSTED: 'is not trusted',
  ERR_TLS_CERT_ALTNAME_INVALID: 'is for another name',
};

/** The code and the words of an error; Node hides those of several tried addresses in an AggregateError. */
function describe(cause: unknown): { code: string; message: string } {
  const error = cause instanceof AggregateError && cause.errors.length > 0 ? cause.errors.at(-1) : cause;
  const { code, message } = (error ?? {}) as { code?: unknown; message?: unknown };
  return {
    code: typeof code === 'string' ? code : '',
    message: typeof message === 'string' && message !== '' ? message : String(error),
  };
}
