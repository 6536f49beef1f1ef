import { runtimes } from './choices/runtimes.ts';
import {
  aboutChangedVariable,
  aboutGit,
  aboutNewVariable,
  aboutTemplate,
  changedVariable,
  deploymentQueries,
  executionQueries,
  fromGit,
  fromTemplate,
  gitSettings,
  installationId,
  newVariable,
  specifications,
  timeout,
} from './deploy-params.ts';
import { summaries } from './groups.ts';
import { boolean, file, newId, string } from './param-spec.ts';
import { nameOf, queries, search, total } from './params.ts';
import { del, get, group, guest, key, patch, post, put, section } from './vocabulary.ts';

const site = '/sites/{siteId}';
const deployments = `${site}/deployments`;
const deployment = `${deployments}/{deploymentId}`;
const variables = `${site}/variables`;
const variable = `${variables}/{variableId}`;
const log = `${site}/logs/{logId}`;

const framework = string('Framework of the site; other for plain files').oneOfSome([
  'analog',
  'angular',
  'nextjs',
  'react',
  'nuxt',
  'vue',
  'sveltekit',
  'astro',
  'tanstack-start@1.8',
  'remix',
  'lynx',
  'flutter',
  'react-native',
  'vite',
  'other',
]).required;
const buildRuntime = string('Language and version for builds').oneOfSome(runtimes);
const build = {
  installCommand: string('Command that installs packages, such as npm install'),
  buildCommand: string('Command that builds the site, such as npm run build'),
  startCommand: string('Command that starts the server').since('1.9'),
  outputDirectory: string('Folder that builds write to, such as ./dist'),
};
const settings = {
  name: nameOf('the site'),
  framework,
  enabled: boolean('Enabled (the default) or disabled'),
  logging: boolean('Log requests'),
  timeout,
  ...build,
};
const adapter = string('Static files or server-side rendering').oneOf(['static', 'ssr']);
const fallbackFile = string('Fallback file for unknown paths, such as index.html');
const git = gitSettings('Folder of the site in the repository');
const deploymentId = string('Deployment ID').required;

export const sites = group(
  'sites',
  summaries.sites,
  {
    siteId: 'Site ID',
    deploymentId: 'Deployment ID',
    logId: 'Log ID',
    variableId: 'Variable ID',
  },

  section(
    'Sites',
    { scope: 'sites.*', auth: key, since: '1.7' },
    {
      list: get(
        '/sites',
        'List sites',
        {
          // Published as a text in 1.7, which takes the list of later versions.
          queries: queries(
            'name',
            'enabled',
            'framework',
            'deploymentId',
            'buildCommand',
            'installCommand',
            'outputDirectory',
            'installationId',
          )
            .publishedAs('string')
            .changedIn('1.8', (sites) => sites.publishedAs('array')),
          search,
          total,
        },
        'siteList',
      ),
      create: post(
        '/sites',
        'Create a site',
        {
          siteId: newId('ID of the new site'),
          ...settings,
          buildRuntime: buildRuntime.required,
          adapter,
          installationId,
          fallbackFile,
          ...git,
          ...specifications,
        },
        'site',
        { about: 'If the ID is taken, Appwrite 1.8.1 answers with an internal error (500).' },
      ),
      get: get(site, 'Show one site', {}, 'site'),
      update: put(
        site,
        'Change the settings of a site',
        { ...settings, buildRuntime, adapter, fallbackFile, installationId, ...git, ...specifications },
        'site',
        {
          carryOver: { from: 'get' },
          about:
            'With --replace, give --build-runtime, --adapter, --output-directory and --fallback-file too: without a build runtime the next deployment waits for ever.',
        },
      ),
      delete: del(site, 'Delete a site with its deployments'),
      listFrameworks: get(
        '/sites/frameworks',
        'List the frameworks this server supports',
        {},
        'frameworkList',
        // Published for API keys, which lack this scope: 1.8.1 answers guests and console sessions only.
        { scope: 'public', sentWith: guest },
      ),
      listSpecifications: get(
        '/sites/specifications',
        'List the available CPU and memory specifications',
        {},
        'specificationList',
      ),
    },
  ),

  section(
    'Deployments',
    { scope: 'sites.*', auth: key, since: '1.7' },
    {
      listDeployments: get(
        deployments,
        'List the deployments of a site',
        { queries: deploymentQueries, search, total },
        'deploymentList',
      ),
      createDeployment: post(
        deployments,
        'Upload files and build them',
        {
          installCommand: build.installCommand,
          buildCommand: build.buildCommand,
          outputDirectory: build.outputDirectory,
          code: file('The files as a tar.gz archive'),
          activate: boolean('Activate the deployment once it is built').required.changedIn(
            '1.9',
            (flag) => flag.optional,
          ),
        },
        'deployment',
        { kind: 'upload', status: 202 },
      ),
      createDuplicateDeployment: post(
        `${deployments}/duplicate`,
        'Rebuild a deployment as a new one',
        { deploymentId },
        'deployment',
        { status: 202 },
      ),
      createTemplateDeployment: post(
        `${deployments}/template`,
        'Deploy a template from GitHub',
        fromTemplate,
        'deployment',
        {
          status: 202,
          about: aboutTemplate,
        },
      ),
      createVcsDeployment: post(
        `${deployments}/vcs`,
        'Deploy from the connected Git repository',
        fromGit(['branch', 'commit', 'tag']),
        'deployment',
        { status: 202, about: aboutGit },
      ),
      getDeployment: get(deployment, 'Show one deployment', {}, 'deployment'),
      updateSiteDeployment: patch(
        `${site}/deployment`,
        'Make a deployment the live one',
        { deploymentId },
        'site',
      ),
      deleteDeployment: del(deployment, 'Delete a deployment'),
      getDeploymentDownload: get(
        `${deployment}/download`,
        'Download the files of a deployment',
        {
          type: string('The files as uploaded, or as built').oneOf(['source', 'output']).default('source'),
        },
        null,
        { kind: 'location', media: 'application/gzip', auth: ['JWT', 'Key'], sentWith: key },
      ),
      updateDeploymentStatus: patch(
        `${deployment}/status`,
        'Cancel the build of a deployment',
        {},
        'deployment',
      ),
    },
  ),

  section(
    'Logs',
    { scope: 'log.*', auth: key, since: '1.7' },
    {
      listLogs: get(
        `${site}/logs`,
        'List the requests to a site',
        {
          queries: executionQueries
            .publishedAs('string')
            .changedIn('1.8', (logs) => logs.publishedAs('array')),
          total,
        },
        'executionList',
      ),
      getLog: get(log, 'Show one request', {}, 'execution'),
      deleteLog: del(log, 'Delete the log of a request'),
    },
  ),

  section(
    'Variables',
    { scope: 'sites.*', auth: key, since: '1.7' },
    {
      listVariables: get(variables, 'List the variables of a site', {}, 'variableList'),
      createVariable: post(variables, 'Create a variable', newVariable, 'variable', {
        changes: aboutNewVariable,
      }),
      getVariable: get(variable, 'Show one variable', {}, 'variable'),
      updateVariable: put(variable, 'Change the name or value of a variable', changedVariable, 'variable', {
        carryOver: { from: 'getVariable', only: ['key'] },
        changes: aboutChangedVariable,
      }),
      deleteVariable: del(variable, 'Delete a variable'),
    },
  ),
);
