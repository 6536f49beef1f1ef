import { versions } from 'node:process';
import { spokenVersion, version } from '../../console/requests.ts';
import { isHumanOutput } from '../../core/globals.ts';
import type { Services } from '../../core/services.ts';
import { type CommandResult, jsonResult, textResult } from '../../core/spec.ts';
import { ExitCode } from '../../errors.ts';
import { toCurl } from '../../http/curl.ts';
import { resolveConnection } from '../../profile/resolve.ts';
import { type Check, failed, pass, skip } from './check.ts';
import { checkCredential } from './credential.ts';
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
    await checkCompletion(context),
  ];
  const ok = checks.every(({ status }) => status !== 'fail');
  const result = isHumanOutput(globals) ? textResult(asText(checks)) : jsonResult({ ok, checks });
  return {
    ...result,
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
    return [failed('endpoint', error), ...rest.map((name) => skip(name, 'there is no endpoint to try'))];
  }
}

const statusLabels: Readonly<Record<Check['status'], string>> = {
  pass: 'ok',
  warn: 'warn',
  fail: 'FAIL',
  skip: 'skip',
};

function asText(checks: readonly Check[]): string {
  return checks
    .map(({ check, status, detail, fix }) => {
      const line = `${statusLabels[status].padEnd(6)}${check.padEnd(12)}${detail}`;
      return fix === undefined ? line : `${line}\n${' '.repeat(18)}fix: ${fix}`;
    })
    .join('\n');
}

/** Prints the first request of every run. */
async function dryRun({ resolve, globals }: Services): Promise<CommandResult> {
  const { connection } = await resolve([], { project: 'optional' });
  return textResult(
    toCurl(version, { ...connection, apiVersion: spokenVersion, project: undefined }, globals),
  );
}
