import { appwriteResources } from '../choices/console.ts';
import { consoleSummaries } from '../groups.ts';
import { boolean, integer, list, type ParamSpec, string } from '../param-spec.ts';
import { queries, search, total } from '../params.ts';
import { del, get, group, ofProject, patch, post, section } from '../vocabulary.ts';

const path = '/migrations';
const migration = `${path}/{migrationId}`;

const resources = list('Kinds of resources to copy, such as user or document').required.commaSeparated;
const appwrite = {
  resources: resources.oneOf(appwriteResources).changedIn('1.8', () => resources),
  endpoint: string('Endpoint to copy from').url.required,
};
const firebase = {
  resources,
  serviceAccount: string('Service account, the JSON that Firebase exports').ownSecret.required,
};
/** Rows in a file of a bucket. */
const rowsImport = {
  bucketId: string('ID of the bucket with the file').required,
  fileId: string('ID of the file').required,
  resourceId: string('Table that gets the rows, as DATABASE_ID:TABLE_ID').required,
  internalFile: boolean("Take the file from the console's own bucket").since('1.8'),
};
const rowsExport = {
  resourceId: string('Table to export, as DATABASE_ID:TABLE_ID').required,
  filename: string('Name of the file, without its extension').required,
  columns: list('Columns to export; all by default').commaSeparated,
  queries: queries(),
};
const notify = boolean('Send an e-mail when the export is done');
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
  endpoint: string('URL of the Supabase project').url.required,
  apiKey: string('API key of the Supabase project').secret.required,
  databaseHost: string('Host of the database').required,
  ...database(port),
});
/** For operations whose `--endpoint` hides the flag of every command. */
const about =
  'Here, --endpoint is the server to copy from. The server to copy to comes from APPWRITE_ENDPOINT or the profile.';
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
            'destination@1.6',
            'resources',
            'resourceId@1.9',
            'resourceType@1.9',
            'statusCounters',
            'resourceData',
            'errors',
          ),
          search,
          total,
        },
        'migrationList',
      ),
      get: get(migration, 'Show the state of a migration', {}, 'migration'),
      // The published API promises 202 and the migration; 1.5.7 answers 204.
      retry: patch(migration, 'Retry a failed migration', {}, null, { status: 204 }),
      delete: del(migration, 'Delete the record of a migration'),
    },
  ),

  section(
    'From Appwrite',
    { scope: 'migrations.write', ...ofProject },
    {
      getAppwriteReport: get(
        `${path}/appwrite/report`,
        'Count the resources to copy from Appwrite',
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
        'Count the resources to copy from Firebase',
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
        { scope: 'migrations.read', until: '1.6' },
      ),
      getFirebaseReportOAuth: get(
        `${path}/firebase/report/oauth`,
        'Count the resources of a Google sign-in',
        firebaseProject,
        'migrationReport',
        { until: '1.6' },
      ),
      createFirebaseOAuthMigration: post(
        `${path}/firebase/oauth`,
        'Copy a Firebase project by Google sign-in',
        firebaseProject,
        'migration',
        { status: 202, until: '1.6' },
      ),
      deleteFirebaseAuth: get(
        `${path}/firebase/deauthorize`,
        'Forget the Google sign-in for Firebase',
        {},
        null,
        { until: '1.6' },
      ),
    },
  ),

  section(
    'From Nhost',
    { scope: 'migrations.write', ...ofProject },
    {
      getNHostReport: get(
        `${path}/nhost/report`,
        'Count the resources to copy from Nhost',
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
        'Count the resources to copy from Supabase',
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

  section(
    'Files of rows',
    { scope: 'migrations.write', ...ofProject, since: '1.7' },
    {
      createCsvMigration: post(`${path}/csv`, 'Import rows from a CSV file', rowsImport, 'migration', {
        status: 202,
        changes: { '1.8': { name: 'createCSVImport', path: `${path}/csv/imports` } },
      }),
      createCSVExport: post(
        `${path}/csv/exports`,
        'Export rows to a CSV file',
        {
          ...rowsExport,
          delimiter: string('Character that separates values'),
          enclosure: string('Character that encloses values'),
          escape: string('Character that escapes a quote in a value'),
          header: boolean('Write a header line'),
          notify,
        },
        'migration',
        { status: 202, since: '1.8' },
      ),
      createJSONImport: post(
        `${path}/json/imports`,
        'Import rows from a JSON file',
        rowsImport,
        'migration',
        {
          status: 202,
          since: '1.9',
        },
      ),
      createJSONExport: post(
        `${path}/json/exports`,
        'Export rows to a JSON file',
        { ...rowsExport, notify },
        'migration',
        { status: 202, since: '1.9' },
      ),
    },
  ),
);
