import { members } from '../../lib/json/slices.ts';
import { cellText } from '../page.ts';
import { derivedColumns } from './derived.ts';
import { datesLast } from './object-page.ts';
import { type DateStyle, Presenter } from './present.ts';
import type { RenderInput, RenderTerminal } from './renderer.ts';

/** The columns of a list on a terminal, and the words for their cells. */
export interface ListScreen {
  /** Columns as {@link chooseColumns} takes them. */
  readonly columns: readonly string[] | undefined;
  /** Columns that are no members of an item. */
  readonly derived: readonly string[];
  hasDates(names: readonly string[]): boolean;
  /**
   * Returns the cells of a row.
   * @param values as JSON texts
   */
  cells(
    names: readonly string[],
    values: readonly (string | undefined)[],
    row: { readonly source: string; readonly style: DateStyle },
  ): string[];
}

const liveColumn = 'live';

export async function createListScreen(
  { view, picker }: Pick<RenderInput, 'view' | 'picker'>,
  { now }: RenderTerminal,
): Promise<ListScreen> {
  const model = view.items === undefined ? undefined : view.model;
  const presenter = new Presenter(model, { now, showsSecrets: picker !== undefined });
  const columns = presenter.model?.screenColumns ?? view.columns;
  const liveId = picker ? undefined : await view.liveId;
  const ordered = columns && datesLast(columns, presenter);
  return {
    columns: liveId === undefined ? ordered : ordered?.flatMap(withLiveColumn),
    derived: picker ? [] : [liveColumn, ...derivedColumns(presenter.model?.name ?? '')],
    hasDates: (names) => names.some((name) => presenter.isDate(name)),
    cells(names, values, { source, style }) {
      const row = () => members(source);
      return names.map((name, index) => {
        if (name === liveColumn && liveId !== undefined)
          return cellText(row().get('$id')) === liveId ? 'live' : '-';
        return presenter.cell(name, values[index], { style, row });
      });
    },
  };
}

const withLiveColumn = (name: string) => (name === 'status' ? [name, liveColumn] : [name]);
