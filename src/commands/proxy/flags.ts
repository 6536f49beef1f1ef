import { waitFlags } from '../../operations/wait-flags.ts';

/** Default maximum wait of `--wait` for a domain: its DNS record has to be made, and servers remember old ones. */
export const defaultDomainSeconds = 600;

/** The flags of `proxy create-rule` that its operation does not have. */
export const ruleFlags = waitFlags(
  'Wait until the domain is verified; exit 1 if that fails',
  defaultDomainSeconds,
);
