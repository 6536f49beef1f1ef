import type { StoredProfile } from './config.ts';
import type { Found, Source } from './sources.ts';

interface Decided {
  readonly endpoint: Found | undefined;
  readonly project: Found | undefined;
  /** Where the credential that is sent comes from. */
  readonly credential: Source | undefined;
  readonly profile: StoredProfile | undefined;
  /** The profile was named on the line, so the user expects it to count. */
  readonly chosen: boolean;
}

/** Warnings about sources that contradict each other, where the user would hardly guess which one has won. */
export function overrideWarnings(decided: Decided): string[] {
  return [...overridden(decided), keyOfAnotherProject(decided)].filter((warning) => warning !== undefined);
}

/** What comes from elsewhere although the line names a profile that has it, unless a flag of that line says so. */
function overridden({ endpoint, project, credential, profile, chosen }: Decided): (string | undefined)[] {
  if (!profile || !chosen) return [];
  const instead = `not from profile "${profile.name}"`;
  const beaten = (what: string, value: Found | undefined, ofProfile: string | undefined) => {
    if (!value || ofProfile === undefined || value.value === ofProfile) return undefined;
    const { from, detail } = value.source;
    if (from === 'flag' || from === 'profile') return undefined;
    return `the ${what} ${value.value} comes from ${detail}, ${instead} (${ofProfile})`;
  };
  const isReplaced = credential?.from === 'environment' && profile.credential !== undefined;
  return [
    isReplaced ? `the credential comes from ${credential.detail}, ${instead}` : undefined,
    beaten('endpoint', endpoint, profile.endpoint),
    beaten('project', project, profile.project),
  ];
}

/** An API key opens one project only; a session of the console opens all of them. */
function keyOfAnotherProject({ project, credential, profile }: Decided): string | undefined {
  if (credential?.from !== 'profile' || profile?.credential?.kind !== 'key') return undefined;
  if (profile.project === undefined || !project || project.value === profile.project) return undefined;
  return `the API key of profile "${profile.name}" is for the project ${profile.project}, not for ${project.value} (from ${project.source.detail})`;
}
