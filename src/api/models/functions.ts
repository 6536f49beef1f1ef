/** Models of functions. */

import { dates, listOf, type ModelSpecs, model } from './model.ts';

export const functionModels: ModelSpecs = {
  function: model(
    `$id ${dates} execute:list name enabled:boolean live:boolean logging:boolean runtime deployment ` +
      'vars:list events:list schedule timeout:integer entrypoint commands version installationId ' +
      'providerRepositoryId providerBranch providerRootDirectory providerSilentMode:boolean',
    '$id name runtime enabled deployment $updatedAt',
  ),
  functionList: listOf('functions', 'function'),
  runtime: model('$id name version base image logo supports:list', '$id name version supports'),
  runtimeList: listOf('runtimes', 'runtime'),
  deployment: model(
    `$id ${dates} type resourceId resourceType entrypoint size:integer buildId activate:boolean status ` +
      'buildLogs buildTime:integer providerRepositoryName providerRepositoryOwner providerRepositoryUrl ' +
      'providerBranch providerCommitHash providerCommitAuthorUrl providerCommitAuthor ' +
      'providerCommitMessage providerCommitUrl providerBranchUrl',
    '$id buildId status activate size $createdAt',
  ),
  deploymentList: listOf('deployments', 'deployment'),
  execution: model(
    `$id ${dates} $permissions:list functionId trigger status requestMethod requestPath ` +
      'requestHeaders:list responseStatusCode:integer responseBody responseHeaders:list logs errors ' +
      'duration:number',
    '$id trigger status responseStatusCode duration $createdAt',
  ),
  executionList: listOf('executions', 'execution'),
  headers: model('name value'),
  variable: model(`$id ${dates} key value resourceType resourceId`, '$id key $updatedAt'),
  variableList: listOf('variables', 'variable'),
};
