import type { FlagSet } from '../core/flags.ts';

/** The flags that answer which project it is to be; the global `--project` names one that is there. */
export const projectFlags = {
  organization: {
    flag: '--organization',
    arity: 'value',
    placeholder: 'ID',
    help: 'Organisation of a new project',
    heading: 'Project',
  },
  newProject: {
    flag: '--new-project',
    arity: 'value',
    placeholder: 'NAME',
    help: 'Create a project, with --project as its ID if it is given',
    heading: 'Project',
  },
  newOrganization: {
    flag: '--new-organization',
    arity: 'value',
    placeholder: 'NAME',
    help: 'Create an organisation for the new project',
    heading: 'Project',
  },
} as const satisfies FlagSet;
