import { listed } from '../text/words.ts';
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
export function contradictions(decided: Decided): string[] {
  return [overridden(decided), keyOfAnotherProject(decided)].filter((warning) => warning !== undefined);
}

function overridden({ endpoint, project, credential, profile, chosen }: Decided): string | undefined {
  if (!profile || !chosen) return undefined;
  const winners = [
    ...(credential?.from === 'environment' && profile.credential ? [credential.detail] : []),
    ...[winner(endpoint, profile.endpoint), winner(project, profile.project)].filter(
      (name) => name !== undefined,
    ),
  ];
  if (winners.length === 0) return undefined;
  return `${listed([...new Set(winners)], 'and')} won over profile "${profile.name}"`;
}

/** What has won over a value of the profile, unless it is a flag of the same line. */
function winner(value: Found | undefined, ofProfile: string | undefined): string | undefined {
  if (!value || ofProfile === undefined || value.value === ofProfile) return undefined;
  const { from, detail } = value.source;
  return from === 'flag' || from === 'profile' ? undefined : detail;
}

/** An API key opens one project only; a session of the console opens all of them. */
function keyOfAnotherProject({ project, credential, profile }: Decided): string | undefined {
  if (credential?.from !== 'profile' || profile?.credential?.kind !== 'key') return undefined;
  if (profile.project === undefined || !project || project.value === profile.project) return undefined;
  return `the API key of profile "${profile.name}" is for the project ${profile.project}, not for ${project.value} (from ${project.source.detail})`;
}
