/**
 * Models of the server's answers: their fields in the server's order, and which of them a table shows. Pure data. A
 * list model names the member that holds its items.
 *
 * A table has room for some 80 to 120 characters: a name, the state that matters, and a date. A secret beside other
 * values (a password hash, an access token, a provider's credentials, a variable's value) is not a column; `--fields`
 * and `--json` still show it. If the secret is the whole answer (a JWT, recovery codes), the table shows it.
 */

import { splitWords } from '../lib/text/words.ts';
import { type ApiVersion, existsIn, type Lifetime, wordsIn } from './versions.ts';

export type FieldType = 'string' | 'integer' | 'number' | 'boolean' | 'list' | 'object' | 'any';

/** A model as one version of the API has it. */
export interface Model {
  readonly fields: Readonly<Record<string, FieldType>>;
  /**
   * Columns of a table, which also come first in the completion of `--fields`; empty if the members of the answer
   * decide.
   */
  readonly columns: readonly string[];
  /** For lists: the member that holds the items, and their model. */
  readonly items?: { readonly member: string; readonly model: string };
}

/** A model with its history: words as the catalogue has them, marked with their versions (`wordsIn`). */
interface ModelSpec extends Lifetime {
  readonly fields: string;
  readonly columns: string;
  readonly items?: Model['items'];
}

/**
 * @param fields names with their types, such as `name enabled:boolean total:integer`; a string without a type. A mark
 *   names the versions that have one: `type@1.8`, `size:integer@..1.7`
 * @param columns fields that a table shows, in that order, if the version has them; all by default
 * @param lifetime versions that have the model
 */
const model = (fields: string, columns: string = fields, lifetime: Lifetime = {}): ModelSpec => ({
  fields,
  columns,
  ...lifetime,
});

const listOf = (member: string, item: string, lifetime: Lifetime = {}): ModelSpec => ({
  fields: `total:integer ${member}:list`,
  columns: '',
  items: { member, model: item },
  ...lifetime,
});

/** Defines an attribute of a collection: `own` are the fields and columns of its type. */
const attribute = (own: string, columns = 'array default') =>
  model(`key type status error required:boolean array:boolean ${own}`, `key type status required ${columns}`);

/**
 * Defines usage over time: the total of each metric, then its values.
 * @param metrics names such as `files`, or total and values such as `filesStorage:storage`
 */
function usage(...metrics: string[]): ModelSpec {
  const names = splitWords(metrics.join(' ')).map((metric) => metric.split(':') as [string, string?]);
  const totals = names.map(([total]) => `${total}Total:integer`);
  const values = names.map(([total, list = total]) => `${list}:list`);
  return model(['range', ...totals, ...values].join(' '));
}

/** Metrics of functions that 1.5.7 counts; later versions add some. */
const functionUsage =
  'deployments deploymentsStorage builds buildsStorage buildsTime executions executionsTime';

const dates = '$createdAt $updatedAt';
/** Client and place, in logs and sessions. */
const client =
  'osCode osName osVersion clientType clientCode clientName clientVersion clientEngine clientEngineVersion ' +
  'deviceName deviceBrand deviceModel countryCode countryName';
const providerTokens = 'providerAccessToken providerAccessTokenExpiry providerRefreshToken';

