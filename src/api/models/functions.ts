/** Models of functions and sites. */

import { dates, listOf, type ModelSpecs, model, withScreenColumns, withUnlisted } from './model.ts';

/** The deployment in use and the newest one, in functions and sites. */
const liveDeployment = 'deploymentId@1.7 deploymentCreatedAt:date@1.7';
const latestDeployment =
  'latestDeploymentId@1.7 latestDeploymentCreatedAt:date@1.7 latestDeploymentStatus@1.7';
const specifications = 'specification@1.6..1.9 buildSpecification@1.9 runtimeSpecification@1.9';

const site = { since: '1.7' } as const;

export const makeFunctionModels = (): ModelSpecs => ({
  function: withUnlisted(
    model(
      `$id ${dates} execute:list name enabled:boolean live:boolean logging:boolean runtime ` +
        `deploymentRetention:integer@1.9 deployment@..1.7 ${liveDeployment} ${latestDeployment} scopes:list@1.6 ` +
        'vars:list(variable) events:list schedule timeout:seconds entrypoint commands version installationId ' +
        `providerRepositoryId providerBranch providerRootDirectory providerSilentMode:boolean ${specifications}`,
      '$id name runtime enabled deployment deploymentId $updatedAt',
    ),
    'vars',
  ),
  functionList: listOf('functions', 'function'),
  runtime: model('$id key@1.6 name version base image logo supports:list', '$id name version supports'),
  runtimeList: listOf('runtimes', 'runtime'),
  specification: model('memory:megabytes cpus:number enabled:boolean slug', 'slug cpus memory enabled', {
    since: '1.6',
  }),
  specificationList: listOf('specifications', 'specification', { since: '1.6' }),
  deployment: model(
    `$id ${dates} type resourceId resourceType entrypoint size:bytes@..1.7 sourceSize:bytes@1.7 ` +
      'buildSize:bytes@1.6 totalSize:bytes@1.7 buildId activate:boolean screenshotLight@1.7 ' +
      'screenshotDark@1.7 status buildLogs buildTime:seconds@..1.7 buildDuration:seconds@1.7 ' +
      'providerRepositoryName providerRepositoryOwner providerRepositoryUrl providerBranch@..1.8 ' +
      'providerCommitHash providerCommitAuthorUrl providerCommitAuthor providerCommitMessage ' +
      'providerCommitUrl providerBranch@1.8 providerBranchUrl',
    '$id buildId@..1.7 status activate size totalSize $createdAt',
  ),
  deploymentList: listOf('deployments', 'deployment'),
  build: model(
    '$id deploymentId status stdout stderr startTime:date endTime:date duration:seconds size:bytes',
    '$id deploymentId status duration size startTime',
    { since: '1.6', until: '1.7' },
  ),
  execution: model(
    `$id ${dates} $permissions:list functionId deploymentId@1.7 trigger status requestMethod requestPath ` +
      'requestHeaders:list(headers) responseStatusCode:integer responseBody responseHeaders:list(headers) logs errors ' +
      'duration:decimalSeconds scheduledAt:date@1.6',
    '$id trigger status responseStatusCode duration $createdAt',
  ),
  executionList: listOf('executions', 'execution'),
  headers: model('name value'),
  variable: withScreenColumns(
    withUnlisted(
      model(
        `$id ${dates} key value:secret secret:boolean@1.7 resourceType resourceId`,
        '$id key secret $updatedAt',
      ),
      'value',
    ),
    '$id key value secret@1.7 $updatedAt',
  ),
  variableList: listOf('variables', 'variable'),
  site: withUnlisted(
    model(
      `$id ${dates} name enabled:boolean live:boolean logging:boolean framework deploymentRetention:integer@1.9 ` +
        `${liveDeployment} deploymentScreenshotLight deploymentScreenshotDark ${latestDeployment} vars:list(variable) ` +
        'timeout:seconds installCommand buildCommand startCommand@1.9 outputDirectory installationId ' +
        `providerRepositoryId providerBranch providerRootDirectory providerSilentMode:boolean ${specifications} ` +
        'buildRuntime adapter fallbackFile',
      '$id name framework enabled deploymentId latestDeploymentStatus $updatedAt',
      site,
    ),
    'vars',
  ),
  siteList: listOf('sites', 'site', site),
  framework: model(
    'key name buildRuntime runtimes:list adapters:list(frameworkAdapter)',
    'key name buildRuntime runtimes',
    site,
  ),
  frameworkAdapter: model('key installCommand buildCommand outputDirectory fallbackFile', undefined, site),
  frameworkList: listOf('frameworks', 'framework', site),
});
