/** Answers about a project in the form of a real 1.5.7, with a canary for every secret. */

/** Part of every secret; it must never be shown. */
export const canary = 'canary-secret';

const dates = { $createdAt: '2026-11-01T10:00:00.000+00:00', $updatedAt: '2026-11-02T10:00:00.000+00:00' };

export const projectAnswer = `{"$id":"shop","$createdAt":"2026-11-01T10:00:00.000+00:00","name":"Shop",
  "description":"","teamId":"sales","url":"https://shop.example.com","authDuration":31536000,
  "authLimit":9007199254740993,"authSessionsLimit":10,"authPasswordHistory":0,"authPasswordDictionary":true,
  "authPersonalDataCheck":false,"oAuthProviders":[
    {"key":"github","name":"GitHub","appId":"a1","secret":"${canary}-1","enabled":true},
    {"key":"google","name":"Google","appId":"","secret":"","enabled":false}],
  "platforms":${JSON.stringify([
    { $id: 'p1', ...dates, name: 'Site', type: 'web', key: '', store: '', hostname: 'shop.example.com' },
    { $id: 'p2', ...dates, name: 'App', type: 'android', key: 'com.example.app', store: '', hostname: '' },
  ])},
  "webhooks":${JSON.stringify([
    {
      $id: 'w1',
      ...dates,
      name: 'Hook',
      url: 'https://example.com/hook',
      events: ['users.*', 'databases.*.collections.*.documents.*.create'],
      security: true,
      httpUser: 'u',
      httpPass: `${canary}-2`,
      signatureKey: `${canary}-3`,
      enabled: false,
      logs: '',
      attempts: 0,
    },
  ])},
  "keys":${JSON.stringify([
    {
      $id: 'k1',
      ...dates,
      name: 'ci',
      expire: '',
      scopes: ['databases.read', 'users.read'],
      secret: `${canary}-4`,
      accessedAt: '2026-11-03T10:00:00.000+00:00',
      sdks: [],
    },
    {
      $id: 'k2',
      ...dates,
      name: 'old\u001b[2J',
      expire: '2020-01-01T00:00:00.000+00:00',
      scopes: [],
      secret: `${canary}-5`,
      accessedAt: '',
      sdks: [],
    },
  ])},
  "smtpEnabled":true,"smtpSenderName":"Shop","smtpSenderEmail":"mail@shop.example.com","smtpReplyTo":"",
  "smtpHost":"smtp.example.com","smtpPort":587,"smtpUsername":"u","smtpPassword":"${canary}-6","smtpSecure":"tls",
  "authEmailPassword":true,"authUsersAuthMagicURL":false,"authJWT":true,"authNewSecret":"${canary}-7",
  "serviceStatusForAccount":true,"serviceStatusForGraphql":false}`;

export const rulesAnswer = {
  total: 1,
  rules: [
    {
      $id: 'r1',
      ...dates,
      domain: 'api.shop.example.com',
      resourceType: 'function',
      resourceId: 'hello',
      status: 'verified',
      logs: '',
      renewAt: '',
    },
  ],
};
