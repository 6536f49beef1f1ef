/** Makes the plan of a line: what a push would do. */
import { relative, sep } from 'node:path';
import type { Services } from '../../core/services.ts';
import { version } from '../../version.ts';
import type { DocumentCounts, Rename } from '../diff/difference.ts';
import { countDocuments } from '../live/counts.ts';
import type { Selection } from '../model/selection.ts';
import { buildPlan, questionsOf } from '../plan/build.ts';
import type { Drafting, PlanOptions } from '../plan/draft.ts';
import { draft } from '../plan/drafter.ts';
import type { Plan } from '../plan/plan.ts';
import { type ComparedProject, compareProject, type ProjectRequest } from './compare-project.ts';

/** Limits of a plan. */
export interface PlanFlags extends Pick<PlanOptions, 'prune' | 'allowDataLoss' | 'code'> {
  readonly renames: readonly Rename[];
  readonly readsEnvFiles: boolean;
}

export interface PlanRequest
  extends Omit<ProjectRequest, 'renames' | 'comparesCode' | 'reads' | 'readsEnvFiles'> {
  readonly flags: PlanFlags;
}

export interface MadePlan extends ComparedProject {
  readonly plan: Plan;
  readonly drafting: Drafting;
  readonly counts: DocumentCounts;
  readonly options: PlanOptions;
}

/**
 * @throws CliError exit 2 for a faulty file, or one that asks for something that no request does; exit 3 for a credential
 *   that can't read what the line names; HttpError
 */
export async function makePlan(services: Services, request: PlanRequest): Promise<MadePlan> {
  const { flags, ...rest } = request;
  const compared = await compareProject(services, {
    ...rest,
    renames: flags.renames,
    reads: readsFor(request),
    comparesCode: flags.code !== 'never',
    readsEnvFiles: flags.readsEnvFiles,
  });
  const options = planOptions(compared, request, services);
  const drafting = draft(compared.comparison, options);
  const counts = await countDocuments(compared.client, questionsOf(drafting));
  return { ...compared, plan: buildPlan(drafting, counts, options), drafting, counts, options };
}

/** The contents of a database decide if it may be deleted, also if the line is not about collections. */
function readsFor({ select, flags: { prune } }: PlanRequest): Selection {
  const deletesDatabases = prune === 'all' || (prune !== 'none' && prune.includes('databases'));
  if (!deletesDatabases) return select;
  return {
    only: select.only && [...select.only, { selector: 'collections', path: [] }],
    except: select.except.filter(({ selector }) => selector !== 'collections'),
  };
}

/** Returns the plan of the same comparison with another consent. */
export const withConsent = (
  { drafting, counts, options }: MadePlan,
  allowDataLoss: PlanOptions['allowDataLoss'],
): Plan => buildPlan(drafting, counts, { ...options, allowDataLoss });

function planOptions(
  { files, reading, live, target }: ComparedProject,
  { flags: { prune, allowDataLoss, code }, select }: PlanRequest,
  { context }: Services,
): PlanOptions {
  const { desired, settings, sha256, path } = reading;
  return {
    target,
    desired,
    live,
    file: { path, sha256 },
    prune,
    allowDataLoss,
    protect: settings.protect,
    leftOut: [...settings.ignore, ...select.except],
    code,
    folderOf: ({ folder }) => relative(files.folder, folder).split(sep).join('/'),
    cli: version,
    now: new Date(context.now()),
  };
}
