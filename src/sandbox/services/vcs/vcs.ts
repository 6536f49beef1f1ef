import type { Call } from '../../core/call.ts';
import { ApiError } from '../../core/errors.ts';
import type { Handler, Module } from '../../core/module.ts';

/** @throws ApiError 404 installation_not_found */
function refuse(call: Call): never {
  const id = call.params.string('installationId');
  throw new ApiError(404, 'installation_not_found', `There is no Git installation with the ID ${id}.`);
}

const handlers: Record<string, Handler> = {
  'vcs.listInstallations': (call) => {
    const { total, records } = call.page([]);
    return { total, installations: records };
  },
  'vcs.getInstallation': refuse,
  'vcs.deleteInstallation': refuse,
  'vcs.listRepositories': refuse,
  'vcs.createRepository': refuse,
  'vcs.getRepository': refuse,
  'vcs.listRepositoryBranches': refuse,
  'vcs.createRepositoryDetection': refuse,
  'vcs.updateExternalDeployments': refuse,
};

/** Git: an installation is made on GitHub's pages, and none leads here, so every one is unknown. */
export const vcsModule: Module = { handlers };
