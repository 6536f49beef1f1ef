/** The user that calls come from, with a JWT that acts as the user. */
import { account } from '../../../api/account.ts';
import { operationOf } from '../../../api/schema.ts';
import { users } from '../../../api/users.ts';
import { defaultApiVersion } from '../../../api/versions.ts';
import type { Services } from '../../../core/services.ts';
import { CliError, ExitCode } from '../../../errors.ts';
import type { Caller } from '../../../functions/runtime/headers.ts';
import { HttpError } from '../../../http/failure.ts';
import type { ApiRequest, Client, Connection } from '../../../http/types.ts';
import { members } from '../../../lib/json/slices.ts';
import { buildRequest, type Values } from '../../../operations/request.ts';
import { cellText } from '../../../output/page.ts';
import type { UsedServer } from './server.ts';

/** A caller for as long as functions run. */
export interface CallerSource {
  caller(): Promise<Caller>;
  /** Ends the session that was made for it. */
  end(): Promise<void>;
}

const guest: CallerSource = { caller: async () => ({ userId: '', jwt: '' }), end: async () => {} };

/** Age of a JWT after which it is renewed: it is valid for 900 s, and a call may take a while. */
const renewAfterMs = 600_000;
const endTimeoutMs = 5_000;

/**
 * Makes a session of a user, whose JWTs the calls carry. In a sandbox the user is created if absent.
 * @param userId undefined for calls of no user
 * @throws CliError exit 2 without consent to a session in a real project; exit 3 if the key may not make one, and exit 4
 *   if there is no such user: nothing is left
 */
export async function openCaller(
  userId: string | undefined,
  server: UsedServer | undefined,
  services: Services,
): Promise<CallerSource> {
  if (userId === undefined || server === undefined) return guest;
  const { connection, kind } = server;
  if (kind === 'live')
    await services.confirm(
      `A session of the user ${userId} will be made for the JWT of the calls, and deleted at the end`,
      async () => connection,
      'making a session of a user',
    );
  const admin = await services.client(connection);
  if (kind === 'sandbox') await createIfAbsent(admin, userId);
  const session = members((await admin.text(usersRequest('create-session', { userId }, connection))).text);
  const source = new SessionCaller(userId, server, services, {
    id: cellText(session.get('$id')),
    secret: cellText(session.get('secret')),
  });
  try {
    await source.caller();
    return source;
  } catch (error) {
    await source.end();
    throw error;
  }
}

const versionOf = ({ apiVersion = defaultApiVersion }: Connection) => apiVersion;

const usersRequest = (command: string, values: Values, connection: Connection): ApiRequest =>
  buildRequest(operationOf(users.at(versionOf(connection)), command), values);

async function createIfAbsent(admin: Client, userId: string): Promise<void> {
  try {
    await admin.text(usersRequest('create', { userId, name: userId }, admin.connection));
  } catch (error) {
    if (!(error instanceof HttpError && error.status === 409)) throw error;
  }
}

class SessionCaller implements CallerSource {
  readonly #userId: string;
  readonly #server: UsedServer;
  readonly #services: Services;
  readonly #session: { readonly id: string; readonly secret: string };
  #jwt: { readonly text: Promise<string>; readonly madeAt: number } | undefined;

  constructor(
    userId: string,
    server: UsedServer,
    services: Services,
    session: { readonly id: string; readonly secret: string },
  ) {
    this.#userId = userId;
    this.#server = server;
    this.#services = services;
    this.#session = session;
  }

  async caller(): Promise<Caller> {
    const now = this.#services.context.now();
    if (this.#jwt === undefined || now - this.#jwt.madeAt > renewAfterMs) {
      const text = this.#createJwt();
      this.#jwt = { text, madeAt: now };
      text.catch(() => {
        this.#jwt = undefined;
      });
    }
    return { userId: this.#userId, jwt: await this.#jwt.text };
  }

  async #createJwt(): Promise<string> {
    const { connection } = this.#server;
    if (this.#session.secret === '')
      throw new CliError(ExitCode.failure, 'the server has not answered the secret of the new session', {
        hint: 'leave --as out: without the secret there is no JWT',
      });
    const client = await this.#services.client({
      ...connection,
      credential: { kind: 'session', secret: this.#session.secret },
    });
    const operation = operationOf(account.at(versionOf(connection)), 'create-jwt');
    return cellText(members((await client.text(buildRequest(operation, {}))).text).get('jwt'));
  }

  async end(): Promise<void> {
    const { kind, connection } = this.#server;
    // The sandbox ends with this process.
    if (kind === 'sandbox') return;
    const { output, client } = this.#services;
    const values = { userId: this.#userId, sessionId: this.#session.id };
    try {
      const admin = await client(connection, { signal: AbortSignal.timeout(endTimeoutMs) });
      await admin.text(usersRequest('delete-session', values, connection));
    } catch {
      output.failed(
        `the session ${this.#session.id} of the user ${this.#userId} could not be deleted`,
        `appwrite-cli users delete-session ${this.#userId} ${this.#session.id}`,
      );
    }
  }
}
