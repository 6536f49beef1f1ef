import { versions } from 'node:process';
import { spokenVersion, version } from '../../console/requests.ts';
import type { Services } from '../../core/services.ts';
import { type CommandResult, drawnResult, textResult } from '../../core/spec.ts';
import { ExitCode } from '../../errors.ts';
import { toCurl } from '../../http/curl.ts';
import { resolveConnection } from '../../profile/resolve.ts';
import { type Check, failed, pass, skip } from './check.ts';
import { checkCredential } from './credential.ts';
import { drawChecks } from './draw.ts';
import { checkFunctions } from './functions.ts';
import { checkCompletion, checkConfig, checkNode } from './local.ts';
import { checkProxy, checkServer } from './server.ts';

/** Runs all checks independently of each other. The exit code is 1 if one fails. */
export async function runDoctor(services: Services): Promise<CommandResult> {
  const { context, globals } = services;
  if (globals.dryRun) return dryRun(services);
  const checks = [
    checkNode(versions.node),
    checkConfig(context),
    ...(await checkConnection(services)),
    await checkFunctions(context),
    await checkCompletion(context),
  ];
  const ok = checks.every(({ status }) => status !== 'fail');
  return {
    ...drawnResult(JSON.stringify({ ok, checks }), async (screen) => drawChecks(checks, screen)),
    exitCode: ok ? ExitCode.done : ExitCode.failure,
  };
}

async function checkConnection(services: Services): Promise<Check[]> {
  const { context, globals } = services;
  try {
    const { connection, sources } = await resolveConnection(context, globals, {
      project: 'optional',
      auth: [],
    });
    const { endpoint, project } = connection;
    const projectSource = project === undefined ? undefined : `${project}, from ${sources.project?.detail}`;
    const { checks, reached } = await checkServer(services, endpoint);
    return [
      pass('endpoint', `${endpoint}, from ${sources.endpoint?.detail}`),
      projectSource === undefined ? skip('project', 'none is set') : pass('project', projectSource),
      checkProxy(endpoint, context.env),
      ...checks,
      ...(await checkCredential(services, reached)),
    ];
  } catch (error) {
    const rest = ['project', 'proxy', 'reachable', 'tls', 'version', 'clock', 'credential', 'scopes'];
    return [failed('endpoint', error), ...rest.map((name) => skip(name, 'no endpoint to try'))];
  }
}

/** Prints the first request of every run. */
async function dryRun({ resolve, globals }: Services): Promise<CommandResult> {
  const { connection } = await resolve([], { project: 'optional' });
  return textResult(
    toCurl(version, { ...connection, apiVersion: spokenVersion, project: undefined }, globals),
  );
}
