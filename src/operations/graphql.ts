/** GraphQL requests. Loaded only for these. */
import type { Credentials } from '../api/schema.ts';
import type { Services } from '../core/services.ts';
import { type CommandResult, jsonTextResult } from '../core/spec.ts';
import { connectionSecrets, createMask, isSecretName, secretsIn } from '../http/redact/mask.ts';
import { graphqlFailure } from '../http/response-error.ts';
import type { ApiRequest, Secret } from '../http/types.ts';
import { send } from './send.ts';

/**
 * Returns the request with the secrets that its text and variables show by their names. It counts as one that carries
 * secrets in any case: no list of names covers what a query may hold.
 */
export function withGraphqlSecrets(request: ApiRequest): ApiRequest {
  const { body, query, secrets } = request;
  const parts = [...query.map(([, value]) => value), ...(body?.kind === 'json' ? [body.text] : [])];
  return { ...request, mayHoldSecrets: true, secrets: [...secrets, ...parts.flatMap(secretsOfPart)] };
}

/** @param part body, or text or variables in a URL */
function secretsOfPart(part: string): Secret[] {
  const json = parsed(part);
  if (json === undefined) return secretsOfText(part).literals;
  const texts = [json].flat().map((one) => secretsOfText(textMember(one, 'query')));
  return [
    ...secretsIn(part),
    ...texts.flatMap(({ literals }) => literals),
    ...[json].flat().flatMap((one, index) => variableSecrets(one, texts[index]!.variables)),
  ];
}

function parsed(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return undefined;
  }
}

function member(value: unknown, name: string): unknown {
  return value !== null && typeof value === 'object' ? (value as Record<string, unknown>)[name] : undefined;
}

function textMember(value: unknown, name: string): string {
  const text = member(value, name);
  return typeof text === 'string' ? text : '';
}

/** Arguments of a query with the name of a secret: their values, and the variables that stand for them. */
interface QuerySecrets {
  readonly literals: Secret[];
  readonly variables: readonly string[];
}

const argument = /([A-Za-z]\w{0,99})\s{0,99}:\s{0,99}(?:"""|"|\$(\w{1,99})|(\d{1,99}))/g;

function secretsOfText(text: string): QuerySecrets {
  const literals: Secret[] = [];
  const variables: string[] = [];
  for (const match of text.matchAll(argument)) {
    const [found, name = '', variable, number] = match;
    if (!isSecretName(name)) continue;
    if (variable !== undefined) variables.push(variable);
    else literals.push({ name, value: number ?? stringAt(text, match.index + found.length, found) });
  }
  return { literals, variables };
}

/** Returns the value of a string that begins at a position, after its quotes. */
function stringAt(text: string, start: number, opening: string): string {
  if (opening.endsWith('"""')) return text.slice(start).split('"""', 1)[0]!;
  const written = /^(?:[^"\\\n]|\\.){0,5000}/.exec(text.slice(start, start + 10_000))![0];
  return String(parsed(`"${written}"`) ?? written);
}

function variableSecrets(json: unknown, names: readonly string[]): Secret[] {
  const variables = member(json, 'variables');
  return names.flatMap((name) => {
    const value = member(variables, name);
    return typeof value === 'string' || typeof value === 'number' ? [{ name, value: String(value) }] : [];
  });
}

/** Fails the command if the response has errors, which come with status 200, but prints the response. */
export async function sendGraphql(
  request: ApiRequest,
  auth: Credentials,
  services: Services,
): Promise<CommandResult> {
  const client = await services.clientFor(auth);
  const { text } = await send(request, client);
  const mask = createMask([...connectionSecrets(client.connection), ...request.secrets]);
  const failure = graphqlFailure(text, mask);
  return { ...jsonTextResult(text), ...(failure && { failure }) };
}
