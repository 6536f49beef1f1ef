import { runLine } from '../../kit/in-process.ts';
import { jsonResponse, type MemoryResponse, memoryTransport } from '../../kit/transport.ts';

export interface Stored {
  readonly key: string;
  readonly value: string;
  readonly secret: boolean;
}

interface Request {
  readonly method: string;
  readonly body: Partial<Stored>;
}

/**
 * The variables of the function `fn` as Appwrite 1.8.1 has them: new ones are secret unless told otherwise, a secret
 * value is never answered, and secrecy is not taken back.
 */
export function variableServer(initial: readonly Stored[] = []) {
  const stored = new Map<string, Stored>(initial.map((variable, index) => [`v${index}`, variable]));
  const changes: string[] = [];
  /** Decides about the loss of a request that changes something: it does not arrive, or its answer is lost. */
  let lose: (request: Request) => 'request' | 'answer' | undefined = () => undefined;
  const time = '2026-11-28T00:00:00.000+00:00';
  const view = (id: string) => {
    const { key, value, secret } = stored.get(id)!;
    const times = { $createdAt: time, $updatedAt: time };
    const shown = secret ? '' : value;
    return { $id: id, ...times, key, value: shown, secret, resourceType: 'function', resourceId: 'fn' };
  };
  const refusal = (code: number, type: string) =>
    jsonResponse({ message: type, code, type, version: '1.8.1' }, code);

  function change({ method, body }: Request, id: string | undefined): MemoryResponse {
    if (method === 'DELETE') {
      stored.delete(id!);
      return { status: 204, body: '' };
    }
    const { key = '', value, secret } = body;
    if (method === 'POST' && [...stored.values()].some((variable) => variable.key === key))
      return refusal(409, 'variable_already_exists');
    const before = id === undefined ? undefined : stored.get(id);
    if (before?.secret && secret === false) return refusal(400, 'variable_cannot_unset_secret');
    const made = id ?? `v${stored.size + 1}`;
    stored.set(made, {
      key,
      value: value ?? before?.value ?? '',
      secret: secret ?? before?.secret ?? true,
    });
    return jsonResponse(view(made), method === 'POST' ? 201 : 200);
  }

  const transport = memoryTransport((hit) => {
    const id = hit.url.split('?')[0]!.split('/variables/')[1];
    if (hit.method === 'GET') {
      const variables = [...stored.keys()].map(view);
      return jsonResponse({ total: variables.length, variables });
    }
    const body = hit.body.length > 0 ? JSON.parse(hit.body.toString()) : {};
    const loss = lose({ method: hit.method, body });
    if (loss === 'request') return undefined;
    const answer = change({ method: hit.method, body }, id);
    changes.push(`${hit.method} ${stored.get(id ?? '')?.key ?? body.key ?? id}`);
    return loss === 'answer' ? undefined : answer;
  });
  const env = {
    APPWRITE_ENDPOINT: 'http://127.0.0.1/v1',
    APPWRITE_PROJECT_ID: 'p',
    APPWRITE_API_KEY: 'key',
    APPWRITE_API_VERSION: '1.8',
  };
  return {
    changes,
    /** Values by name; those of secret variables begin with an exclamation mark. */
    values: () =>
      Object.fromEntries(
        [...stored.values()].map(({ key, value, secret }) => [key, `${secret ? '!' : ''}${value}`]),
      ),
    loseWhen(decide: typeof lose) {
      lose = decide;
    },
    /** Method and path of each request. */
    get paths() {
      return transport.hits.map(({ method, url }) => `${method} ${url.split('?')[0]}`);
    },
    /** Runs `functions import-variables fn -` with a file as its input. */
    run: (text: string, flags: readonly string[] = []) =>
      runLine(['functions', 'import-variables', 'fn', '-', '--json', ...flags], {
        env,
        transport,
        stdin: text,
      }),
    runLine: (argv: readonly string[], stdin: string) => runLine(argv, { env, transport, stdin }),
  };
}
