import { waitFlags } from '../../operations/wait-flags.ts';

/** Default maximum wait of `--wait` for a migration. */
export const defaultMigrationSeconds = 3600;

/** The flags of the commands that start a migration that their operations do not have. */
export const migrationFlags = waitFlags(
  'Wait until everything is copied; exit 1 if that fails, exit 8 if some resources fail',
  defaultMigrationSeconds,
);
