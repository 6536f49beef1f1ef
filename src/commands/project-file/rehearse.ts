/** Rehearses a plan on a sandbox in this process. */
import type { Services } from '../../core/services.ts';
import { CliError, ExitCode, usageError } from '../../errors.ts';
import { refusalLine, rehearse } from '../../project/apply/rehearse.ts';
import type { MadePlan } from '../../project/push/make-plan.ts';
import { startSandbox } from '../../sandbox/server.ts';
import { sandboxVersion } from '../../version.ts';

/** @throws CliError exit 2 if the sandbox is of another version than the server */
export function requireRehearsable({ apiVersion: { version } }: Pick<Services, 'apiVersion'>): void {
  if (!sandboxVersion.startsWith(`${version}.`))
    throw usageError(
      `--rehearse works for Appwrite ${sandboxVersion}, the version of the sandbox; this command uses the API of ${version}`,
    );
}

/**
 * Applies the plan to a copy of the project's schema.
 * @returns the error that lists what was refused; undefined if nothing was
 */
export async function rehearsePlan(
  { plan, live }: Pick<MadePlan, 'plan' | 'live'>,
  services: Services,
): Promise<CliError | undefined> {
  const { context, output } = services;
  const sandbox = await startSandbox({ asyncDelayMs: 0 });
  try {
    const client = await services.client({
      endpoint: sandbox.endpoint,
      project: sandbox.project,
      locale: undefined,
      credential: { kind: 'key', secret: sandbox.apiKey },
    });
    const { refused, notes } = await rehearse(plan, live, {
      client,
      projectId: sandbox.project,
      clock: context,
      signal: context.signal,
    });
    for (const note of notes) output.warn(note);
    if (refused.length === 0) {
      output.note(`Rehearsed on a copy of the schema: Appwrite ${sandboxVersion} accepts the plan.`);
      return undefined;
    }
    return new CliError(
      ExitCode.rejected,
      `the rehearsal was refused: ${refused.map(refusalLine).join('; ')}`,
      {
        hint: 'the project itself was only read',
      },
    );
  } finally {
    await sandbox.close();
  }
}
