import type { ApiKey, ConsoleApi, Project } from '../../console/api.ts';
import { newKeyResult } from '../../console/new-key-result.ts';
import { ensureProject } from '../../console/project.ts';
import { warnSecretLeftInKeyring } from '../../console/replaced-credential.ts';
import { isHumanOutput } from '../../core/globals.ts';
import type { Services } from '../../core/services.ts';
import { type CommandResult, doneResult, jsonResult } from '../../core/spec.ts';
import { CliError } from '../../errors.ts';
import { counted } from '../../lib/text/words.ts';
import { loadKeyring } from '../../profile/secret.ts';
import { addProfile } from '../../profile/store.ts';
import { type Plan, planFile } from './plan.ts';
import { writeProjectFile } from './project-file.ts';

/**
 * Applies a plan: first the project, then the file, then the key. If a later step fails, another run continues there.
 * @param console undefined if the plan does not need it
 */
export async function applyPlan(
  plan: Plan,
  console: ConsoleApi | undefined,
  services: Services,
): Promise<CommandResult> {
  const { context, output } = services;
  const project =
    plan.project.kind === 'there' ? plan.project.project : await ensureProject(console!, plan.project);
  const file = planFile(plan, context, project);
  await writeProjectFile(file);
  if (file.text !== undefined) output.note(`Saved ${file.path}.`);
  const key = await ensureKey(plan, project, console!);
  if (key && plan.key?.profile !== undefined) {
    await keepKey(plan, project, key, services);
    output.note(`Saved the API key as profile ${plan.key.profile}.`);
  }
  const pull = plan.pulls ? await firstPull(services) : undefined;
  return {
    ...report(plan, project, { key, file: file.path, entries: pull?.entries }, services),
    ...(pull?.failure && { failure: pull.failure }),
  };
}

interface FirstPull {
  readonly entries?: number;
  readonly failure?: CliError;
}

/** A failure is reported, and does not undo the set-up of the folder. */
async function firstPull(services: Services): Promise<FirstPull> {
  const { pullFirst } = await import('../project-file/pull.ts');
  try {
    const { edits, files } = await pullFirst(services);
    const entries = edits.added.length;
    services.output.note(`Saved ${counted(entries, 'resources')} to ${files.path}.`);
    return { entries };
  } catch (error) {
    if (!(error instanceof CliError)) throw error;
    return { failure: error };
  }
}

async function ensureKey({ key }: Plan, project: Project, console: ConsoleApi): Promise<ApiKey | undefined> {
  return key && (key.existing ?? console.createKey(project.id, key.name, key.scopes));
}

async function keepKey(
  { endpoint, server, key }: Plan,
  project: Project,
  { secret }: ApiKey,
  services: Services,
): Promise<void> {
  const { context, output } = services;
  const name = key!.profile!;
  const credential = { kind: 'key', secret } as const;
  const keyring = await loadKeyring(context);
  const { oldSecretDeleted } = await addProfile(
    context,
    { name, endpoint, project: project.id, serverVersion: server?.text, credential },
    { keyring, replace: true },
  );
  if (!oldSecretDeleted) warnSecretLeftInKeyring(output, name);
}

interface Outcome {
  readonly key: ApiKey | undefined;
  readonly file: string;
  /** Number of resources that were pulled; undefined if none were asked for. */
  readonly entries: number | undefined;
}

/** Prints only the new key on stdout, or everything in machine formats. A key that a profile stores is not shown. */
function report(
  { endpoint, server, key: plan }: Plan,
  { id, name }: Project,
  { key, file, entries }: Outcome,
  services: Services,
): CommandResult {
  const shown = plan?.profile === undefined ? key : undefined;
  if (isHumanOutput(services.globals)) {
    if (!shown) return doneResult(`This folder now belongs to the project ${name || id}.`);
    return newKeyResult(shown.secret, services);
  }
  const apiKey = key && { id: key.id, name: key.name, scopes: key.scopes, secret: shown?.secret };
  return jsonResult({
    projectId: id,
    projectName: name || null,
    endpoint,
    serverVersion: server?.text ?? null,
    file,
    pulledResources: entries ?? null,
    apiKey: apiKey ?? null,
  });
}
