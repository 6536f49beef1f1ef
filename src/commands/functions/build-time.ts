/** How long `--wait` waits for a build, in seconds. */
export const defaultBuildSeconds = 900;
