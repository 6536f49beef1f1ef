/** The live deployment of a function or site, which a terminal marks. Loaded only for that. */
import type { Operation } from '../api/schema.ts';
import { isHumanOutput } from '../core/globals.ts';
import type { Services } from '../core/services.ts';
import type { CommandResult } from '../core/spec.ts';
import { members } from '../lib/json/slices.ts';
import { cellText } from '../output/page.ts';
import { buildRequest, type Values } from './request.ts';
import { ownerReader } from './siblings.ts';

/** Maximum time that deployments wait for the mark, after they have arrived. */
const maxWaitMs = 1000;

/** Runs the request for deployments, and beside it one for their function or site if a terminal shows the answer. */
export async function withLiveMark(
  operation: Operation,
  values: Values,
  services: Services,
  run: () => Promise<CommandResult>,
): Promise<CommandResult> {
  const { globals, context } = services;
  if (!context.stdout.isTTY || globals.out !== undefined || !isHumanOutput(globals)) return run();
  const found = findLive(operation, values, services).catch(() => undefined);
  const done = await run();
  const { result } = done;
  if (result?.kind !== 'json' && result?.kind !== 'pages') return done;
  const tooLate = context.sleep(maxWaitMs).catch(() => undefined);
  const liveId = Promise.race([found, tooLate.then(() => undefined)]);
  return { ...done, result: { ...result, view: { ...result.view, liveId } } };
}

/** @returns undefined if no deployment is live */
async function findLive(
  operation: Operation,
  values: Values,
  services: Services,
): Promise<string | undefined> {
  const reader = await ownerReader(operation);
  if (!reader) return undefined;
  const client = await services.clientFor(reader.sentWith);
  const owner = members((await client.text(buildRequest(reader, values))).text);
  const id = cellText(owner.get('deploymentId') ?? owner.get('deployment'));
  return id === '' ? undefined : id;
}
