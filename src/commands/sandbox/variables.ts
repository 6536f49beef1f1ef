import type { SandboxServer } from '../../sandbox/server.ts';

/**
 * Returns the variables for commands that use a sandbox.
 * @param configFolder folder for profiles, instead of the user's
 */
export const sandboxVariables = (
  { endpoint, project, apiKey }: Pick<SandboxServer, 'endpoint' | 'project' | 'apiKey'>,
  configFolder: string,
): Readonly<Record<string, string>> => ({
  APPWRITE_ENDPOINT: endpoint,
  APPWRITE_PROJECT_ID: project,
  APPWRITE_API_KEY: apiKey,
  APPWRITE_CLI_CONFIG_DIR: configFolder,
});