const models: Readonly<Record<string, ModelSpec>> = {
  any: model(''),

  // account and users
  user: model(
    `$id ${dates} name password hash hashOptions:object registration status:boolean labels:list ` +
      'passwordUpdate email phone emailVerification:boolean phoneVerification:boolean mfa:boolean ' +
      'prefs:object targets:list accessedAt',
    '$id name email status labels registration',
  ),
  userList: listOf('users', 'user'),
  preferences: model(''),
  session: model(
    `$id ${dates} userId expire provider providerUid ${providerTokens} ip ${client} ` +
      'current:boolean factors:list secret mfaUpdatedAt',
    '$id provider ip clientName osName current expire',
  ),
  sessionList: listOf('sessions', 'session'),
  token: model('$id $createdAt userId secret expire phrase'),
  jwt: model('jwt'),
  identity: model(
    `$id ${dates} userId provider providerUid providerEmail ${providerTokens}`,
    '$id userId provider providerEmail $createdAt',
  ),
  identityList: listOf('identities', 'identity'),
  log: model(
    `event userId userEmail userName mode ip time ${client}`,
    'time event userName ip clientName osName',
  ),
  logList: listOf('logs', 'log'),
  mfaChallenge: model('$id $createdAt userId expire'),
  mfaFactors: model('totp:boolean phone:boolean email:boolean recoveryCode:boolean'),
  mfaRecoveryCodes: model('recoveryCodes:list'),
  mfaType: model('secret uri'),
  target: model(
    `$id ${dates} name userId providerId providerType identifier`,
    '$id userId providerType identifier $createdAt',
  ),
  targetList: listOf('targets', 'target'),

  // databases
  database: model(`$id name ${dates} enabled:boolean`, '$id name enabled $createdAt'),
  databaseList: listOf('databases', 'database'),
  collection: model(
    `$id ${dates} $permissions:list databaseId name enabled:boolean documentSecurity:boolean ` +
      'attributes:list indexes:list',
    '$id name enabled documentSecurity $createdAt',
  ),
  collectionList: listOf('collections', 'collection'),
  /** Any attribute: the fields of all types. */
  attribute: attribute(
    'format elements:list min:number max:number size:integer relatedCollection relationType twoWay:boolean ' +
      'twoWayKey onDelete side default:any',
  ),
  attributeList: listOf('attributes', 'attribute'),
  attributeBoolean: attribute('default:boolean'),
  attributeDatetime: attribute('format default'),
  attributeEmail: attribute('format default'),
  attributeEnum: attribute('elements:list format default', 'array default elements'),
  attributeFloat: attribute('min:number max:number default:number', 'array default min max'),
  attributeInteger: attribute('min:integer max:integer default:integer', 'array default min max'),
  attributeIp: attribute('format default'),
  attributeRelationship: attribute(
    'relatedCollection relationType twoWay:boolean twoWayKey onDelete side',
    'relatedCollection relationType twoWayKey onDelete side',
  ),
  attributeString: attribute('size:integer default', 'array default size'),
  attributeUrl: attribute('format default'),
  index: model('key type status error attributes:list orders:list', 'key type status attributes orders'),
  indexList: listOf('indexes', 'index'),
  /** Members of every document. The attributes of its collection come first in an answer. */
  document: model(`$id $collectionId $databaseId ${dates} $permissions:list`, ''),
  documentList: listOf('documents', 'document'),

  // functions
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

  // health
  healthAntivirus: model('version status'),
  healthCertificate: model('name subjectSN issuerOrganisation validFrom validTo signatureTypeSN'),
  healthQueue: model('size:integer'),
  healthStatus: model('name ping:integer status'),
  /** Caches, databases and brokers of a server: the published API promises one status, 1.5.7 answers with a list. */
  healthStatusList: listOf('statuses', 'healthStatus'),
  healthTime: model('remoteTime:integer localTime:integer diff:integer'),

  // locale
  locale: model('ip countryCode country continentCode continent eu:boolean currency'),
  localeCode: model('code name'),
  localeCodeList: listOf('localeCodes', 'localeCode'),
  continent: model('name code', 'code name'),
  continentList: listOf('continents', 'continent'),
  country: model('name code', 'code name'),
  countryList: listOf('countries', 'country'),
  phone: model('code countryCode countryName', 'countryCode countryName code'),
  phoneList: listOf('phones', 'phone'),
  currency: model(
    'symbol name symbolNative decimalDigits:integer rounding:number code namePlural',
    'code name symbol decimalDigits',
  ),
  currencyList: listOf('currencies', 'currency'),
  language: model('name code nativeName', 'code name nativeName'),
  languageList: listOf('languages', 'language'),

  // messaging
  message: model(
    `$id ${dates} providerType topics:list users:list targets:list scheduledAt deliveredAt ` +
      'deliveryErrors:list deliveredTotal:integer data:object status',
    '$id providerType status deliveredTotal $createdAt',
  ),
  messageList: listOf('messages', 'message'),
  provider: model(
    `$id ${dates} name provider enabled:boolean type credentials:object options:object`,
    '$id name provider type enabled $createdAt',
  ),
  providerList: listOf('providers', 'provider'),
  topic: model(
    `$id ${dates} name emailTotal:integer smsTotal:integer pushTotal:integer subscribe:list`,
    '$id name emailTotal smsTotal pushTotal $createdAt',
  ),
  topicList: listOf('topics', 'topic'),
  subscriber: model(
    `$id ${dates} targetId target:object userId userName topicId providerType`,
    '$id userName providerType targetId $createdAt',
  ),
  subscriberList: listOf('subscribers', 'subscriber'),

  // storage
  bucket: model(
    `$id ${dates} $permissions:list fileSecurity:boolean name enabled:boolean maximumFileSize:integer ` +
      'allowedFileExtensions:list compression encryption:boolean antivirus:boolean',
    '$id name enabled fileSecurity maximumFileSize $createdAt',
  ),
  bucketList: listOf('buckets', 'bucket'),
  file: model(
    `$id bucketId ${dates} $permissions:list name signature mimeType sizeOriginal:integer ` +
      'chunksTotal:integer chunksUploaded:integer',
    '$id name mimeType sizeOriginal $createdAt',
  ),
  fileList: listOf('files', 'file'),

  // teams
  team: model(`$id ${dates} name total:integer prefs:object`, '$id name total $createdAt'),
  teamList: listOf('teams', 'team'),
  membership: model(
    `$id ${dates} userId userName userEmail teamId teamName invited joined confirm:boolean mfa:boolean ` +
      'roles:list',
    '$id userEmail teamName roles confirm joined',
  ),
  membershipList: listOf('memberships', 'membership'),

  // the console's own API: projects
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

  // the console's own API: migrations, domains, Git
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

  // the console's own API: usage
  metric: model('value:integer date', 'date value'),
  metricBreakdown: model('resourceId name value:integer'),
  usageDatabases: usage('databases collections documents'),
  usageDatabase: usage('collections documents'),
  usageCollection: usage('documents'),
  usageFunctions: usage(`functions ${functionUsage}`),
  usageFunction: usage(functionUsage),
  usageStorage: usage('buckets files', 'filesStorage:storage'),
  usageBuckets: usage('files', 'filesStorage:storage'),
  usageUsers: usage('users sessions'),
  usageProject: model(
    'executionsTotal:integer documentsTotal:integer databasesTotal:integer usersTotal:integer ' +
      'filesStorageTotal:integer bucketsTotal:integer requests:list network:list users:list ' +
      'executions:list executionsBreakdown:list bucketsBreakdown:list',
  ),
  consoleVariables: model(
    '_APP_DOMAIN_TARGET _APP_STORAGE_LIMIT:integer _APP_FUNCTIONS_SIZE_LIMIT:integer _APP_USAGE_STATS ' +
      '_APP_VCS_ENABLED:boolean _APP_DOMAIN_ENABLED:boolean _APP_ASSISTANT_ENABLED:boolean',
  ),
};

