import type { JsonObject } from '../../core/json.ts';
import { modelView } from '../../core/model-view.ts';
import type { Deployment } from './records.ts';

/** Members for the Git repository of the code, which is always absent here. */
const noRepository = {
  providerRepositoryName: '',
  providerRepositoryOwner: '',
  providerRepositoryUrl: '',
  providerBranch: '',
  providerCommitHash: '',
  providerCommitAuthorUrl: '',
  providerCommitAuthor: '',
  providerCommitMessage: '',
  providerCommitUrl: '',
  providerBranchUrl: '',
};

/** Returns a deployment as the API answers it. */
export const deploymentView = (deployment: Deployment): JsonObject =>
  modelView('deployment', {
    ...deployment,
    ...noRepository,
    resourceType: 'functions',
    buildTime: deployment.buildSeconds ?? 0,
  });
