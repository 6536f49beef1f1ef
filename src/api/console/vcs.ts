import { consoleSummaries } from '../groups.ts';
import { boolean, string } from '../param-spec.ts';
import { queries, search } from '../params.ts';
import { del, get, group, ofProject, patch, post, section } from '../vocabulary.ts';

const installations = '/vcs/installations';
const installation = `${installations}/{installationId}`;
const onGithub = '/vcs/github/installations/{installationId}';
const repositories = `${onGithub}/providerRepositories`;
const repository = `${repositories}/{providerRepositoryId}`;

/** Git repositories that functions are deployed from. */
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
        { queries: queries('provider', 'organization'), search },
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
        { search },
        'providerRepositoryList',
      ),
      createRepository: post(
        repositories,
        'Create a repository at the Git provider',
        { name: string('Name').required, private: boolean('Private or public').required },
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
        { providerRootDirectory: string('Folder of the function in the repository') },
        'detection',
        { status: 200 },
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
