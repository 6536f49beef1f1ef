/** The variables that lead a command to a server, as a project's owner would set them. */
export function envFor(endpoint: string): Record<string, string> {
  return {
    APPWRITE_ENDPOINT: endpoint,
    APPWRITE_PROJECT_ID: 'shop',
    APPWRITE_API_KEY: 'canary-key-0123456789',
  };
}
