/** States of deployments, which functions and sites share. */

const finalStatuses: readonly string[] = ['ready', 'failed', 'canceled'];

/** True if the build of a deployment with this status is over. `canceled` comes with Appwrite 1.6. */
export const isBuildOver = (status: string): boolean => finalStatuses.includes(status);
