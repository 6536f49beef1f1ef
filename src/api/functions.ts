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
import { boolean, file, list, newId, object, string } from './param-spec.ts';
import { nameOf, queries, search, total } from './params.ts';
import { del, get, group, guest, key, keyOrUser, patch, post, put, section } from './vocabulary.ts';

const oneFunction = '/functions/{functionId}';
const deployments = `${oneFunction}/deployments`;
const deployment = `${deployments}/{deploymentId}`;
const executions = `${oneFunction}/executions`;
const execution = `${executions}/{executionId}`;
const variables = `${oneFunction}/variables`;
const variable = `${variables}/{variableId}`;

const runtime = string('Language and version to run in').oneOfSome(runtimes);
const entrypoint = string('File to run, such as src/main.js');
const commands = string('Commands that build the function, such as npm install');
const settings = {
  execute: list('Roles that may run the function, such as any or user:ID').commaSeparated.items(100, 64),
  events: list('Events that start the function').commaSeparated.items(100),
  schedule: string('Schedule as a cron expression'),
  timeout,
  enabled: boolean('Enabled (the default) or disabled'),
  logging: boolean('Store the output of executions'),
  entrypoint,
  commands,
  scopes: list('Scopes of the key that each execution gets').items(100).commaSeparated.since('1.6'),
  installationId,
  ...gitSettings('Folder of the function in the repository'),
};
/** Parameters that became an operation of their own. */
const ofTemplate = (help: string) =>
  string(help)
    .until('1.7')
    .ignoredSince('1.7', 'leave them out, then use functions create-template-deployment');
const template = {
  templateRepository: ofTemplate('Repository of the template to start from'),
  templateOwner: ofTemplate('Owner of the template repository'),
  templateRootDirectory: ofTemplate('Folder of the template in its repository'),
  templateBranch: ofTemplate('Branch of the template repository').until('1.6'),
  templateVersion: ofTemplate('Tag of the template repository, such as 0.2.*').since('1.6'),
};
const deploymentId = string('Deployment ID').required;

