import type { FlagSet } from '../../core/flags.ts';
import { waitFlags } from '../../operations/wait-flags.ts';

/** Default maximum wait of `--wait` for a build. */
export const defaultBuildSeconds = 900;

/** The flags of commands that start a build. */
export const buildWaitFlags = waitFlags('Wait until it is built; exit 1 if that fails', defaultBuildSeconds);

/** The flags of `create-deployment` that its operation does not have. */
export const deploymentFlags = {
  ignore: {
    flag: '--ignore',
    arity: 'variadic',
    placeholder: 'PATTERN…',
    help: 'Files of the folder to ignore, as in .gitignore',
  },
  ...buildWaitFlags,
} as const satisfies FlagSet;
