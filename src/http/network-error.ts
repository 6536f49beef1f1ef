import { ExitCode } from '../errors.ts';
import { shownEndpoint } from './answer-error.ts';
import { type FailureFacts, HttpError } from './failure.ts';
import type { Connection } from './types.ts';
import { durationText } from './wait.ts';

/** How far a request had got when its connection failed. */
export interface Progress {
  /** Whether anything of the request may have left. */
  readonly sent: boolean;
  /** In milliseconds. */
  readonly idleTimeout: number;
  /** `--request-timeout` in milliseconds, where that is what ended it. */
  readonly timedOutAfter?: number | undefined;
}

/** What went wrong, in words; `never` asks not to try again, since the next try would end alike. */
interface Diagnosis {
  readonly message: string;
  readonly hint?: string;
  readonly never?: boolean;
  readonly exitCode?: ExitCode;
}

/**
 * The error that a failed connection stands for: which step failed, why, and what helps.
 * @param cause what undici or Node threw
 */
export function networkError(cause: unknown, connection: Connection, progress: Progress): HttpError {
  const { message, hint, never = false, exitCode = ExitCode.network } = diagnose(cause, connection, progress);
  const facts: FailureFacts = {
    hint,
    cause,
    outcome: progress.sent ? 'unknown' : 'unsent',
    transient: !never,
  };
  return new HttpError(exitCode, message, facts);
}

function diagnose(cause: unknown, { endpoint }: Connection, progress: Progress): Diagnosis {
  const { hostname, host } = new URL(endpoint);
  if (progress.timedOutAfter !== undefined)
    return {
      message: `no complete answer from ${host} within ${durationText(progress.timedOutAfter)}`,
      hint: 'give it longer with --request-timeout SECONDS',
      never: true,
    };
  const { name, code, message } = describe(cause);
  const idle = durationText(progress.idleTimeout);
  if (certificateProblems[code] !== undefined)
    return {
      message: `the TLS certificate of ${host} ${certificateProblems[code]}`,
      hint: 'trust its issuer with NODE_EXTRA_CA_CERTS=/path/to/ca.pem, or skip the check with --insecure',
      never: true,
    };
  if (isTlsCode(code))
    return {
      message: `no TLS connection to ${host}: ${message}`,
      hint: `does the server speak https? The endpoint is ${shownEndpoint(endpoint)}`,
      never: true,
    };
  // The parser also complains when a body in chunks is cut; that is a broken connection like any other.
  const cut = message.includes('Invalid EOF state');
  if ((name === 'HTTPParserError' && !cut) || code === 'UND_ERR_HEADERS_OVERFLOW')
    return {
      message: `the answer of ${host} is not valid HTTP: ${message}`,
      hint: `is ${shownEndpoint(endpoint)} the address of an Appwrite API?`,
      never: true,
      exitCode: ExitCode.failure,
    };
  if (cut) return { message: `the connection to ${host} broke in the middle of the answer` };
  switch (code) {
    case 'ENOTFOUND':
      return { message: `no such host: ${hostname}`, hint: 'check APPWRITE_ENDPOINT or --endpoint' };
    case 'EAI_AGAIN':
      return { message: `the name ${hostname} can't be looked up just now`, hint: 'is there a network?' };
    case 'ECONNREFUSED':
      return { message: `${host} refuses the connection`, hint: 'is the server running at that address?' };
    case 'EHOSTUNREACH':
    case 'ENETUNREACH':
      return { message: `there is no route to ${host}` };
    case 'UND_ERR_CONNECT_TIMEOUT':
    case 'ETIMEDOUT':
      return { message: `no connection to ${host}: it does not answer` };
    case 'UND_ERR_HEADERS_TIMEOUT':
      return { message: `no answer from ${host} for ${idle}` };
    case 'UND_ERR_BODY_TIMEOUT':
      return { message: `the answer of ${host} stopped for ${idle}` };
    default:
      return {
        message: progress.sent
          ? `the connection to ${host} broke: ${message}`
          : `no connection to ${host}: ${message}`,
      };
  }
}

/** Whether what {@link networkError} was made of is a failure of TLS: the server was reached, and is not trusted. */
export function failedAtTls({ cause }: HttpError): boolean {
  const { code } = describe(cause);
  return certificateProblems[code] !== undefined || isTlsCode(code);
}

function isTlsCode(code: string): boolean {
  return code === 'EPROTO' || /^ERR_(SSL|TLS)/.test(code);
}

const untrusted = 'comes from an issuer that is not trusted';
const certificateProblems: Readonly<Record<string, string>> = {
  DEPTH_ZERO_SELF_SIGNED_CERT: 'is self-signed',
  SELF_SIGNED_CERT_IN_CHAIN: untrusted,
  UNABLE_TO_VERIFY_LEAF_SIGNATURE: untrusted,
  UNABLE_TO_GET_ISSUER_CERT: untrusted,
  UNABLE_TO_GET_ISSUER_CERT_LOCALLY: untrusted,
  CERT_UNTRUSTED: untrusted,
  CERT_HAS_EXPIRED: 'has expired',
  CERT_NOT_YET_VALID: 'is not valid yet',
  CERT_REVOKED: 'has been revoked',
  ERR_TLS_CERT_ALTNAME_INVALID: 'is for another name',
};

/** The name, code and words of an error; Node hides those of several tried addresses in an AggregateError. */
function describe(cause: unknown): { name: string; code: string; message: string } {
  const error: unknown = cause instanceof AggregateError ? (cause.errors.at(-1) ?? cause) : cause;
  const { name, code, message } = (error ?? {}) as Readonly<Record<string, unknown>>;
  return {
    name: String(name ?? ''),
    code: typeof code === 'string' ? code : '',
    message: typeof message === 'string' && message !== '' ? message : String(code ?? error),
  };
}
