import type { StoredProfile } from './config.ts';
import type { Source, SourcedValue } from './sources.ts';

interface Resolution {
  readonly project: SourcedValue | undefined;
  /** Source of the credential that is sent. */
  readonly credential: Source | undefined;
  readonly profile: StoredProfile | undefined;
  /** True if the command line names the profile, so the user expects its values. */
  readonly isNamed: boolean;
}

/** Returns warnings about contradicting sources if the user would hardly guess which one wins. */
export function overrideWarnings(resolution: Resolution): string[] {
  return [replacedCredential(resolution), keyOfAnotherProject(resolution)].filter(
    (warning) => warning !== undefined,
  );
}

/** Warns about a credential of the environment where the operation does not take that of the named profile. */
function replacedCredential({ credential, profile, isNamed }: Resolution): string | undefined {
  if (!isNamed || credential?.from !== 'environment' || profile?.credential === undefined) return undefined;
  return `the credential comes from ${credential.detail}, not from profile "${profile.name}"`;
}

/** Warns about an API key that is sent to another project. A key is for one project, a console session for all. */
function keyOfAnotherProject({ project, credential, profile }: Resolution): string | undefined {
  if (credential?.from !== 'profile' || profile?.credential?.kind !== 'key') return undefined;
  if (profile.project === undefined || !project || project.value === profile.project) return undefined;
  return `the API key of profile "${profile.name}" is for the project ${profile.project}, not for ${project.value} (from ${project.source.detail})`;
}