/** Names of the models that a version has. */
export function modelNames(version: ApiVersion): string[] {
  return Object.keys(models).filter((name) => existsIn(models[name]!, version));
}

/**
 * Returns the member that holds the items of a list, and their model.
 * @param name of a model; null for an empty answer
 * @returns undefined if it is no list
 */
export function itemsOf(
  name: string | null,
  version: ApiVersion,
): { readonly member: string; readonly model: Model } | undefined {
  const items = name === null ? undefined : modelOf(name, version).items;
  return items && { member: items.member, model: modelOf(items.model, version) };
}

const known = new Map<string, Model>();

/**
 * Returns a model as a version has it.
 * @throws Error if the catalogue has none of that name: a mistake in this program
 */
export function modelOf(name: string, version: ApiVersion): Model {
  const id = `${name} ${version}`;
  const found = known.get(id) ?? modelIn(name, version);
  known.set(id, found);
  return found;
}

function modelIn(name: string, version: ApiVersion): Model {
  const spec = models[name];
  if (!spec) throw new Error(`the catalogue has no model ${name}`);
  const fields = Object.fromEntries(
    wordsIn(splitWords(spec.fields), version).map((field) => {
      const [member, type = 'string'] = field.split(':') as [string, FieldType | undefined];
      return [member, type];
    }),
  );
  const columns = splitWords(spec.columns).map((column) => column.replace(/[:@].*/, ''));
  return {
    fields,
    columns: [...new Set(columns)].filter((column) => column in fields),
    ...(spec.items && { items: spec.items }),
  };
}
