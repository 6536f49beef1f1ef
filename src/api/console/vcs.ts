import { consoleSummaries } from '../groups.ts';
import { boolean, string } from '../param-spec.ts';
import { pageQueries, queries, search, total } from '../params.ts';
import { del, get, group, ofProject, patch, post, section } from '../vocabulary.ts';

const installations = '/vcs/installations';
const installation = `${installations}/{installationId}`;
const onGithub = '/vcs/github/installations/{installationId}';
const repositories = `${onGithub}/providerRepositories`;
const repository = `${repositories}/{providerRepositoryId}`;

const kind = string('Guess the runtime of a function or the framework of a site')
  .oneOf(['runtime', 'framework'])
  .required.since('1.7');
const folder = string('Folder in the repository');

/** Git repositories that functions and sites are deployed from. */
export const vcs = group(
  'vcs',
  consoleSummaries.vcs,
  {
    installationId: 'Installation ID',
    providerRepositoryId: 'ID of the repository at the Git provider',
    repositoryId: 'ID that Appwrite gave the repository',
  },

  section(
    'Installations',
    { scope: 'vcs.*', ...ofProject },
    {
      listInstallations: get(
        installations,
        'List the installations at Git providers',
        { queries: queries('provider', 'organization'), search, total },
        'installationList',
      ),
      getInstallation: get(installation, 'Show one installation', {}, 'installation'),
      deleteInstallation: del(installation, 'Delete an installation'),
    },
  ),

  section(
    'Repositories',
    { scope: 'vcs.*', ...ofProject },
    {
      listRepositories: get(
        repositories,
        'List the repositories of an installation',
        { type: kind, search, queries: pageQueries.since('1.9') },
        'providerRepositoryList',
        {
          changes: {
            '1.7': {
              response: 'providerRepositoryFrameworkList',
              responseBy: { param: 'type', models: { runtime: 'providerRepositoryRuntimeList' } },
            },
          },
        },
      ),
      createRepository: post(
        repositories,
        'Create a repository at the Git provider',
        {
          name: string('Name of the repository').required,
          private: boolean('Private (true) or public (false)').required,
        },
        'providerRepository',
        { status: 200 },
      ),
      getRepository: get(repository, 'Show one repository', {}, 'providerRepository'),
      listRepositoryBranches: get(
        `${repository}/branches`,
        'List the branches of a repository',
        {},
        'branchList',
      ),
      createRepositoryDetection: post(
        `${repository}/detection`,
        'Guess the runtime of a repository',
        {
          providerRepositoryId: string('ID of the repository at the Git provider').required,
          type: kind,
          providerRootDirectory: folder,
        },
        'detection',
        {
          status: 200,
          changes: {
            '1.7': {
              path: `${onGithub}/detections`,
              response: 'detectionFramework',
              responseBy: { param: 'type', models: { runtime: 'detectionRuntime' } },
            },
          },
        },
      ),
      getRepositoryContents: get(
        `${repository}/contents`,
        'List the files of a folder in a repository',
        {
          providerRootDirectory: folder,
          providerReference: string('Branch, commit or tag; by default the default branch').since('1.7'),
        },
        'vcsContentList',
        { since: '1.6' },
      ),
      updateExternalDeployments: patch(
        `${onGithub}/repositories/{repositoryId}`,
        'Allow the deployment of a pull request',
        { providerPullRequestId: string('ID of a pull request from a fork').required },
        null,
        { status: 204 },
      ),
    },
  ),
);
