/** A plan as Markdown, for a comment on a pull request. */
import { markdownCode, markdownText } from '../../lib/text/markdown.ts';
import { keyOf } from '../model/state.ts';
import { type Plan, planSymbols } from './plan.ts';
import { detailsOf, remainder, shownActions, targetLine, totalsLine } from './text.ts';

/** First line, by which a program finds its earlier comment. */
export const planMarker = '<!-- appwrite-cli plan -->';

/** Returns the plan with one table, and what it leaves alone below. Names and values are code: nothing in them has an effect. */
export function planMarkdown(plan: Plan): string {
  const { actions, notes, summary } = plan;
  const rest = [...remainder(plan), ...notes];
  const blocks = [
    planMarker,
    `**Plan** for ${markdownCode(targetLine(plan.target))}`,
    ...(actions.length > 0 ? [tableOf(plan)] : []),
    summary.dataLoss.length > 0 ? `⚠️ **${markdownText(totalsLine(plan))}**` : markdownText(totalsLine(plan)),
    ...(rest.length > 0 ? [foldedList('Details', rest)] : []),
  ];
  return `${blocks.join('\n\n')}\n`;
}

function tableOf({ actions }: Plan): string {
  const rows = shownActions(actions).map((action) => {
    const details = detailsOf(action, '→').map(markdownCode).join('<br>');
    const risk = action.risk === 'data-loss' ? '⚠️ ' : '';
    return `| ${planSymbols[action.op]} ${action.op} | ${markdownCode(keyOf(action.resource))} | ${risk}${details} |`;
  });
  return ['| | Resource | Change |', '| --- | --- | --- |', ...rows].join('\n');
}

function foldedList(title: string, lines: readonly string[]): string {
  const items = lines.map((line) => `- ${markdownText(line)}`);
  return `<details><summary>${title}</summary>\n\n${items.join('\n')}\n\n</details>`;
}
