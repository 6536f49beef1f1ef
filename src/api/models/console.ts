/** Models that only the console's own API answers with. */

import { dates, listOf, type ModelSpecs, model } from './model.ts';

export const consoleModels: ModelSpecs = {
  // projects
  project: model(
    `$id ${dates} name description teamId logo url legalName legalCountry legalState legalCity legalAddress ` +
      'legalTaxId authDuration:integer authLimit:integer authSessionsLimit:integer authPasswordHistory:integer ' +
      'authPasswordDictionary:boolean authPersonalDataCheck:boolean oAuthProviders:list platforms:list ' +
      'webhooks:list keys:list smtpEnabled:boolean smtpSenderName smtpSenderEmail smtpReplyTo smtpHost ' +
      'smtpPort:integer smtpUsername smtpPassword smtpSecure authEmailPassword:boolean ' +
      'authUsersAuthMagicURL:boolean authEmailOtp:boolean authAnonymous:boolean authInvites:boolean ' +
      'authJWT:boolean authPhone:boolean serviceStatusForAccount:boolean serviceStatusForAvatars:boolean ' +
      'serviceStatusForDatabases:boolean serviceStatusForLocale:boolean serviceStatusForHealth:boolean ' +
      'serviceStatusForStorage:boolean serviceStatusForTeams:boolean serviceStatusForUsers:boolean ' +
      'serviceStatusForFunctions:boolean serviceStatusForGraphql:boolean serviceStatusForMessaging:boolean',
    '$id name teamId $createdAt',
  ),
  projectList: listOf('projects', 'project'),
  authProvider: model('key name appId secret enabled:boolean', 'key name appId enabled'),
  key: model(
    `$id ${dates} name expire scopes:list secret accessedAt sdks:list`,
    '$id name expire accessedAt scopes',
  ),
  keyList: listOf('keys', 'key'),
  platform: model(
    `$id ${dates} name type key store hostname httpUser httpPass`,
    '$id name type hostname key $createdAt',
  ),
  platformList: listOf('platforms', 'platform'),
  webhook: model(
    `$id ${dates} name url events:list security:boolean httpUser httpPass signatureKey enabled:boolean logs ` +
      'attempts:integer',
    '$id name url enabled attempts events',
  ),
  webhookList: listOf('webhooks', 'webhook'),
  emailTemplate: model('type locale message senderName senderEmail replyTo subject', 'type locale subject'),
  smsTemplate: model('type locale message'),

  // migrations, domains, Git
  migration: model(
    `$id ${dates} status stage source resources:list statusCounters:object resourceData:object errors:list`,
    '$id source status stage resources $createdAt',
  ),
  migrationList: listOf('migrations', 'migration'),
  migrationReport: model(
    'user:integer team:integer database:integer document:integer file:integer bucket:integer ' +
      'function:integer size:integer version',
  ),
  firebaseProject: model('projectId displayName'),
  firebaseProjectList: listOf('projects', 'firebaseProject'),
  proxyRule: model(
    `$id ${dates} domain resourceType resourceId status logs renewAt`,
    '$id domain resourceType resourceId status $createdAt',
  ),
  proxyRuleList: listOf('rules', 'proxyRule'),
  installation: model(
    `$id ${dates} provider organization providerInstallationId`,
    '$id provider organization $createdAt',
  ),
  installationList: listOf('installations', 'installation'),
  providerRepository: model(
    'id name organization provider private:boolean runtime pushedAt',
    'id name organization private pushedAt',
  ),
  providerRepositoryList: listOf('providerRepositories', 'providerRepository'),
  branch: model('name'),
  branchList: listOf('branches', 'branch'),
  detection: model('runtime'),
};
