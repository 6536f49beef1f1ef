/** Models of messaging, storage, health and locale. */

import { dates, listOf, type ModelSpecs, model, withUnlisted } from './model.ts';

export const makeServiceModels = (): ModelSpecs => ({
  // messaging
  message: model(
    `$id ${dates} providerType topics:list users:list targets:list scheduledAt:date deliveredAt:date ` +
      'deliveryErrors:list deliveredTotal:integer data:object status',
    '$id providerType status deliveredTotal $createdAt',
  ),
  messageList: listOf('messages', 'message'),
  provider: withUnlisted(
    model(
      `$id ${dates} name provider enabled:boolean type credentials:secrets options:object`,
      '$id name provider type enabled $createdAt',
    ),
    'credentials',
  ),
  providerList: listOf('providers', 'provider'),
  topic: model(
    `$id ${dates} name emailTotal:integer smsTotal:integer pushTotal:integer subscribe:list`,
    '$id name emailTotal smsTotal pushTotal $createdAt',
  ),
  topicList: listOf('topics', 'topic'),
  subscriber: model(
    `$id ${dates} targetId target:object(target) userId userName topicId providerType`,
    '$id userName providerType targetId $createdAt',
  ),
  subscriberList: listOf('subscribers', 'subscriber'),

  // storage
  bucket: model(
    `$id ${dates} $permissions:list fileSecurity:boolean name enabled:boolean maximumFileSize:bytes ` +
      'allowedFileExtensions:list compression encryption:boolean antivirus:boolean ' +
      'transformations:boolean@1.8 totalSize:bytes@1.9',
    '$id name enabled fileSecurity maximumFileSize totalSize $createdAt',
  ),
  bucketList: listOf('buckets', 'bucket'),
  file: model(
    `$id bucketId ${dates} $permissions:list name signature mimeType sizeOriginal:bytes ` +
      'chunksTotal:integer chunksUploaded:integer encryption:boolean@1.9 compression@1.9',
    '$id name mimeType sizeOriginal $createdAt',
  ),
  fileList: listOf('files', 'file'),
  resourceToken: withUnlisted(
    model(
      '$id $createdAt:date resourceId resourceType expire:date secret accessedAt:date',
      '$id resourceId expire accessedAt $createdAt',
      { since: '1.7' },
    ),
    'secret',
  ),
  resourceTokenList: listOf('tokens', 'resourceToken', { since: '1.7' }),

  // health
  healthAntivirus: model('version status'),
  healthCertificate: model('name subjectSN issuerOrganisation validFrom validTo signatureTypeSN'),
  healthQueue: model('size:integer'),
  healthStatus: model('name ping:milliseconds status'),
  /** Caches, databases and brokers of a server: the published API promises one status, 1.5.7 answers with a list. */
  healthStatusList: listOf('statuses', 'healthStatus'),
  healthTime: model('remoteTime:integer localTime:integer diff:milliseconds'),

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
});
