import type { StoredProfile } from './config.ts';
import type { Source, SourcedValue } from './sources.ts';

interface Resolution {
  readonly endpoint: SourcedValue | undefined;
  readonly project: SourcedValue | undefined;
  /** Source of the credential that is sent. */
  readonly credential: Source | undefined;
  readonly profile: StoredProfile | undefined;
  /** True if the command line names the profile, so the user expects its values. */
  readonly isNamed: boolean;
}

/** Returns warnings about contradicting sources if the user would hardly guess which one wins. */
export function overrideWarnings(resolution: Resolution): string[] {
  return [...overridden(resolution), keyOfAnotherProject(resolution)].filter(
    (warning) => warning !== undefined,
  );
}

/** Warns about values that come from another source although the named profile has them. Flags are expected to win. */
function overridden({ endpoint, project, credential, profile, isNamed }: Resolution): (string | undefined)[] {
  if (!profile || !isNamed) return [];
  const instead = `not from profile "${profile.name}"`;
  const warnIfOverridden = (what: string, value: SourcedValue | undefined, ofProfile: string | undefined) => {
    if (!value || ofProfile === undefined || value.value === ofProfile) return undefined;
    const { from, detail } = value.source;
    if (from === 'flag' || from === 'profile') return undefined;
    return `the ${what} ${value.value} comes from ${detail}, ${instead} (${ofProfile})`;
  };
  const isReplaced = credential?.from === 'environment' && profile.credential !== undefined;
  return [
    isReplaced ? `the credential comes from ${credential.detail}, ${instead}` : undefined,
    warnIfOverridden('endpoint', endpoint, profile.endpoint),
    warnIfOverridden('project', project, profile.project),
  ];
}

/** Warns about an API key that is sent to another project. A key is for one project, a console session for all. */
function keyOfAnotherProject({ project, credential, profile }: Resolution): string | undefined {
  if (credential?.from !== 'profile' || profile?.credential?.kind !== 'key') return undefined;
  if (profile.project === undefined || !project || project.value === profile.project) return undefined;
  return `the API key of profile "${profile.name}" is for the project ${profile.project}, not for ${project.value} (from ${project.source.detail})`;
}
