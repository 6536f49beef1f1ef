/** Summary of each group of the API, for the group's file and the index. */
export const summaries = {
  account: 'The signed-in user: profile, sign-in, sessions, recovery',
  avatars: 'Images: flags, card and browser icons, initials, QR codes',
  databases: 'Databases, collections, attributes, indexes and documents',
  'documents-db': 'Databases of free-form documents, with their collections and indexes',
  functions: 'Functions with their deployments, executions and variables',
  graphql: 'Queries and mutations in GraphQL',
  health: 'Health of the server, its services and its queues',
  locale: 'Countries, languages, currencies, location of the client',
  messaging: 'E-mail, text and push messages, their providers and topics',
  project: 'Variables shared by all functions and sites',
  sites: 'Websites with their deployments, logs and variables',
  storage: 'Buckets and the files in them',
  'tables-db': 'Databases, tables, columns, indexes and rows',
  teams: 'Teams and their members',
  tokens: 'Tokens that give access to a file',
  users: 'Users of the project: sign-in, sessions, labels, targets',
  'vectors-db': 'Databases of documents with vectors, for similarity search',
  webhooks: 'Webhooks: URLs that the server calls when events happen',
} as const;

/** Summary of each group that only the console's API has. */
export const consoleSummaries = {
  assistant: "The console's assistant",
  console: 'Limits and features of the server',
  migrations: 'Migrations from Appwrite, Firebase, Supabase and Nhost',
  project: 'Usage of a project, and variables of all its functions',
  projects: 'Projects with their keys, platforms, webhooks and settings',
  proxy: 'Domains of a project and its functions',
  vcs: 'Git repositories to deploy functions from',
} as const;