export const functions = group(
  'functions',
  summaries.functions,
  {
    functionId: 'Function ID',
    deploymentId: 'Deployment ID',
    executionId: 'Execution ID',
    variableId: 'Variable ID',
  },

  section(
    'Functions',
    { scope: 'functions.*', auth: key },
    {
      list: get(
        '/functions',
        'List functions',
        {
          queries: queries(
            'name',
            'enabled',
            'runtime',
            'deployment@..1.7',
            'deploymentId@1.7',
            'schedule',
            'scheduleNext',
            'schedulePrevious',
            'timeout',
            'entrypoint',
            'commands',
            'installationId',
          ),
          search,
          total,
        },
        'functionList',
      ),
      create: post(
        '/functions',
        'Create a function',
        {
          functionId: newId('ID of the new function'),
          name: nameOf('the function'),
          runtime: runtime.required,
          ...settings,
          ...template,
          ...specifications,
        },
        'function',
      ),
      get: get(oneFunction, 'Show one function', {}, 'function'),
      update: put(
        oneFunction,
        'Change the settings of a function',
        { name: nameOf('the function'), runtime, ...settings, ...specifications },
        'function',
        { carryOver: { from: 'get' } },
      ),
      delete: del(oneFunction, 'Delete a function with its deployments'),
      listRuntimes: get('/functions/runtimes', 'List the runtimes this server offers', {}, 'runtimeList', {
        // Published for API keys, which lack this scope: 1.8.1 answers guests and console sessions only.
        changes: { '1.7': { scope: 'public', sentWith: guest } },
      }),
      listSpecifications: get(
        '/functions/specifications',
        'List the available CPU and memory specifications',
        {},
        'specificationList',
        { since: '1.6' },
      ),
    },
  ),

  section(
    'Deployments',
    { scope: 'functions.*', auth: key },
    {
      listDeployments: get(
        deployments,
        'List the deployments of a function',
        { queries: deploymentQueries, search, total },
        'deploymentList',
      ),
      createDeployment: post(
        deployments,
        'Upload code and build it',
        {
          entrypoint,
          commands,
          code: file('The code as a tar.gz archive'),
          activate: boolean('Activate the deployment once it is built').required,
        },
        'deployment',
        { kind: 'upload', status: 202 },
      ),
      createDuplicateDeployment: post(
        `${deployments}/duplicate`,
        'Rebuild a deployment as a new one',
        { deploymentId, buildId: string('Build ID') },
        'deployment',
        { status: 202, since: '1.7' },
      ),
      createTemplateDeployment: post(
        `${deployments}/template`,
        'Deploy a template from GitHub',
        fromTemplate,
        'deployment',
        {
          status: 202,
          since: '1.7',
          about: aboutTemplate,
        },
      ),
      createVcsDeployment: post(
        `${deployments}/vcs`,
        'Deploy from the connected Git repository',
        fromGit(['branch', 'commit']),
        'deployment',
        { status: 202, since: '1.7', about: aboutGit },
      ),
      getDeployment: get(deployment, 'Show one deployment', {}, 'deployment'),
      updateDeployment: patch(deployment, 'Make a deployment the live one', { deploymentId }, 'function', {
        changes: { '1.7': { name: 'updateFunctionDeployment', path: `${oneFunction}/deployment` } },
      }),
      deleteDeployment: del(deployment, 'Delete a deployment'),
      downloadDeployment: get(
        `${deployment}/download`,
        'Download the code of a deployment',
        {
          type: string('The code as uploaded, or as built')
            .oneOf(['source', 'output'])
            .default('source')
            .since('1.7'),
        },
        null,
        {
          kind: 'location',
          media: 'application/gzip',
          sentWith: key,
          changes: { '1.6': { name: 'getDeploymentDownload', auth: ['JWT', 'Key'] } },
        },
      ),
      createBuild: post(
        `${deployment}/builds/{buildId}`,
        'Build a deployment again',
        {
          buildId: string('Build ID, the buildId of the deployment').changedIn('1.6', (id) => id.optional),
        },
        null,
        {
          status: 204,
          until: '1.7',
          replacement: 'functions.createDuplicateDeployment',
          changes: { '1.6': { path: `${deployment}/build` } },
        },
      ),
      updateDeploymentBuild: patch(`${deployment}/build`, 'Cancel the build of a deployment', {}, 'build', {
        since: '1.6',
        changes: {
          '1.7': { name: 'updateDeploymentStatus', path: `${deployment}/status`, response: 'deployment' },
        },
      }),
    },
  ),

  section(
    'Executions',
    { scope: 'execution.*', auth: keyOrUser },
    {
      listExecutions: get(
        executions,
        'List the executions of a function',
        {
          queries: executionQueries,
          search: search.until('1.7').ignoredSince('1.7', 'use --where instead'),
          total,
        },
        'executionList',
      ),
      createExecution: post(
        executions,
        'Run a function',
        {
          body: string('Body of the request').readsFile,
          async: boolean('Return before the execution has finished'),
          path: string('Path of the request; / by default'),
          method: string('Method of the request; GET by default')
            .oneOf(['GET', 'POST', 'PUT', 'PATCH', 'DELETE', 'OPTIONS', 'HEAD@1.8'])
            .changedIn('1.8', (method) => method.saying('Method of the request; POST by default')),
          headers: object('Headers of the request')
            .changedIn('1.6', (headers) => headers.publishedAs('string'))
            .changedIn('1.8', (headers) => headers.publishedAs('object')),
          scheduledAt: string('Time to run it, at least a minute ahead; needs --async').date.since('1.6'),
        },
        'execution',
      ),
      getExecution: get(execution, 'Show one execution', {}, 'execution'),
      deleteExecution: del(execution, 'Delete an execution', {}, null, { since: '1.6', auth: key }),
    },
  ),

  section(
    'Variables',
    { scope: 'functions.*', auth: key },
    {
      listVariables: get(variables, 'List the variables of a function', {}, 'variableList'),
      createVariable: post(variables, 'Create a variable', newVariable, 'variable', {
        changes: aboutNewVariable,
      }),
      getVariable: get(variable, 'Show one variable', {}, 'variable'),
      updateVariable: put(
        variable,
        'Change the name or value of a variable',
        changedVariable,
        'variable',
        // The server keeps a value that is left out. With an old format, newer servers add `secret: false` to the
        // request, and then refuse it for a secret variable.
        { carryOver: { from: 'getVariable', only: ['key'] }, ownFormat: true, changes: aboutChangedVariable },
      ),
      deleteVariable: del(variable, 'Delete a variable'),
    },
  ),
);
