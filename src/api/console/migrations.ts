import { appwriteResources } from '../choices/console.ts';
import { consoleSummaries } from '../groups.ts';
import { integer, list, type ParamSpec, string } from '../param-spec.ts';
import { queries, search } from '../params.ts';
import { del, get, group, ofProject, patch, post, section } from '../vocabulary.ts';

const path = '/migrations';
const migration = `${path}/{migrationId}`;

const resources = list('Kinds of resources to copy, such as user or document').required;
const appwrite = {
  resources: resources.oneOf(appwriteResources),
  endpoint: string('Address of the API to copy from').url.required,
};
const firebase = {
  resources,
  serviceAccount: string('Service account, the JSON that Firebase exports').ownSecret.required,
};
const firebaseProject = { resources, projectId: string('ID of the Firebase project').required };
const database = (port: ParamSpec) => ({
  username: string('User of the database').required,
  password: string('Password of the database').secret.required,
  port,
});
const nhost = (port: ParamSpec) => ({
  resources,
  subdomain: string('Subdomain of the Nhost project').required,
  region: string('Region of the Nhost project').required,
  adminSecret: string('Admin secret of the Nhost project').ownSecret.required,
  database: string('Name of the database').required,
  ...database(port),
});
const supabase = (port: ParamSpec) => ({
  resources,
  endpoint: string('Address of the Supabase project').url.required,
  apiKey: string('API key of the Supabase project').secret.required,
  databaseHost: string('Host of the database').required,
  ...database(port),
});
/** For operations whose `--endpoint` hides the flag of every command. */
const about =
  'Here --endpoint is the address to copy from. The server that gets the copy comes from APPWRITE_ENDPOINT or the profile.';
const port = integer('Port of the database');
/** The published API names the default in reports only. */
const reportPort = port.default(5432);

/** Copies of another project, or of another product, into a project. */
export const migrations = group(
  'migrations',
  consoleSummaries.migrations,
  { migrationId: 'Migration ID' },

  section(
    'Migrations',
    { scope: 'migrations.*', ...ofProject },
    {
      list: get(
        path,
        'List migrations',
        {
          queries: queries(
            'status',
            'stage',
            'source',
            'resources',
            'statusCounters',
            'resourceData',
            'errors',
          ),
          search,
        },
        'migrationList',
      ),
      get: get(migration, 'Show the state of a migration', {}, 'migration'),
      // The published API promises 202 and the migration; 1.5.7 answers 204.
      retry: patch(migration, 'Start a failed migration again', {}, null, { status: 204 }),
      delete: del(migration, 'Delete the record of a migration'),
    },
  ),

  section(
    'From Appwrite',
    { scope: 'migrations.write', ...ofProject },
    {
      getAppwriteReport: get(
        `${path}/appwrite/report`,
        'Count what can be copied from Appwrite',
        {
          ...appwrite,
          projectID: string('ID of the project to copy from').required,
          key: string('API key of the project to copy from').ownSecret.required,
        },
        'migrationReport',
        { about },
      ),
      createAppwriteMigration: post(
        `${path}/appwrite`,
        'Copy a project of an Appwrite server',
        {
          ...appwrite,
          projectId: string('ID of the project to copy from').required,
          apiKey: string('API key of the project to copy from').secret.required,
        },
        'migration',
        { status: 202, about },
      ),
    },
  ),

  section(
    'From Firebase',
    { scope: 'migrations.write', ...ofProject },
    {
      getFirebaseReport: get(
        `${path}/firebase/report`,
        'Count what can be copied from Firebase',
        firebase,
        'migrationReport',
      ),
      createFirebaseMigration: post(
        `${path}/firebase`,
        'Copy a Firebase project by service account',
        firebase,
        'migration',
        { status: 202 },
      ),
      listFirebaseProjects: get(
        `${path}/firebase/projects`,
        'List Firebase projects of a Google sign-in',
        {},
        'firebaseProjectList',
        { scope: 'migrations.read' },
      ),
      getFirebaseReportOAuth: get(
        `${path}/firebase/report/oauth`,
        'Count what a Google sign-in can copy',
        firebaseProject,
        'migrationReport',
      ),
      createFirebaseOAuthMigration: post(
        `${path}/firebase/oauth`,
        'Copy a Firebase project by Google sign-in',
        firebaseProject,
        'migration',
        { status: 202 },
      ),
      deleteFirebaseAuth: get(`${path}/firebase/deauthorize`, 'Forget the Google sign-in for Firebase'),
    },
  ),

  section(
    'From Nhost',
    { scope: 'migrations.write', ...ofProject },
    {
      getNHostReport: get(
        `${path}/nhost/report`,
        'Count what can be copied from Nhost',
        nhost(reportPort),
        'migrationReport',
      ),
      createNHostMigration: post(`${path}/nhost`, 'Copy an Nhost project', nhost(port), 'migration', {
        status: 202,
      }),
    },
  ),

  section(
    'From Supabase',
    { scope: 'migrations.write', ...ofProject },
    {
      getSupabaseReport: get(
        `${path}/supabase/report`,
        'Count what can be copied from Supabase',
        supabase(reportPort),
        'migrationReport',
        { about },
      ),
      createSupabaseMigration: post(
        `${path}/supabase`,
        'Copy a Supabase project',
        supabase(port),
        'migration',
        { status: 202, about },
      ),
    },
  ),
);
