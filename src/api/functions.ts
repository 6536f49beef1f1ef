import { runtimes } from './choices/runtimes.ts';
import { summaries } from './groups.ts';
import { boolean, file, integer, list, newId, object, string } from './param-spec.ts';
import { queries, search } from './params.ts';
import { del, get, group, key, keyOrUser, patch, post, put, section } from './vocabulary.ts';

const oneFunction = '/functions/{functionId}';
const deployments = `${oneFunction}/deployments`;
const deployment = `${deployments}/{deploymentId}`;
const executions = `${oneFunction}/executions`;
const variables = `${oneFunction}/variables`;
const variable = `${variables}/{variableId}`;

const name = string('Name').max(128).required;
const runtime = string('Language and version it runs in').oneOf(runtimes);
const entrypoint = string('File to run, such as src/main.js');
const commands = string('Commands that build it, such as npm install');
const settings = {
  execute: list('Roles that may run it, such as any or user:ID').items(100, 64),
  events: list('Events that start it').items(100),
  schedule: string('When it starts by itself, as a cron expression'),
  timeout: integer('Seconds it may run'),
  enabled: boolean('Whether it can be run'),
  logging: boolean('Whether executions keep their output'),
  scopes: list('Scopes of the key that each execution gets').items(100).since('1.6'),
  specification: string('Processor and memory that it runs with').since('1.6').until('1.9'),
  buildSpecification: string('Processor and memory that builds run with').since('1.9'),
  runtimeSpecification: string('Processor and memory that executions run with').since('1.9'),
  deploymentRetention: integer('Days that inactive deployments are kept; 0 for ever').since('1.9'),
  entrypoint,
  commands,
  installationId: string('ID of the Git installation to deploy from'),
  providerRepositoryId: string('ID of the Git repository to deploy from'),
  providerBranch: string('Branch whose pushes are deployed'),
  providerSilentMode: boolean('Whether to leave out comments on pull requests'),
  providerRootDirectory: string('Folder of the function in the repository'),
};
const template = {
  templateRepository: string('Repository of the template to start from'),
  templateOwner: string('Owner of the template repository'),
  templateRootDirectory: string('Folder of the template in its repository'),
  templateBranch: string('Branch of the template repository'),
};
const variableKey = string('Name of the variable').max(255).required;
const variableValue = string('Value of the variable').max(8192).ownSecret;

export const functions = group(
  'functions',
  summaries.functions,
  {
    functionId: 'Function ID',
    deploymentId: 'Deployment ID',
    buildId: 'Build ID, the buildId of the deployment',
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
            'deployment',
            'schedule',
            'scheduleNext',
            'schedulePrevious',
            'timeout',
            'entrypoint',
            'commands',
            'installationId',
          ),
          search,
        },
        'functionList',
      ),
      create: post(
        '/functions',
        'Create a function',
        {
          functionId: newId('ID of the new function'),
          name,
          runtime: runtime.required,
          ...settings,
          ...template,
        },
        'function',
      ),
      get: get(oneFunction, 'Show one function', {}, 'function'),
      update: put(
        oneFunction,
        'Change the settings of a function',
        { name, runtime, ...settings },
        'function',
        {
          carryOver: { from: 'get' },
        },
      ),
      delete: del(oneFunction, 'Delete a function with its deployments'),
      listRuntimes: get('/functions/runtimes', 'List the runtimes this server offers', {}, 'runtimeList'),
    },
  ),

  section(
    'Deployments',
    { scope: 'functions.*', auth: key },
    {
      listDeployments: get(
        deployments,
        'List the deployments of a function',
        { queries: queries('size', 'buildId', 'activate', 'entrypoint', 'commands'), search },
        'deploymentList',
      ),
      createDeployment: post(
        deployments,
        'Upload code and build it',
        {
          entrypoint,
          commands,
          code: file('The code as a tar.gz archive'),
          activate: boolean('Whether it goes live once it is built').required,
        },
        'deployment',
        { kind: 'upload', status: 202 },
      ),
      getDeployment: get(deployment, 'Show one deployment', {}, 'deployment'),
      updateDeployment: patch(deployment, 'Make a deployment the live one', {}, 'function'),
      deleteDeployment: del(deployment, 'Delete a deployment'),
      downloadDeployment: get(`${deployment}/download`, 'Download the code of a deployment', {}, null, {
        kind: 'location',
        media: 'application/gzip',
      }),
      createBuild: post(`${deployment}/builds/{buildId}`, 'Build a deployment again', {}, null, {
        status: 204,
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
        { queries: queries('trigger', 'status', 'responseStatusCode', 'duration'), search },
        'executionList',
      ),
      createExecution: post(
        executions,
        'Run a function',
        {
          body: string('Body the function is called with').readsFile,
          async: boolean('Whether to return before it is done'),
          path: string('Path the function is called with, / by default'),
          method: string('Method it is called with, GET by default').oneOf([
            'GET',
            'POST',
            'PUT',
            'PATCH',
            'DELETE',
            'OPTIONS',
          ]),
          headers: object('Headers the function is called with'),
        },
        'execution',
      ),
      getExecution: get(`${executions}/{executionId}`, 'Show one execution', {}, 'execution'),
    },
  ),

  section(
    'Variables',
    { scope: 'functions.*', auth: key },
    {
      listVariables: get(variables, 'List the variables of a function', {}, 'variableList'),
      createVariable: post(
        variables,
        'Create a variable',
        { key: variableKey, value: variableValue.required },
        'variable',
      ),
      getVariable: get(variable, 'Show one variable', {}, 'variable'),
      updateVariable: put(
        variable,
        'Change the name or value of a variable',
        { key: variableKey, value: variableValue },
        'variable',
        // The server keeps a value that is left out. With an old format, newer servers add `secret: false` to the
        // request, and then refuse it for a secret variable.
        { carryOver: { from: 'getVariable', only: ['key'] }, ownFormat: true },
      ),
      deleteVariable: del(variable, 'Delete a variable'),
    },
  ),
);
