import { changeDocuments } from '../../bulk/documents/change.ts';
import type { SelectionValues } from '../../bulk/documents/flags.ts';
import type { DocumentKind } from '../../bulk/documents/kind.ts';
import type { FlagValues } from '../../core/flags.ts';
import type { Services } from '../../core/services.ts';
import type { CommandResult } from '../../core/spec.ts';

/**
 * Deletes the documents that are named, or selected by `--where`, `--queries` or `--all`.
 * @throws CliError as changeDocuments
 */
export function deleteDocuments(
  kind: DocumentKind,
  input: FlagValues & SelectionValues,
  services: Services,
): Promise<CommandResult> {
  return changeDocuments(kind, input, { verb: 'delete' }, services);
}
