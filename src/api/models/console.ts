/** Models that only the console's own API answers with. */

import { dates, listOf, type ModelSpecs, model, withUnlisted } from './model.ts';

/** Fields of a repository, and those that tell the guess about it: before the date or at the end. */
const repository = (runtime: string, guess = '') =>
  `id name organization provider private:boolean ${runtime} defaultBranch@1.7 providerInstallationId@1.9 ` +
  `authorized:boolean@1.9 pushedAt:date variables:list(detectionVariable)@1.8 ${guess}`;
const repositoryColumns = 'id name organization private pushedAt';

export const makeConsoleModels = (): ModelSpecs => ({
  // projects
  project: withUnlisted(
    model(
      `$id ${dates} name description teamId logo url legalName legalCountry legalState legalCity legalAddress ` +
        'legalTaxId authDuration:seconds authLimit:integer authSessionsLimit:integer authPasswordHistory:integer ' +
        'authPasswordDictionary:boolean authPersonalDataCheck:boolean authMockNumbers:list(mockNumber)@1.6 ' +
        'authSessionAlerts:boolean@1.6 authMembershipsUserName:boolean@1.6 ' +
        'authMembershipsUserEmail:boolean@1.6 authMembershipsMfa:boolean@1.6 ' +
        'authInvalidateSessions:boolean@1.8 oAuthProviders:list(authProvider) platforms:list(platform) ' +
        'webhooks:list(webhook) keys:list(key) devKeys:list(devKey)@1.7 smtpEnabled:boolean smtpSenderName smtpSenderEmail smtpReplyTo smtpHost ' +
        'smtpPort:integer smtpUsername smtpPassword:secret smtpSecure pingCount:integer@1.6 pingedAt:date@1.6 labels:list@1.9 status@1.9 authEmailPassword:boolean ' +
        'authUsersAuthMagicURL:boolean authEmailOtp:boolean authAnonymous:boolean authInvites:boolean ' +
        'authJWT:boolean authPhone:boolean serviceStatusForAccount:boolean serviceStatusForAvatars:boolean ' +
        'serviceStatusForDatabases:boolean serviceStatusForTablesdb:boolean@1.8 serviceStatusForLocale:boolean serviceStatusForHealth:boolean ' +
        'serviceStatusForStorage:boolean serviceStatusForTeams:boolean serviceStatusForUsers:boolean ' +
        'serviceStatusForSites:boolean@1.7 serviceStatusForFunctions:boolean serviceStatusForGraphql:boolean serviceStatusForMessaging:boolean',
      '$id name teamId $createdAt',
    ),
    'oAuthProviders webhooks keys devKeys smtpPassword',
  ),
  projectList: listOf('projects', 'project'),
  authProvider: model('key name appId secret:secret enabled:boolean', 'key name appId enabled'),
  key: withUnlisted(
    model(
      `$id ${dates} name expire:date scopes:list secret accessedAt:date sdks:list`,
      '$id name expire accessedAt scopes',
    ),
    'secret',
  ),
  keyList: listOf('keys', 'key'),
  devKey: withUnlisted(
    model(`$id ${dates} name expire:date secret accessedAt:date sdks:list`, '$id name expire accessedAt', {
      since: '1.7',
    }),
    'secret',
  ),
  devKeyList: listOf('devKeys', 'devKey', { since: '1.7' }),
  mockNumber: model('phone otp', undefined, { since: '1.6' }),
  schedule: model(
    `$id ${dates} resourceType resourceId resourceUpdatedAt:date projectId schedule data:object active:boolean region`,
    '$id resourceType resourceId schedule active',
    { since: '1.9' },
  ),
  scheduleList: listOf('schedules', 'schedule', { since: '1.9' }),
  platform: withUnlisted(
    model(
      `$id ${dates} name type key store hostname httpUser httpPass:secret`,
      '$id name type hostname key $createdAt',
    ),
    'httpPass',
  ),
  platformList: listOf('platforms', 'platform'),
  webhook: withUnlisted(
    model(
      `$id ${dates} name url events:list security:boolean httpUser httpPass:secret signatureKey enabled:boolean logs ` +
        'attempts:integer',
      '$id name url enabled attempts events',
    ),
    'httpPass signatureKey',
  ),
  webhookList: listOf('webhooks', 'webhook'),
  emailTemplate: model('type locale message senderName senderEmail replyTo subject', 'type locale subject'),
  smsTemplate: model('type locale message'),

  // migrations, domains, Git
  migration: model(
    `$id ${dates} status stage source destination@1.6 resources:list resourceId@1.7 ` +
      'statusCounters:object resourceData:object errors:list options:object@1.8',
    '$id source status stage resources $createdAt',
  ),
  migrationList: listOf('migrations', 'migration'),
  migrationReport: model(
    'user:integer team:integer database:integer document:integer@..1.8 row:integer@1.8 file:integer ' +
      'bucket:integer function:integer site:integer@1.9 provider:integer@1.9 topic:integer@1.9 ' +
      'subscriber:integer@1.9 message:integer@1.9 size:integer version',
  ),
  firebaseProject: model('projectId displayName', undefined, { until: '1.6' }),
  firebaseProjectList: listOf('projects', 'firebaseProject', { until: '1.6' }),
  proxyRule: model(
    `$id ${dates} domain resourceType@..1.7 resourceId@..1.7 type@1.7 trigger@1.7 redirectUrl@1.7 ` +
      'redirectStatusCode:integer@1.7 deploymentId@1.7 deploymentResourceType@1.7 ' +
      'deploymentResourceId@1.7 deploymentVcsProviderBranch@1.7 status logs renewAt:date',
    '$id domain resourceType resourceId type deploymentResourceType deploymentResourceId status $createdAt',
  ),
  proxyRuleList: listOf('rules', 'proxyRule'),
  installation: model(
    `$id ${dates} provider organization providerInstallationId`,
    '$id provider organization $createdAt',
  ),
  installationList: listOf('installations', 'installation'),
  providerRepository: model(repository('runtime@..1.7'), repositoryColumns),
  providerRepositoryList: listOf('providerRepositories', 'providerRepository', { until: '1.7' }),
  providerRepositoryRuntime: model(repository('', 'runtime'), `${repositoryColumns} runtime`, {
    since: '1.7',
  }),
  providerRepositoryRuntimeList: listOf('runtimeProviderRepositories', 'providerRepositoryRuntime', {
    since: '1.7',
  }),
  providerRepositoryFramework: model(repository('', 'framework'), `${repositoryColumns} framework`, {
    since: '1.7',
  }),
  providerRepositoryFrameworkList: listOf('frameworkProviderRepositories', 'providerRepositoryFramework', {
    since: '1.7',
  }),
  branch: model('name'),
  branchList: listOf('branches', 'branch'),
  vcsContent: model('size:bytes isDirectory:boolean name', 'name isDirectory size', { since: '1.6' }),
  vcsContentList: listOf('contents', 'vcsContent', { since: '1.6' }),
  detection: model('runtime', undefined, { until: '1.7' }),
  detectionRuntime: model(
    'variables:list(detectionVariable)@1.8 runtime entrypoint commands',
    'runtime entrypoint commands',
    {
      since: '1.7',
    },
  ),
  detectionFramework: model(
    'variables:list(detectionVariable)@1.8 framework installCommand buildCommand outputDirectory',
    'framework installCommand buildCommand outputDirectory',
    { since: '1.7' },
  ),
  detectionVariable: model('name value', 'name', { since: '1.8' }),

  // templates
  templateFunction: model(
    'icon id name tagline permissions:list events:list cron timeout:seconds useCases:list runtimes:list(templateRuntime) ' +
      'instructions vcsProvider providerRepositoryId providerOwner providerVersion variables:list(templateVariable) scopes:list',
    'id name useCases tagline',
    { since: '1.6' },
  ),
  templateFunctionList: listOf('templates', 'templateFunction', { since: '1.6' }),
  templateRuntime: model('name commands entrypoint providerRootDirectory', undefined, { since: '1.6' }),
  templateVariable: model(
    'name description value secret:boolean@1.7 placeholder required:boolean type',
    'name description required type',
    { since: '1.6' },
  ),
  templateSite: model(
    'key name tagline demoUrl screenshotDark screenshotLight useCases:list frameworks:list(templateFramework) vcsProvider ' +
      'providerRepositoryId providerOwner providerVersion variables:list(templateVariable)',
    'key name useCases tagline',
    { since: '1.7' },
  ),
  templateSiteList: listOf('templates', 'templateSite', { since: '1.7' }),
  templateFramework: model(
    'key name installCommand buildCommand outputDirectory providerRootDirectory buildRuntime adapter ' +
      'fallbackFile',
    'key name buildRuntime adapter',
    { since: '1.7' },
  ),
});
