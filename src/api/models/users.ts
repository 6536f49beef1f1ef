/** Models of users, their accounts and teams. */

import { dates, listOf, type ModelSpecs, model, withUnlisted } from './model.ts';

/** Client and place, in logs and sessions. */
const client =
  'osCode osName osVersion clientType clientCode clientName clientVersion clientEngine clientEngineVersion ' +
  'deviceName deviceBrand deviceModel countryCode countryName';
const providerTokens =
  'providerAccessToken:secret providerAccessTokenExpiry:date providerRefreshToken:secret';

export const makeUserModels = (): ModelSpecs => ({
  // account and users
  user: withUnlisted(
    model(
      `$id ${dates} name password:secret hash hashOptions:object registration:date status:boolean labels:list ` +
        'passwordUpdate:date email phone emailVerification:boolean phoneVerification:boolean mfa:boolean ' +
        'prefs:object targets:list(target) accessedAt:date impersonator:boolean@1.9 impersonatorUserId@1.9',
      '$id name email status labels registration',
    ),
    'password hash hashOptions',
  ),
  userList: listOf('users', 'user'),
  preferences: model(''),
  session: withUnlisted(
    model(
      `$id ${dates} userId expire:date provider providerUid ${providerTokens} ip ${client} ` +
        'current:boolean factors:list secret mfaUpdatedAt:date',
      '$id provider ip clientName osName current expire',
    ),
    'providerAccessToken providerRefreshToken secret',
  ),
  sessionList: listOf('sessions', 'session'),
  token: model('$id $createdAt:date userId secret expire:date phrase'),
  jwt: model('jwt'),
  identity: withUnlisted(
    model(
      `$id ${dates} userId provider providerUid providerEmail ${providerTokens}`,
      '$id userId provider providerEmail $createdAt',
    ),
    'providerAccessToken providerRefreshToken',
  ),
  identityList: listOf('identities', 'identity'),
  log: model(
    `event userId userEmail userName mode ip time:date ${client}`,
    'time event userName ip clientName osName',
  ),
  logList: listOf('logs', 'log'),
  mfaChallenge: model('$id $createdAt:date userId expire:date'),
  mfaFactors: model('totp:boolean phone:boolean email:boolean recoveryCode:boolean'),
  mfaRecoveryCodes: model('recoveryCodes:list'),
  mfaType: model('secret uri'),
  target: model(
    `$id ${dates} name userId providerId providerType identifier expired:boolean@1.6`,
    '$id userId providerType identifier expired $createdAt',
  ),
  targetList: listOf('targets', 'target'),

  // teams
  team: model(`$id ${dates} name total:integer prefs:object`, '$id name total $createdAt'),
  teamList: listOf('teams', 'team'),
  membership: model(
    `$id ${dates} userId userName userEmail teamId teamName invited:date joined:date confirm:boolean mfa:boolean ` +
      'roles:list',
    '$id userEmail teamName roles confirm joined',
  ),
  membershipList: listOf('memberships', 'membership'),
});
