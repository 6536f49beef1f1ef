/** Differences between a file and a project, without a plan: for people, and as JSON without secrets. */
import { encodeJson } from '../../lib/json/raw.ts';
import { markdownCode, markdownText } from '../../lib/text/markdown.ts';
import type { Role } from '../../output/colour.ts';
import type { Screen } from '../../output/screen.ts';
import type { Comparison, Difference, NotCompared } from '../diff/difference.ts';
import { keyOf, type ResourceRef } from '../model/state.ts';
import type { Plan, PlannedChange, PlanTarget } from './plan.ts';
import { plannedChange } from './requests.ts';
import { drawParagraph, drawRows, type Row } from './rows.ts';
import { shownChange } from './shown.ts';
import { countedKinds, remainder, targetLine } from './text.ts';

type Side = 'differs' | 'only in file' | 'only on server';

interface ReportedDifference {
  readonly difference: Side;
  readonly resource: ResourceRef;
  /** From the server's value to that of the file. */
  readonly changes: readonly PlannedChange[];
  readonly remarks: readonly string[];
}

export interface DifferenceReport {
  readonly target: PlanTarget;
  readonly file: Plan['file'];
  readonly differences: readonly ReportedDifference[];
  readonly notCompared: readonly NotCompared[];
  readonly notes: readonly string[];
}

export function reportOf(
  { differences, notCompared, notes }: Comparison,
  { target, file }: Pick<DifferenceReport, 'target' | 'file'>,
): DifferenceReport {
  return {
    target,
    file,
    differences: differences.flatMap((each) => reported(each) ?? []),
    notCompared,
    notes,
  };
}

function reported(difference: Difference): ReportedDifference | undefined {
  switch (difference.kind) {
    case 'only in file':
      return entry('only in file', difference.desired, []);
    case 'only on server':
      return entry('only on server', difference.live, []);
    case 'changed': {
      const { desired, changes } = difference;
      return entry(
        'differs',
        desired,
        changes.map((change) => plannedChange(desired, change)),
      );
    }
    case 'renamed': {
      const { desired, live, changes } = difference;
      const key = { field: 'key', from: live.path.at(-1)!, to: desired.path.at(-1)! };
      return entry('differs', desired, [key, ...changes.map((change) => plannedChange(desired, change))]);
    }
    case 'unusable': {
      const { status, error } = difference.live;
      return entry(
        'differs',
        difference.desired,
        [],
        [`its status is ${status}${error ? `: ${error}` : ''}`],
      );
    }
    case 'code': {
      const { comparison, desired } = difference;
      const remark = codeRemark(comparison);
      return remark === undefined
        ? undefined
        : entry('differs', { kind: 'code', path: [desired.functionId] }, [], [remark]);
    }
  }
}

const entry = (
  difference: Side,
  { kind, path }: ResourceRef,
  changes: readonly PlannedChange[],
  remarks: readonly string[] = [],
): ReportedDifference => ({ difference, resource: { kind, path }, changes, remarks });

function codeRemark(comparison: Extract<Difference, { readonly kind: 'code' }>['comparison']) {
  switch (comparison.kind) {
    case 'same':
      return undefined;
    case 'no-deployment':
      return 'it has no active deployment';
    case 'unknown':
      return `it can't be compared: ${comparison.reason}`;
    case 'differs':
      return comparison.files ? `these files differ: ${comparison.files.join(', ')}` : 'its files differ';
  }
}

export const writeReport = (report: DifferenceReport): string => encodeJson(report);

/** Draws what differs. */
export async function reportText(report: DifferenceReport, screen: Screen): Promise<string> {
  const arrow = screen.unicode ? '→' : '->';
  const rows = report.differences.map(
    ({ difference, resource, ...rest }): Row => ({
      ...sides[difference],
      kind: resource.kind,
      path: resource.path.join('/'),
      details: detailsOf({ difference, resource, ...rest }, arrow),
      isLoss: false,
    }),
  );
  const lines = [
    ...(await drawParagraph(targetLine(report.target), screen)),
    ...(await drawRows(rows, screen)),
    ...(await Promise.all(leftOut(report).map((line) => drawParagraph(`  ${line}`, screen)))).flat(),
    ...(await drawParagraph(totalLine(report), screen)),
  ];
  return lines.map((line) => `${line}\n`).join('');
}

/** Returns what differs as Markdown, with one table. */
export function reportMarkdown(report: DifferenceReport): string {
  const rows = report.differences.map((each) => {
    const details = detailsOf(each, '→').map(markdownCode).join('<br>');
    return `| ${each.difference} | ${markdownCode(keyOf(each.resource))} | ${details} |`;
  });
  const blocks = [
    '<!-- appwrite-cli diff -->',
    `**Differences** from ${markdownCode(targetLine(report.target))}`,
    ...(rows.length > 0 ? [['| | Resource | Change |', '| --- | --- | --- |', ...rows].join('\n')] : []),
    ...leftOut(report).map(markdownText),
    markdownText(totalLine(report)),
  ];
  return `${blocks.join('\n\n')}\n`;
}

const leftOut = ({ notCompared }: DifferenceReport) => remainder({ kept: [], notCompared });

function detailsOf({ difference, resource, changes, remarks }: ReportedDifference, arrow: string): string[] {
  const own = difference === 'differs' ? [] : [difference];
  return [...own, ...changes.map((change) => shownChange(resource.kind, change, arrow)), ...remarks];
}

const sides: Readonly<Record<Side, { readonly symbol: string; readonly role: Role }>> = {
  differs: { symbol: '~', role: 'changed' },
  'only in file': { symbol: '+', role: 'added' },
  'only on server': { symbol: '-', role: 'removed' },
};

function totalLine({ differences }: DifferenceReport): string {
  if (differences.length === 0) return 'the project matches the file';
  const parts = (Object.keys(sides) as Side[]).flatMap((side) => {
    const found = differences.filter(({ difference }) => difference === side);
    return found.length === 0 ? [] : `${side}: ${countedKinds(found.map(({ resource }) => resource))}`;
  });
  return parts.join('. ');
}
