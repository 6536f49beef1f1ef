import { changeDocuments } from '../../bulk/documents/change.ts';
import type { SelectionValues } from '../../bulk/documents/flags.ts';
import type { DocumentKind } from '../../bulk/documents/kind.ts';
import { readGivenValues } from '../../bulk/documents/values.ts';
import type { FlagValues } from '../../core/flags.ts';
import type { Services } from '../../core/services.ts';
import type { CommandResult } from '../../core/spec.ts';

type UpdateValues = FlagValues &
  SelectionValues & {
    readonly set: readonly string[] | undefined;
    readonly data: readonly string[] | undefined;
  };

/**
 * Gives the documents that are named, or selected by `--where`, `--queries` or `--all`, the same values.
 * @throws CliError exit 2 without values; as changeDocuments
 */
export async function updateDocuments(
  kind: DocumentKind,
  input: UpdateValues,
  services: Services,
): Promise<CommandResult> {
  const values = await readGivenValues(input, services);
  return changeDocuments(kind, input, { verb: 'update', ...values }, services);
}
