/** Parameters that functions and sites have in common. */

import { boolean, integer, string } from './param-spec.ts';
import { queries } from './params.ts';

export const timeout = integer('Maximum run time in seconds').seconds;

/** Git repository to deploy from. */
export const gitSettings = (folder: string) => ({
  providerRepositoryId: string('ID of the Git repository to deploy from'),
  providerBranch: string('Branch to deploy after each push'),
  providerSilentMode: boolean('Post no comments on pull requests'),
  providerRootDirectory: string(folder),
});
export const installationId = string('ID of the Git installation to deploy from');

/** Resources that it gets. */
export const specifications = {
  specification: string('CPU and memory; see list-specifications')
    .since('1.6')
    .until('1.9')
    .ignoredSince('1.9', 'use --build-specification and --runtime-specification'),
  buildSpecification: string('CPU and memory of builds').since('1.9'),
  runtimeSpecification: string('CPU and memory at run time').since('1.9'),
  deploymentRetention: integer('Days before inactive deployments are deleted; 0 for never').since('1.9'),
};

export const deploymentQueries = queries(
  'size@..1.7',
  'buildId@..1.7',
  'buildSize@1.7',
  'sourceSize@1.7',
  'totalSize@1.7',
  'buildDuration@1.7',
  'status@1.7',
  'activate',
  'entrypoint@..1.7',
  'commands@..1.7',
  'type@1.6',
);

export const executionQueries = queries(
  'trigger',
  'status',
  'responseStatusCode',
  'duration',
  'requestMethod@1.6',
  'requestPath@1.6',
  'deploymentId@1.6',
);

const activate = boolean('Activate the deployment once it is built');

/** Code of a deployment that is already in a public repository on GitHub. */
export const fromTemplate = {
  repository: string('Repository of the template').required,
  owner: string('Owner of the repository').required,
  rootDirectory: string('Folder of the template in the repository').required,
  version: string('Tag to take the template from, such as 0.2.*').required.until('1.8'),
  type: string('Kind of reference').oneOf(['branch', 'commit', 'tag']).required.since('1.8'),
  reference: string('Branch, commit or tag to take the template from').required.since('1.8'),
  activate,
};

/** Code of a deployment from the connected Git repository. */
export const fromGit = (kinds: readonly string[]) => ({
  type: string('Kind of reference').oneOf(kinds).required,
  reference: string('Branch, commit or tag to deploy').required,
  activate,
});

export const aboutTemplate =
  'The server answers before it looks for the template: check the status of the deployment.';
export const aboutGit = 'Without a connected repository Appwrite 1.8.1 answers with an internal error (500).';

const key = string('Name of the variable').max(255).required;
const value = string('Value of the variable').max(8192).ownSecret;
const secret = boolean('Hide the value permanently').publishedAsSecret.since('1.7');

export const newVariable = { key, value: value.required, secret };
export const changedVariable = { key, value, secret };
export const aboutNewVariable = {
  '1.7': {
    about:
      'The server hides the value of a new variable permanently, also from this program, unless --no-secret is given.',
  },
} as const;
export const aboutChangedVariable = {
  '1.7': {
    about:
      'A secret variable stays secret: the server refuses --no-secret. Delete the variable and create it again.',
  },
} as const;
