/** Outcome of the items of a part. */
export interface PartReport {
  /** As people read it: `documents of main/posts`. */
  readonly name: string;
  /** Items of the part that are selected. */
  total: number;
  created: number;
  /** There already, as in the backup. */
  unchanged: number;
  updated: number;
  /** There already, different, and left as they are because the line says so. */
  skipped: number;
  /** There already, different, and left as they are because the line does not say what to do. */
  conflicts: number;
  failed: number;
  /** Items that are never restored, by what they are: `messages that were sent`. */
  readonly leftOut: Map<string, number>;
  /** The first items that are not as in the backup, with the reason. */
  readonly problems: Problem[];
}

export interface Problem {
  readonly id: string;
  readonly reason: string;
}

/** Maximum number of problems that are kept of a part. */
const maxProblems = 100;

export function newReport(name: string): PartReport {
  const counts = { total: 0, created: 0, unchanged: 0, updated: 0, skipped: 0, conflicts: 0, failed: 0 };
  return { name, ...counts, leftOut: new Map(), problems: [] };
}

export function addProblem({ problems }: PartReport, problem: Problem): void {
  if (problems.length < maxProblems) problems.push(problem);
}

/** Returns the number of items that are not as in the backup although they should be. */
export const unresolved = ({ conflicts, failed }: PartReport): number => conflicts + failed;

/** Says what became of a part: `12 created, 3 unchanged`. */
export function summaryOf(report: PartReport): string {
  const words = ['created', 'unchanged', 'updated', 'skipped', 'conflicts', 'failed'] as const;
  const parts = words.flatMap((word) => (report[word] === 0 ? [] : `${report[word]} ${word}`));
  const leftOut = [...report.leftOut].map(([what, count]) => `${count} left out (${what})`);
  return [...parts, ...leftOut].join(', ') || 'nothing to do';
}
