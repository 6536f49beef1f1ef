/** Environment for a server: its endpoint, a project and an API key. */
export function envFor(endpoint: string): Record<string, string> {
  return {
    APPWRITE_ENDPOINT: endpoint,
    APPWRITE_PROJECT_ID: 'shop',
    APPWRITE_API_KEY: 'canary-key-0123456789',
  };
}
