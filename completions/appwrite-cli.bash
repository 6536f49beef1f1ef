# Completion of appwrite-cli for bash 3.2 and later, with or without the bash-completion package.
# Made by `npm run completions` from src/cli/completion: change it there.

# Sets `table` to what can follow a first word; README.md beside the template tells how a row is read.
_appwrite_cli_table() {
  table=
  case $1 in
    '') table='--profile|1profile
--endpoint|1
--project|1
--locale|1
--format -f|1 table json ndjson yaml csv tsv raw
--json|
--fields|1,fields
--filter|1
--out -o|1file
--yes -y|
--dry-run|
--verbose -v|
--quiet -q|
--no-color|
--no-input|
--request-timeout|1
--retries|1
--insecure|
--csv-safe|
--help -h|
account|
avatars|
databases|
functions|
graphql|
health|
locale|
messaging|
storage|
teams|
users|
login|
logout|
whoami|
init|
doctor|
api|
commands|
profile|
completion|
sandbox|
help|' ;;
    '#') table='user| $id name email status labels registration $createdAt $updatedAt password hash hashOptions passwordUpdate phone emailVerification phoneVerification mfa prefs targets accessedAt
session| $id provider ip clientName osName current expire $createdAt $updatedAt userId providerUid providerAccessToken providerAccessTokenExpiry providerRefreshToken osCode osVersion clientType clientCode clientVersion clientEngine clientEngineVersion deviceName deviceBrand deviceModel countryCode countryName factors secret mfaUpdatedAt
token| $id $createdAt userId secret expire phrase
jwt| jwt
identity| $id userId provider providerEmail $createdAt $updatedAt providerUid providerAccessToken providerAccessTokenExpiry providerRefreshToken
log| time event userName ip clientName osName userId userEmail mode osCode osVersion clientType clientCode clientVersion clientEngine clientEngineVersion deviceName deviceBrand deviceModel countryCode countryName
mfaChallenge| $id $createdAt userId expire
mfaFactors| totp phone email recoveryCode
mfaRecoveryCodes| recoveryCodes
mfaType| secret uri
target| $id userId providerType identifier $createdAt $updatedAt name providerId
database| $id name enabled $createdAt $updatedAt
collection| $id name enabled documentSecurity $createdAt $updatedAt $permissions databaseId attributes indexes
attribute| key type status required array default error format elements min max size relatedCollection relationType twoWay twoWayKey onDelete side
attributeBoolean| key type status required array default error
attributeDatetime| key type status required array default error format
attributeEmail| key type status required array default error format
attributeEnum| key type status required array default elements error format
attributeFloat| key type status required array default min max error
attributeInteger| key type status required array default min max error
attributeIp| key type status required array default error format
attributeRelationship| key type status required relatedCollection relationType twoWayKey onDelete side error array twoWay
attributeString| key type status required array default size error
attributeUrl| key type status required array default error format
index| key type status attributes orders error
document| $id $collectionId $databaseId $createdAt $updatedAt $permissions
function| $id name runtime enabled deployment $updatedAt $createdAt execute live logging vars events schedule timeout entrypoint commands version installationId providerRepositoryId providerBranch providerRootDirectory providerSilentMode
runtime| $id name version supports base image logo
deployment| $id buildId status activate size $createdAt $updatedAt type resourceId resourceType entrypoint buildLogs buildTime providerRepositoryName providerRepositoryOwner providerRepositoryUrl providerBranch providerCommitHash providerCommitAuthorUrl providerCommitAuthor providerCommitMessage providerCommitUrl providerBranchUrl
execution| $id trigger status responseStatusCode duration $createdAt $updatedAt $permissions functionId requestMethod requestPath requestHeaders responseBody responseHeaders logs errors
headers| name value
variable| $id key $updatedAt $createdAt value resourceType resourceId
healthAntivirus| version status
healthCertificate| name subjectSN issuerOrganisation validFrom validTo signatureTypeSN
healthQueue| size
healthStatus| name ping status
healthTime| remoteTime localTime diff
locale| ip countryCode country continentCode continent eu currency
localeCode| code name
continent| code name
country| code name
phone| countryCode countryName code
currency| code name symbol decimalDigits symbolNative rounding namePlural
language| code name nativeName
message| $id providerType status deliveredTotal $createdAt $updatedAt topics users targets scheduledAt deliveredAt deliveryErrors data
provider| $id name provider type enabled $createdAt $updatedAt credentials options
topic| $id name emailTotal smsTotal pushTotal $createdAt $updatedAt subscribe
subscriber| $id userName providerType targetId $createdAt $updatedAt target userId topicId
bucket| $id name enabled fileSecurity maximumFileSize $createdAt $updatedAt $permissions allowedFileExtensions compression encryption antivirus
file| $id name mimeType sizeOriginal $createdAt bucketId $updatedAt $permissions signature chunksTotal chunksUploaded
team| $id name total $createdAt $updatedAt prefs
membership| $id userEmail teamName roles confirm joined $createdAt $updatedAt userId userName teamId invited mfa' ;;
    'help') table='environment|
formatting|
exit-codes|
queries|
files|
profiles|
ci|
account|
:command|1commands
avatars|
:command|1commands
databases|
:command|1commands
functions|
:command|1commands
graphql|
:command|1commands
health|
:command|1commands
locale|
:command|1commands
messaging|
:command|1commands
storage|
:command|1commands
teams|
:command|1commands
users|
:command|1commands
login|
logout|
whoami|
init|
doctor|
api|
commands|
profile|
:command|1commands
completion|
:command|1commands
sandbox|
:command|1commands' ;;
    'account') table='get|#user
create|#user
--user-id|1
--email|1
--password|1
--password-file|1file
--name|1
update-name updateName|#user
--name|1
update-email updateEmail|#user
--email|1
--password|1
--password-file|1file
update-phone updatePhone|#user
--phone|1
--password|1
--password-file|1file
update-password updatePassword|#user
--password|1
--password-file|1file
--old-password|1
--old-password-file|1file
update-status updateStatus|#user
get-prefs getPrefs|
update-prefs updatePrefs|#user
--prefs|=@file
list-logs listLogs|#log
--limit|1
--offset|1
--all|
--queries|*
list-identities listIdentities|#identity
--where|+- $id $createdAt $updatedAt userId provider providerUid providerEmail providerAccessTokenExpiry
--sort|+ $id $createdAt $updatedAt userId provider providerUid providerEmail providerAccessTokenExpiry
--limit|1
--offset|1
--cursor-after|1id
--cursor-before|1id
--all|
--queries|*
delete-identity deleteIdentity|
:--identity-id|1id
create-jwt createJwt createJWT|#jwt
create-email-password-session createEmailPasswordSession|#session
--email|1
--password|1
--password-file|1file
create-anonymous-session createAnonymousSession|#session
create-email-token createEmailToken|#token
--user-id|1
--email|1
--phrase|?
--no-phrase|
create-magic-url-token createMagicUrlToken createMagicURLToken|#token
--user-id|1
--email|1
--url|1
--phrase|?
--no-phrase|
create-phone-token createPhoneToken|#token
--user-id|1
--phone|1
create-oauth2-token createOauth2Token createOAuth2Token create-o-auth-2-token|
:--provider|1 amazon apple auth0 authentik autodesk bitbucket bitly box dailymotion discord disqus dropbox etsy facebook github gitlab google linkedin microsoft notion oidc okta paypal paypalSandbox podio salesforce slack spotify stripe tradeshift tradeshiftBox twitch wordpress yahoo yammer yandex zoho zoom mock
--success|1
--failure|1
--scopes|*
--open|
create-session createSession|#session
--user-id|1id
--secret|1
--secret-file|1file
update-magic-url-session updateMagicUrlSession updateMagicURLSession|#session
--user-id|1id
--secret|1
--secret-file|1file
update-phone-session updatePhoneSession|#session
--user-id|1id
--secret|1
--secret-file|1file
list-sessions listSessions|#session
get-session getSession|#session
:--session-id|1id
update-session updateSession|#session
:--session-id|1id
delete-session deleteSession|
:--session-id|1id
delete-sessions deleteSessions|
create-recovery createRecovery|#token
--email|1
--url|1
update-recovery updateRecovery|#token
--user-id|1id
--secret|1
--secret-file|1file
--password|1
--password-file|1file
create-verification createVerification|#token
--url|1
update-verification updateVerification|#token
--user-id|1id
--secret|1
--secret-file|1file
create-phone-verification createPhoneVerification|#token
update-phone-verification updatePhoneVerification|#token
--user-id|1id
--secret|1
--secret-file|1file
update-mfa updateMfa updateMFA|#user
--mfa|?
--no-mfa|
list-mfa-factors listMfaFactors|#mfaFactors
create-mfa-authenticator createMfaAuthenticator|#mfaType
:--type|1 totp
update-mfa-authenticator updateMfaAuthenticator|#user
:--type|1 totp
--otp|1
--otp-file|1file
delete-mfa-authenticator deleteMfaAuthenticator|
:--type|1 totp
--otp|1
--otp-file|1file
create-mfa-challenge createMfaChallenge|#mfaChallenge
--factor|1 email phone totp recoverycode recoveryCode
update-mfa-challenge updateMfaChallenge|#session
--challenge-id|1
--otp|1
--otp-file|1file
get-mfa-recovery-codes getMfaRecoveryCodes|#mfaRecoveryCodes
create-mfa-recovery-codes createMfaRecoveryCodes|#mfaRecoveryCodes
update-mfa-recovery-codes updateMfaRecoveryCodes|#mfaRecoveryCodes' ;;
    'avatars') table='get-browser getBrowser|
:--code|1 aa an ch ci cm cr ff sf mf ps oi om op on
--width|1
--height|1
--quality|1
get-credit-card getCreditCard|
:--code|1 amex argencard cabal cencosud diners discover elo hipercard jcb mastercard naranja targeta-shopping union-china-pay visa mir maestro
--width|1
--height|1
--quality|1
get-flag getFlag|
:--code|1 af ao al ad ae ar am ag au at az bi be bj bf bd bg bh bs ba by bz bo br bb bn bt bw cf ca ch cl cn ci cm cd cg co km cv cr cu cy cz de dj dm dk do dz ec eg er es ee et fi fj fr fm ga gb ge gh gn gm gw gq gr gd gt gy hn hr ht hu id in ie ir iq is il it jm jo jp kz ke kg kh ki kn kr kw la lb lr ly lc li lk ls lt lu lv ma mc md mg mv mx mh mk ml mt mm me mn mz mr mu mw my na ne ng ni nl no np nr nz om pk pa pe ph pw pg pl pf kp pt py qa ro ru rw sa sd sn sg sb sl sv sm so rs ss st sr sk si se sz sc sy td tg th tj tm tl to tt tn tr tv tz ug ua uy us uz va vc ve vn vu ws ye za zm zw
--width|1
--height|1
--quality|1
get-favicon getFavicon|
--url|1
get-image getImage|
--url|1
--width|1
--height|1
get-initials getInitials|
--name|1
--width|1
--height|1
--background|1
get-qr getQr getQR|
--text|1
--size|1
--margin|1
--download|?
--no-download|' ;;
    'databases') table='list|#database
--where|+- $id $createdAt $updatedAt name
--sort|+ $id $createdAt $updatedAt name
--limit|1
--offset|1
--cursor-after|1id
--cursor-before|1id
--all|
--queries|*
--search|1
create|#database
--database-id|1
--name|1
--enabled|?
--no-enabled|
get|#database
:--database-id|1id
update|#database
:--database-id|1id
--name|1
--enabled|?
--no-enabled|
delete|
:--database-id|1id
list-collections listCollections|#collection
:--database-id|1id
--where|+- $id $createdAt $updatedAt name enabled documentSecurity
--sort|+ $id $createdAt $updatedAt name enabled documentSecurity
--limit|1
--offset|1
--cursor-after|1id
--cursor-before|1id
--all|
--queries|*
--search|1
create-collection createCollection|#collection
:--database-id|1id
--collection-id|1
--name|1
--permissions|*
--document-security|?
--no-document-security|
--enabled|?
--no-enabled|
get-collection getCollection|#collection
:--database-id|1id
:--collection-id|1id
update-collection updateCollection|#collection
:--database-id|1id
:--collection-id|1id
--name|1
--permissions|*
--document-security|?
--no-document-security|
--enabled|?
--no-enabled|
delete-collection deleteCollection|
:--database-id|1id
:--collection-id|1id
list-attributes listAttributes|#attribute
:--database-id|1id
:--collection-id|1id
--where|+- $id $createdAt $updatedAt key type size required array status error
--sort|+ $id $createdAt $updatedAt key type size required array status error
--limit|1
--offset|1
--cursor-after|1id
--cursor-before|1id
--all|
--queries|*
get-attribute getAttribute|#attribute
:--database-id|1id
:--collection-id|1id
:--key|1id
delete-attribute deleteAttribute|
:--database-id|1id
:--collection-id|1id
:--key|1id
create-boolean-attribute createBooleanAttribute|#attributeBoolean
:--database-id|1id
:--collection-id|1id
--key|1
--required|?
--no-required|
--default|?
--array|?
--no-array|
--wait|
--wait-timeout|1
update-boolean-attribute updateBooleanAttribute|#attributeBoolean
:--database-id|1id
:--collection-id|1id
:--key|1id
--required|?
--no-required|
--default|?
--no-default|
create-datetime-attribute createDatetimeAttribute|#attributeDatetime
:--database-id|1id
:--collection-id|1id
--key|1
--required|?
--no-required|
--default|1
--array|?
--no-array|
--wait|
--wait-timeout|1
update-datetime-attribute updateDatetimeAttribute|#attributeDatetime
:--database-id|1id
:--collection-id|1id
:--key|1id
--required|?
--no-required|
--default|1
--no-default|
create-email-attribute createEmailAttribute|#attributeEmail
:--database-id|1id
:--collection-id|1id
--key|1
--required|?
--no-required|
--default|1
--array|?
--no-array|
--wait|
--wait-timeout|1
update-email-attribute updateEmailAttribute|#attributeEmail
:--database-id|1id
:--collection-id|1id
:--key|1id
--required|?
--no-required|
--default|1
--no-default|
create-enum-attribute createEnumAttribute|#attributeEnum
:--database-id|1id
:--collection-id|1id
--key|1
--elements|*
--required|?
--no-required|
--default|1
--array|?
--no-array|
--wait|
--wait-timeout|1
update-enum-attribute updateEnumAttribute|#attributeEnum
:--database-id|1id
:--collection-id|1id
:--key|1id
--elements|*
--required|?
--no-required|
--default|1
--no-default|
create-float-attribute createFloatAttribute|#attributeFloat
:--database-id|1id
:--collection-id|1id
--key|1
--min|1
--max|1
--required|?
--no-required|
--default|1
--array|?
--no-array|
--wait|
--wait-timeout|1
update-float-attribute updateFloatAttribute|#attributeFloat
:--database-id|1id
:--collection-id|1id
:--key|1id
--min|1
--max|1
--required|?
--no-required|
--default|1
--no-default|
create-integer-attribute createIntegerAttribute|#attributeInteger
:--database-id|1id
:--collection-id|1id
--key|1
--min|1
--max|1
--required|?
--no-required|
--default|1
--array|?
--no-array|
--wait|
--wait-timeout|1
update-integer-attribute updateIntegerAttribute|#attributeInteger
:--database-id|1id
:--collection-id|1id
:--key|1id
--min|1
--max|1
--required|?
--no-required|
--default|1
--no-default|
create-ip-attribute createIpAttribute|#attributeIp
:--database-id|1id
:--collection-id|1id
--key|1
--required|?
--no-required|
--default|1
--array|?
--no-array|
--wait|
--wait-timeout|1
update-ip-attribute updateIpAttribute|#attributeIp
:--database-id|1id
:--collection-id|1id
:--key|1id
--required|?
--no-required|
--default|1
--no-default|
create-string-attribute createStringAttribute|#attributeString
:--database-id|1id
:--collection-id|1id
--key|1
--size|1
--encrypt|?
--no-encrypt|
--required|?
--no-required|
--default|1
--array|?
--no-array|
--wait|
--wait-timeout|1
update-string-attribute updateStringAttribute|#attributeString
:--database-id|1id
:--collection-id|1id
:--key|1id
--required|?
--no-required|
--default|1
--no-default|
create-url-attribute createUrlAttribute|#attributeUrl
:--database-id|1id
:--collection-id|1id
--key|1
--required|?
--no-required|
--default|1
--array|?
--no-array|
--wait|
--wait-timeout|1
update-url-attribute updateUrlAttribute|#attributeUrl
:--database-id|1id
:--collection-id|1id
:--key|1id
--required|?
--no-required|
--default|1
--no-default|
create-relationship-attribute createRelationshipAttribute|#attributeRelationship
:--database-id|1id
:--collection-id|1id
--related-collection-id|1id
--type|1 oneToOne manyToOne manyToMany oneToMany
--two-way|?
--no-two-way|
--key|1
--two-way-key|1
--on-delete|1 cascade restrict setNull
--wait|
--wait-timeout|1
update-relationship-attribute updateRelationshipAttribute|#attributeRelationship
:--database-id|1id
:--collection-id|1id
:--key|1id
--on-delete|1 cascade restrict setNull
list-documents listDocuments|id
:--database-id|1id
:--collection-id|1id
--where|+-id
--sort|+id
--select|1,id
--limit|1
--offset|1
--cursor-after|1id
--cursor-before|1id
--all|
--queries|*
create-document createDocument|id
:--database-id|1id
:--collection-id|1id
--document-id|1
--data|=-pairs
--permissions|*
get-document getDocument|id
:--database-id|1id
:--collection-id|1id
:--document-id|1id
--select|1,id
--queries|*
update-document updateDocument|id
:--database-id|1id
:--collection-id|1id
:--document-id|1id
--data|=-pairs
--permissions|*
delete-document deleteDocument|
:--database-id|1id
:--collection-id|1id
:--document-id|1id
list-indexes listIndexes|#index
:--database-id|1id
:--collection-id|1id
--where|+- $id $createdAt $updatedAt key type status attributes error
--sort|+ $id $createdAt $updatedAt key type status attributes error
--limit|1
--offset|1
--cursor-after|1id
--cursor-before|1id
--all|
--queries|*
create-index createIndex|#index
:--database-id|1id
:--collection-id|1id
--key|1
--type|1 key fulltext unique
--attributes|*id
--orders|*
--wait|
--wait-timeout|1
get-index getIndex|#index
:--database-id|1id
:--collection-id|1id
:--key|1id
delete-index deleteIndex|
:--database-id|1id
:--collection-id|1id
:--key|1id
export-documents|
:--database-id|1id
:--collection-id|1id
--where|+-id
--sort|+id
--select|1,id
--cursor-after|1id
--queries|*
import-documents|
:--database-id|1id
:--collection-id|1id
:--file|1
--id|1
--on-conflict|1 fail skip update
--input-format|1 ndjson json csv
--concurrency|1
--restart|
delete-documents|
:--database-id|1id
:--collection-id|1id
--where|+-id
--queries|*
--all|
--concurrency|1' ;;
    'functions') table='list|#function
--where|+- $id $createdAt $updatedAt name enabled runtime deployment schedule scheduleNext schedulePrevious timeout entrypoint commands installationId
--sort|+ $id $createdAt $updatedAt name enabled runtime deployment schedule scheduleNext schedulePrevious timeout entrypoint commands installationId
--limit|1
--offset|1
--cursor-after|1id
--cursor-before|1id
--all|
--queries|*
--search|1
create|#function
--function-id|1
--name|1
--runtime|1 node-14.5 node-16.0 node-18.0 node-19.0 node-20.0 node-21.0 php-8.0 php-8.1 php-8.2 php-8.3 ruby-3.0 ruby-3.1 ruby-3.2 ruby-3.3 python-3.8 python-3.9 python-3.10 python-3.11 python-3.12 python-ml-3.11 deno-1.21 deno-1.24 deno-1.35 deno-1.40 dart-2.15 dart-2.16 dart-2.17 dart-2.18 dart-3.0 dart-3.1 dart-3.3 dotnet-3.1 dotnet-6.0 dotnet-7.0 java-8.0 java-11.0 java-17.0 java-18.0 java-21.0 swift-5.5 swift-5.8 swift-5.9 kotlin-1.6 kotlin-1.8 kotlin-1.9 cpp-17 cpp-20 bun-1.0
--execute|*
--events|*
--schedule|1
--timeout|1
--enabled|?
--no-enabled|
--logging|?
--no-logging|
--entrypoint|1
--commands|1
--installation-id|1
--provider-repository-id|1
--provider-branch|1
--provider-silent-mode|?
--no-provider-silent-mode|
--provider-root-directory|1
--template-repository|1
--template-owner|1
--template-root-directory|1
--template-branch|1
get|#function
:--function-id|1id
update|#function
:--function-id|1id
--name|1
--runtime|1 node-14.5 node-16.0 node-18.0 node-19.0 node-20.0 node-21.0 php-8.0 php-8.1 php-8.2 php-8.3 ruby-3.0 ruby-3.1 ruby-3.2 ruby-3.3 python-3.8 python-3.9 python-3.10 python-3.11 python-3.12 python-ml-3.11 deno-1.21 deno-1.24 deno-1.35 deno-1.40 dart-2.15 dart-2.16 dart-2.17 dart-2.18 dart-3.0 dart-3.1 dart-3.3 dotnet-3.1 dotnet-6.0 dotnet-7.0 java-8.0 java-11.0 java-17.0 java-18.0 java-21.0 swift-5.5 swift-5.8 swift-5.9 kotlin-1.6 kotlin-1.8 kotlin-1.9 cpp-17 cpp-20 bun-1.0
--execute|*
--events|*
--schedule|1
--timeout|1
--enabled|?
--no-enabled|
--logging|?
--no-logging|
--entrypoint|1
--commands|1
--installation-id|1
--provider-repository-id|1
--provider-branch|1
--provider-silent-mode|?
--no-provider-silent-mode|
--provider-root-directory|1
delete|
:--function-id|1id
list-runtimes listRuntimes|#runtime
list-deployments listDeployments|#deployment
:--function-id|1id
--where|+- $id $createdAt $updatedAt size buildId activate entrypoint commands
--sort|+ $id $createdAt $updatedAt size buildId activate entrypoint commands
--limit|1
--offset|1
--cursor-after|1id
--cursor-before|1id
--all|
--queries|*
--search|1
create-deployment createDeployment|#deployment
:--function-id|1id
--entrypoint|1
--commands|1
--code|1file
--activate|?
--no-activate|
--ignore|*
--wait|
--wait-timeout|1
get-deployment getDeployment|#deployment
:--function-id|1id
:--deployment-id|1id
update-deployment updateDeployment|#function
:--function-id|1id
:--deployment-id|1id
delete-deployment deleteDeployment|
:--function-id|1id
:--deployment-id|1id
download-deployment downloadDeployment|
:--function-id|1id
:--deployment-id|1id
create-build createBuild|
:--function-id|1id
:--deployment-id|1id
:--build-id|1
list-executions listExecutions|#execution
:--function-id|1id
--where|+- $id $createdAt $updatedAt trigger status responseStatusCode duration
--sort|+ $id $createdAt $updatedAt trigger status responseStatusCode duration
--limit|1
--offset|1
--cursor-after|1id
--cursor-before|1id
--all|
--queries|*
--search|1
create-execution createExecution|#execution
:--function-id|1id
--body|1@file
--async|?
--no-async|
--path|1
--method|1 GET POST PUT PATCH DELETE OPTIONS
--headers|=@file
get-execution getExecution|#execution
:--function-id|1id
:--execution-id|1id
list-variables listVariables|#variable
:--function-id|1id
create-variable createVariable|#variable
:--function-id|1id
--key|1
--value|1
get-variable getVariable|#variable
:--function-id|1id
:--variable-id|1id
update-variable updateVariable|#variable
:--function-id|1id
:--variable-id|1id
--key|1
--value|1
delete-variable deleteVariable|
:--function-id|1id
:--variable-id|1id' ;;
    'graphql') table='query|
--query|1@file
--variables|=@file
--operation-name|1
mutation|
--query|1@file
--variables|=@file
--operation-name|1' ;;
    'health') table='get|#healthStatus
get-antivirus getAntivirus|#healthAntivirus
get-cache getCache|#healthStatus
get-certificate getCertificate|#healthCertificate
--domain|1
get-db getDb getDB|#healthStatus
get-pub-sub getPubSub|#healthStatus
get-storage getStorage|#healthStatus
get-storage-local getStorageLocal|#healthStatus
get-time getTime|#healthTime
get-queue getQueue|#healthStatus
get-failed-jobs getFailedJobs|#healthQueue
:--name|1 v1-database v1-deletes v1-audits v1-mails v1-functions v1-usage v1-usage-dump v1-webhooks v1-certificates v1-builds v1-messaging v1-migrations
--threshold|1
get-queue-builds getQueueBuilds|#healthQueue
--threshold|1
get-queue-certificates getQueueCertificates|#healthQueue
--threshold|1
get-queue-databases getQueueDatabases|#healthQueue
--name|1
--threshold|1
get-queue-deletes getQueueDeletes|#healthQueue
--threshold|1
get-queue-functions getQueueFunctions|#healthQueue
--threshold|1
get-queue-logs getQueueLogs|#healthQueue
--threshold|1
get-queue-mails getQueueMails|#healthQueue
--threshold|1
get-queue-messaging getQueueMessaging|#healthQueue
--threshold|1
get-queue-migrations getQueueMigrations|#healthQueue
--threshold|1
get-queue-usage getQueueUsage|#healthQueue
--threshold|1
get-queue-usage-dump getQueueUsageDump|#healthQueue
--threshold|1
get-queue-webhooks getQueueWebhooks|#healthQueue
--threshold|1
check|
--watch|1' ;;
    'locale') table='get|#locale
list-codes listCodes|#localeCode
list-continents listContinents|#continent
list-countries listCountries|#country
list-countries-eu listCountriesEu listCountriesEU|#country
list-countries-phones listCountriesPhones|#phone
list-currencies listCurrencies|#currency
list-languages listLanguages|#language' ;;
    'messaging') table='list-messages listMessages|#message
--where|+- $id $createdAt $updatedAt scheduledAt deliveredAt deliveredTotal status description providerType
--sort|+ $id $createdAt $updatedAt scheduledAt deliveredAt deliveredTotal status description providerType
--limit|1
--offset|1
--cursor-after|1id
--cursor-before|1id
--all|
--queries|*
--search|1
create-email createEmail|#message
--message-id|1
--subject|1
--content|1@file
--topics|*id
--users|*id
--targets|*
--cc|*
--bcc|*
--attachments|*
--html|?
--no-html|
--draft|?
--no-draft|
--scheduled-at|1
update-email updateEmail|#message
:--message-id|1id
--subject|1
--content|1@file
--topics|*id
--users|*id
--targets|*
--cc|*
--bcc|*
--attachments|*
--html|?
--no-html|
--draft|?
--no-draft|
--scheduled-at|1
create-push createPush|#message
--message-id|1
--title|1
--body|1@file
--topics|*id
--users|*id
--targets|*
--data|=@file
--action|1
--image|1
--icon|1
--sound|1
--color|1
--tag|1
--badge|1
--draft|?
--no-draft|
--scheduled-at|1
update-push updatePush|#message
:--message-id|1id
--title|1
--body|1@file
--topics|*id
--users|*id
--targets|*
--data|=@file
--action|1
--image|1
--icon|1
--sound|1
--color|1
--tag|1
--badge|1
--draft|?
--no-draft|
--scheduled-at|1
create-sms createSms|#message
--message-id|1
--content|1@file
--topics|*id
--users|*id
--targets|*
--draft|?
--no-draft|
--scheduled-at|1
update-sms updateSms|#message
:--message-id|1id
--content|1@file
--topics|*id
--users|*id
--targets|*
--draft|?
--no-draft|
--scheduled-at|1
get-message getMessage|#message
:--message-id|1id
delete|
:--message-id|1id
list-message-logs listMessageLogs|#log
:--message-id|1id
--limit|1
--offset|1
--all|
--queries|*
list-targets listTargets|#target
:--message-id|1id
--where|+- $id $createdAt $updatedAt userId providerId identifier providerType
--sort|+ $id $createdAt $updatedAt userId providerId identifier providerType
--limit|1
--offset|1
--cursor-after|1id
--cursor-before|1id
--all|
--queries|*
list-topics listTopics|#topic
--where|+- $id $createdAt $updatedAt name description emailTotal smsTotal pushTotal
--sort|+ $id $createdAt $updatedAt name description emailTotal smsTotal pushTotal
--limit|1
--offset|1
--cursor-after|1id
--cursor-before|1id
--all|
--queries|*
--search|1
create-topic createTopic|#topic
--topic-id|1
--name|1
--subscribe|*
get-topic getTopic|#topic
:--topic-id|1id
update-topic updateTopic|#topic
:--topic-id|1id
--name|1
--subscribe|*
delete-topic deleteTopic|
:--topic-id|1id
list-topic-logs listTopicLogs|#log
:--topic-id|1id
--limit|1
--offset|1
--all|
--queries|*
list-subscribers listSubscribers|#subscriber
:--topic-id|1id
--where|+- $id $createdAt $updatedAt name provider type enabled
--sort|+ $id $createdAt $updatedAt name provider type enabled
--limit|1
--offset|1
--cursor-after|1id
--cursor-before|1id
--all|
--queries|*
--search|1
create-subscriber createSubscriber|#subscriber
:--topic-id|1id
--subscriber-id|1
--target-id|1
get-subscriber getSubscriber|#subscriber
:--topic-id|1id
:--subscriber-id|1id
delete-subscriber deleteSubscriber|
:--topic-id|1id
:--subscriber-id|1id
list-subscriber-logs listSubscriberLogs|#log
:--subscriber-id|1
--limit|1
--offset|1
--all|
--queries|*
list-providers listProviders|#provider
--where|+- $id $createdAt $updatedAt name provider type enabled
--sort|+ $id $createdAt $updatedAt name provider type enabled
--limit|1
--offset|1
--cursor-after|1id
--cursor-before|1id
--all|
--queries|*
--search|1
get-provider getProvider|#provider
:--provider-id|1id
delete-provider deleteProvider|
:--provider-id|1id
list-provider-logs listProviderLogs|#log
:--provider-id|1id
--limit|1
--offset|1
--all|
--queries|*
create-apns-provider createApnsProvider|#provider
--provider-id|1
--name|1
--auth-key|1
--auth-key-file|1file
--auth-key-id|1
--team-id|1id
--bundle-id|1
--sandbox|?
--no-sandbox|
--enabled|?
--no-enabled|
update-apns-provider updateApnsProvider|#provider
:--provider-id|1id
--name|1
--auth-key|1
--auth-key-file|1file
--auth-key-id|1
--team-id|1id
--bundle-id|1
--sandbox|?
--no-sandbox|
--enabled|?
--no-enabled|
create-fcm-provider createFcmProvider|#provider
--provider-id|1
--name|1
--service-account-json|=@file
--service-account-json-file|1file
--enabled|?
--no-enabled|
update-fcm-provider updateFcmProvider|#provider
:--provider-id|1id
--name|1
--service-account-json|=@file
--service-account-json-file|1file
--enabled|?
--no-enabled|
create-mailgun-provider createMailgunProvider|#provider
--provider-id|1
--name|1
--api-key|1
--api-key-file|1file
--domain|1
--is-eu-region|?
--no-is-eu-region|
--from-name|1
--from-email|1
--reply-to-name|1
--reply-to-email|1
--enabled|?
--no-enabled|
update-mailgun-provider updateMailgunProvider|#provider
:--provider-id|1id
--name|1
--api-key|1
--api-key-file|1file
--domain|1
--is-eu-region|?
--no-is-eu-region|
--from-name|1
--from-email|1
--reply-to-name|1
--reply-to-email|1
--enabled|?
--no-enabled|
create-msg91-provider createMsg91Provider create-msg-91-provider|#provider
--provider-id|1
--name|1
--template-id|1
--sender-id|1
--auth-key|1
--auth-key-file|1file
--enabled|?
--no-enabled|
update-msg91-provider updateMsg91Provider update-msg-91-provider|#provider
:--provider-id|1id
--name|1
--template-id|1
--sender-id|1
--auth-key|1
--auth-key-file|1file
--enabled|?
--no-enabled|
create-sendgrid-provider createSendgridProvider|#provider
--provider-id|1
--name|1
--api-key|1
--api-key-file|1file
--from-name|1
--from-email|1
--reply-to-name|1
--reply-to-email|1
--enabled|?
--no-enabled|
update-sendgrid-provider updateSendgridProvider|#provider
:--provider-id|1id
--name|1
--api-key|1
--api-key-file|1file
--from-name|1
--from-email|1
--reply-to-name|1
--reply-to-email|1
--enabled|?
--no-enabled|
create-smtp-provider createSmtpProvider|#provider
--provider-id|1
--name|1
--host|1
--port|1
--username|1
--password|1
--password-file|1file
--encryption|1 none ssl tls
--auto-tls|?
--no-auto-tls|
--mailer|1
--from-name|1
--from-email|1
--reply-to-name|1
--reply-to-email|1
--enabled|?
--no-enabled|
update-smtp-provider updateSmtpProvider|#provider
:--provider-id|1id
--name|1
--host|1
--port|1
--username|1
--password|1
--password-file|1file
--encryption|1 none ssl tls
--auto-tls|?
--no-auto-tls|
--mailer|1
--from-name|1
--from-email|1
--reply-to-name|1
--reply-to-email|1
--enabled|?
--no-enabled|
create-telesign-provider createTelesignProvider|#provider
--provider-id|1
--name|1
--from|1
--customer-id|1
--api-key|1
--api-key-file|1file
--enabled|?
--no-enabled|
update-telesign-provider updateTelesignProvider|#provider
:--provider-id|1id
--name|1
--from|1
--customer-id|1
--api-key|1
--api-key-file|1file
--enabled|?
--no-enabled|
create-textmagic-provider createTextmagicProvider|#provider
--provider-id|1
--name|1
--from|1
--username|1
--api-key|1
--api-key-file|1file
--enabled|?
--no-enabled|
update-textmagic-provider updateTextmagicProvider|#provider
:--provider-id|1id
--name|1
--from|1
--username|1
--api-key|1
--api-key-file|1file
--enabled|?
--no-enabled|
create-twilio-provider createTwilioProvider|#provider
--provider-id|1
--name|1
--from|1
--account-sid|1
--auth-token|1
--auth-token-file|1file
--enabled|?
--no-enabled|
update-twilio-provider updateTwilioProvider|#provider
:--provider-id|1id
--name|1
--from|1
--account-sid|1
--auth-token|1
--auth-token-file|1file
--enabled|?
--no-enabled|
create-vonage-provider createVonageProvider|#provider
--provider-id|1
--name|1
--from|1
--api-key|1
--api-key-file|1file
--api-secret|1
--api-secret-file|1file
--enabled|?
--no-enabled|
update-vonage-provider updateVonageProvider|#provider
:--provider-id|1id
--name|1
--from|1
--api-key|1
--api-key-file|1file
--api-secret|1
--api-secret-file|1file
--enabled|?
--no-enabled|' ;;
    'storage') table='list-buckets listBuckets|#bucket
--where|+- $id $createdAt $updatedAt enabled name fileSecurity maximumFileSize encryption antivirus
--sort|+ $id $createdAt $updatedAt enabled name fileSecurity maximumFileSize encryption antivirus
--limit|1
--offset|1
--cursor-after|1id
--cursor-before|1id
--all|
--queries|*
--search|1
create-bucket createBucket|#bucket
--bucket-id|1
--name|1
--permissions|*
--file-security|?
--no-file-security|
--enabled|?
--no-enabled|
--maximum-file-size|1
--allowed-file-extensions|*
--compression|1 none gzip zstd
--encryption|?
--no-encryption|
--antivirus|?
--no-antivirus|
get-bucket getBucket|#bucket
:--bucket-id|1id
update-bucket updateBucket|#bucket
:--bucket-id|1id
--name|1
--permissions|*
--file-security|?
--no-file-security|
--enabled|?
--no-enabled|
--maximum-file-size|1
--allowed-file-extensions|*
--compression|1 none gzip zstd
--encryption|?
--no-encryption|
--antivirus|?
--no-antivirus|
delete-bucket deleteBucket|
:--bucket-id|1id
list-files listFiles|#file
:--bucket-id|1id
--where|+- $id $createdAt $updatedAt name signature mimeType sizeOriginal chunksTotal chunksUploaded
--sort|+ $id $createdAt $updatedAt name signature mimeType sizeOriginal chunksTotal chunksUploaded
--limit|1
--offset|1
--cursor-after|1id
--cursor-before|1id
--all|
--queries|*
--search|1
create-file createFile|#file
:--bucket-id|1id
--file-id|1
--file|1file
--permissions|*
get-file getFile|#file
:--bucket-id|1id
:--file-id|1id
update-file updateFile|#file
:--bucket-id|1id
:--file-id|1id
--name|1
--permissions|*
delete-file deleteFile|
:--bucket-id|1id
:--file-id|1id
get-file-download getFileDownload|
:--bucket-id|1id
:--file-id|1id
get-file-view getFileView|
:--bucket-id|1id
:--file-id|1id
get-file-preview getFilePreview|
:--bucket-id|1id
:--file-id|1id
--width|1
--height|1
--gravity|1 center top-left top top-right left right bottom-left bottom bottom-right
--quality|1
--border-width|1
--border-color|1
--border-radius|1
--opacity|1
--rotation|1
--background|1
--output|1 jpg jpeg gif png webp
upload|
:--bucket-id|1id
:path|*
--id|1 unique name path
--permissions|*
--skip-existing|
--hidden|
--concurrency|1
download|
:--bucket-id|1id
:file-id|*
--all|
--skip-existing|
--concurrency|1' ;;
    'teams') table='list|#team
--where|+- $id $createdAt $updatedAt name total billingPlan
--sort|+ $id $createdAt $updatedAt name total billingPlan
--limit|1
--offset|1
--cursor-after|1id
--cursor-before|1id
--all|
--queries|*
--search|1
create|#team
--team-id|1
--name|1
--roles|*
get|#team
:--team-id|1id
update-name updateName|#team
:--team-id|1id
--name|1
delete|
:--team-id|1id
get-prefs getPrefs|
:--team-id|1id
update-prefs updatePrefs|
:--team-id|1id
--prefs|=@file
list-memberships listMemberships|#membership
:--team-id|1id
--where|+- $id $createdAt $updatedAt userId teamId invited joined confirm
--sort|+ $id $createdAt $updatedAt userId teamId invited joined confirm
--limit|1
--offset|1
--cursor-after|1id
--cursor-before|1id
--all|
--queries|*
--search|1
create-membership createMembership|#membership
:--team-id|1id
--email|1
--user-id|1id
--phone|1
--roles|*
--url|1
--name|1
get-membership getMembership|#membership
:--team-id|1id
:--membership-id|1id
update-membership updateMembership|#membership
:--team-id|1id
:--membership-id|1id
--roles|*
delete-membership deleteMembership|
:--team-id|1id
:--membership-id|1id
update-membership-status updateMembershipStatus|#membership
:--team-id|1id
:--membership-id|1id
--user-id|1id
--secret|1
--secret-file|1file' ;;
    'users') table='list|#user
--where|+- $id $createdAt $updatedAt name email phone status passwordUpdate registration emailVerification phoneVerification labels
--sort|+ $id $createdAt $updatedAt name email phone status passwordUpdate registration emailVerification phoneVerification labels
--limit|1
--offset|1
--cursor-after|1id
--cursor-before|1id
--all|
--queries|*
--search|1
create|#user
--user-id|1
--email|1
--phone|1
--password|1
--password-file|1file
--name|1
get|#user
:--user-id|1id
delete|
:--user-id|1id
update-name updateName|#user
:--user-id|1id
--name|1
update-email updateEmail|#user
:--user-id|1id
--email|1
update-phone updatePhone|#user
:--user-id|1id
--number|1
update-password updatePassword|#user
:--user-id|1id
--password|1
--password-file|1file
update-status updateStatus|#user
:--user-id|1id
--status|?
--no-status|
update-labels updateLabels|#user
:--user-id|1id
--labels|*
update-email-verification updateEmailVerification|#user
:--user-id|1id
--email-verification|?
--no-email-verification|
update-phone-verification updatePhoneVerification|#user
:--user-id|1id
--phone-verification|?
--no-phone-verification|
get-prefs getPrefs|
:--user-id|1id
update-prefs updatePrefs|
:--user-id|1id
--prefs|=@file
list-logs listLogs|#log
:--user-id|1id
--limit|1
--offset|1
--all|
--queries|*
list-memberships listMemberships|#membership
:--user-id|1id
list-identities listIdentities|#identity
--where|+- $id $createdAt $updatedAt userId provider providerUid providerEmail providerAccessTokenExpiry
--sort|+ $id $createdAt $updatedAt userId provider providerUid providerEmail providerAccessTokenExpiry
--limit|1
--offset|1
--cursor-after|1id
--cursor-before|1id
--all|
--queries|*
--search|1
delete-identity deleteIdentity|
:--identity-id|1id
create-argon2-user createArgon2User create-argon-2-user|#user
--user-id|1
--email|1
--password|1
--password-file|1file
--name|1
create-bcrypt-user createBcryptUser|#user
--user-id|1
--email|1
--password|1
--password-file|1file
--name|1
create-md5-user createMd5User createMD5User create-md-5-user|#user
--user-id|1
--email|1
--password|1
--password-file|1file
--name|1
create-phpass-user createPhpassUser createPHPassUser create-ph-pass-user|#user
--user-id|1
--email|1
--password|1
--password-file|1file
--name|1
create-scrypt-user createScryptUser|#user
--user-id|1
--email|1
--password|1
--password-file|1file
--password-salt|1
--password-cpu|1
--password-memory|1
--password-parallel|1
--password-length|1
--name|1
create-scrypt-modified-user createScryptModifiedUser|#user
--user-id|1
--email|1
--password|1
--password-file|1file
--password-salt|1
--password-salt-separator|1
--password-signer-key|1
--password-signer-key-file|1file
--name|1
create-sha-user createShaUser createSHAUser|#user
--user-id|1
--email|1
--password|1
--password-file|1file
--password-version|1 sha1 sha224 sha256 sha384 sha512/224 sha512/256 sha512 sha3-224 sha3-256 sha3-384 sha3-512
--name|1
list-sessions listSessions|#session
:--user-id|1id
create-session createSession|#session
:--user-id|1id
delete-session deleteSession|
:--user-id|1id
:--session-id|1id
delete-sessions deleteSessions|
:--user-id|1id
create-token createToken|#token
:--user-id|1id
--length|1
--expire|1
update-mfa updateMfa|#user
:--user-id|1id
--mfa|?
--no-mfa|
list-mfa-factors listMfaFactors|#mfaFactors
:--user-id|1id
delete-mfa-authenticator deleteMfaAuthenticator|#user
:--user-id|1id
:--type|1 totp
get-mfa-recovery-codes getMfaRecoveryCodes|#mfaRecoveryCodes
:--user-id|1id
create-mfa-recovery-codes createMfaRecoveryCodes|#mfaRecoveryCodes
:--user-id|1id
update-mfa-recovery-codes updateMfaRecoveryCodes|#mfaRecoveryCodes
:--user-id|1id
list-targets listTargets|#target
:--user-id|1id
--where|+- $id $createdAt $updatedAt name email phone status passwordUpdate registration emailVerification phoneVerification labels
--sort|+ $id $createdAt $updatedAt name email phone status passwordUpdate registration emailVerification phoneVerification labels
--limit|1
--offset|1
--cursor-after|1id
--cursor-before|1id
--all|
--queries|*
create-target createTarget|#target
:--user-id|1id
--target-id|1
--provider-type|1 email sms push
--identifier|1
--provider-id|1id
--name|1
get-target getTarget|#target
:--user-id|1id
:--target-id|1id
update-target updateTarget|#target
:--user-id|1id
:--target-id|1id
--identifier|1
--provider-id|1id
--name|1
delete-target deleteTarget|
:--user-id|1id
:--target-id|1id
export|
--where|+- $id $createdAt $updatedAt name email phone status passwordUpdate registration emailVerification phoneVerification labels
--sort|+ $id $createdAt $updatedAt name email phone status passwordUpdate registration emailVerification phoneVerification labels
--cursor-after|1id
--search|1
--queries|*
import|
:--file|1
--hash|1 argon2 bcrypt md5 phpass scrypt scryptMod sha
--on-conflict|1 fail skip
--input-format|1 ndjson json csv
--concurrency|1
--restart|
delete-many|
:--user-ids|*
--where|+- $id $createdAt $updatedAt name email phone status passwordUpdate registration emailVerification phoneVerification labels
--search|1
--queries|*
--all|
--concurrency|1' ;;
    'login') table='--email|1
--password-stdin|
--mfa-factor|1 totp email phone recoveryCode
--otp|1
--api-key-stdin|
--organization|1
--new-project|1
--new-organization|1
--without-project|' ;;
    'logout') table='--all|' ;;
    'whoami') table='' ;;
    'init') table='--organization|1
--new-project|1
--new-organization|1
--new-key|1 read-only ci-deploy everything
--key-scopes|*
--key-name|1
--key-profile|1' ;;
    'doctor') table='' ;;
    'api') table=':method|1 GET POST PUT PATCH DELETE
:path|1
--data|=@file
--param|+' ;;
    'commands') table='' ;;
    'profile') table='list|
show|
:name|1profile
--reveal|
use|
:name|1profile
add|
:name|1
--api-key-stdin|
remove|
:name|1profile' ;;
    'completion') table='bash|
zsh|
fish|
powershell|
install|
--shell|1 bash zsh fish powershell
uninstall|
--shell|1 bash zsh fish powershell' ;;
    'sandbox') table='start|
--port|1
--host|1
--seed|
--data|1folder
--rate-limit|1
--latency|1
--fail-rate|1
run|
:command|*command
--seed|
--data|1folder
--rate-limit|1
--latency|1
--fail-rate|1' ;;
  esac
}

# Takes the quotes off a word; nothing in it is expanded or run. Sets `plain`, and `open` to a quote that is not closed.
_appwrite_cli_unquote() { # TEXT
  local text=$1 char
  plain= open=
  if [[ $text != *[\\\'\"]* ]]; then
    plain=$text
    return
  fi
  while [[ $text ]]; do
    char=${text:0:1} text=${text:1}
    case $open$char in
      "''" | '""') open= ;;
      "'" | '"') open=$char ;;
      '"\')
        [[ $text == [\\\"\$\`]* ]] || plain+=$char
        plain+=${text:0:1} text=${text:1}
        ;;
      '\') plain+=${text:0:1} text=${text:1} ;;
      *) plain+=$char ;;
    esac
  done
}

# Puts together again what readline cuts at = : and @. Sets `words` to the words in front of the cursor's, without their
# quotes, `raw` to the cursor's own as it is typed up to there, and `kept` to how much of that readline leaves alone.
_appwrite_cli_words() {
  local line= piece rest is_glue was_glue= plain open i
  [[ ${COMP_LINE-} ]] && line=${COMP_LINE:0:COMP_POINT}
  words=() raw= kept=0
  for ((i = 0; i <= COMP_CWORD; i++)); do
    piece=${COMP_WORDS[i]} rest=$line
    if [[ $line ]]; then
      rest=${line#"${line%%[![:space:]]*}"}
      ((i == COMP_CWORD)) && piece=$rest
    fi
    is_glue=
    [[ $piece && $piece != *[!=:@]* ]] && is_glue=1
    if ((i > 0)) && [[ $is_glue$was_glue && $rest == "$line" ]]; then
      kept=${#raw} raw+=$piece
    else
      if ((i > 0)); then
        _appwrite_cli_unquote "$raw"
        words+=("$plain")
      fi
      kept=0 raw=$piece
    fi
    [[ $is_glue ]] && kept=${#raw}
    was_glue=$is_glue line=${rest#"$piece"}
  done
  # Readline cuts in front of an @, and behind the others.
  ((kept > 0)) && [[ ${raw:kept-1:1} == @ ]] && ((kept--))
}

# Reads the rows of a table that belong to a command, or to no command. Sets `fields` to the command's, and `deeper`
# where the table has commands.
_appwrite_cli_read() { # TABLE [COMMAND]
  local table names values reads=1
  [[ $2 ]] && reads=
  deeper= fields=
  _appwrite_cli_table "$1"
  while IFS='|' read -r names values; do
    case $names in
      '') ;;
      :*)
        [[ $reads ]] || continue
        arguments+=("${names#:}") argument_values+=("$values")
        [[ $names == :-* ]] && flags+=("${names#:}") flag_values+=("$values")
        ;;
      -*) [[ $reads ]] && flags+=("$names") flag_values+=("$values") ;;
      *)
        deeper=1
        [[ $reads ]] && break
        [[ " $names " == *" $2 "* ]] && reads=1 fields=$values
        ;;
    esac
  done <<< "$table"
  [[ $reads ]]
}

# Finds a flag by one of its names. Sets `flag` to its first name and `takes` to its values.
_appwrite_cli_flag() { # NAME
  local i
  for i in "${!flags[@]}"; do
    [[ " ${flags[i]} " == *" $1 "* ]] || continue
    flag=${flags[i]%% *} takes=${flag_values[i]}
    return 0
  done
  return 1
}

# Offers a word that begins with what is typed, written so that the shell reads it as it is.
_appwrite_cli_offer() { # WORD [NOTE]
  local word=$1
  [[ $word == "$typed"* ]] || return
  case $open in
    "'") [[ $word == *\'* ]] && return ;;
    '"') word=${word//\\/\\\\} word=${word//\"/\\\"} word=${word//\$/\\\$} word=${word//\`/\\\`} ;;
    *) printf -v word %q "$word" ;;
  esac
  word=$lead$word
  [[ $word == "${raw:0:kept}"* ]] || return
  COMPREPLY+=("${word:kept}") notes+=("$2")
}

_appwrite_cli_option() { # NAME
  compopt -o "$1" 2> /dev/null
}

# Offers the commands of a table.
_appwrite_cli_commands() { # TABLE
  local table names
  _appwrite_cli_table "$1"
  while IFS='|' read -r names _; do
    [[ ! $names || $names == [-:]* ]] || _appwrite_cli_offer "${names%% *}"
  done <<< "$table"
}

# Offers the flags whose value is not on the line yet.
_appwrite_cli_flags() {
  local i name
  for i in "${!flags[@]}"; do
    name=${flags[i]%% *}
    [[ $given == *" $name "* && ${flag_values[i]} != [+*]* ]] || _appwrite_cli_offer "$name"
  done
}

# Offers what the server or the config file has. It is data: it goes from variable to variable, and is never expanded.
_appwrite_cli_ask() { # FLAG
  local id name
  while IFS=$'\t' read -r id name; do
    _appwrite_cli_offer "$id" "$name"
  done < <("${program/#\~/$HOME}" __complete "$1" "=$typed" "$entry" "$command" "${others[@]}" 2> /dev/null < /dev/null)
}

_appwrite_cli_files() { # [-d]
  local path base=
  if [[ $typed == '~/'* && ! $open ]]; then
    base=$HOME/ lead+='~/' typed=${typed:2}
  fi
  while IFS= read -r path; do
    [[ -d $path ]] && path+=/ && _appwrite_cli_option nospace
    _appwrite_cli_offer "${path#"$base"}"
  done < <(compgen "${1:--f}" -- "$base$typed")
}

# Offers the fields of the command's answer.
_appwrite_cli_fields() {
  local table
  if [[ $fields == id ]]; then
    _appwrite_cli_ask --fields
  elif [[ $fields ]]; then
    _appwrite_cli_table '#'
    table=$'\n'$table
    table=${table#*$'\n'"${fields#?}|"}
    _appwrite_cli_list "${table%%$'\n'*}"
  fi
}

# Offers words that stand in one text, each behind a blank.
_appwrite_cli_list() { # WORDS
  local list word
  IFS=' ' read -r -a list <<< "$1"
  for word in "${list[@]}"; do _appwrite_cli_offer "$word"; done
}

# Offers values behind the first `skip` characters of the word.
_appwrite_cli_values() { # VALUES FLAG SKIP
  local values=${1#[+*?=1]} goes_on= typed open plain lead=${raw:0:$3}
  _appwrite_cli_unquote "${raw:$3}"
  typed=$plain
  [[ $values == -pairs && $plain == @* ]] && values=@file
  if [[ $values == ,* ]]; then
    values=${values#,} typed=${plain##*,}
    [[ $plain == *,* ]] && lead=${raw%"${raw##*,}"}
    goes_on=1
  elif [[ $values == @file ]]; then
    [[ $plain == @* ]] || return
    typed=${plain#@} lead+=@ values=file
  elif [[ $values == -* ]]; then
    values=${values#-} goes_on=1
  fi
  [[ $1 == '?'* ]] && values=' true false'
  case $values in
    ' '*) _appwrite_cli_list "$values" ;;
    file) _appwrite_cli_files ;;
    folder) _appwrite_cli_files -d ;;
    id | pairs) _appwrite_cli_ask "$2" ;;
    profile) _appwrite_cli_ask --profile ;;
    fields) _appwrite_cli_fields ;;
    commands) _appwrite_cli_commands "$command" ;;
  esac
  [[ $goes_on && ${#COMPREPLY[@]} -gt 0 ]] && _appwrite_cli_option nospace
}

# Completes the line of another program behind --.
_appwrite_cli_other() {
  local i
  for i in "${!COMP_WORDS[@]}"; do
    [[ ${COMP_WORDS[i]} == -- ]] && break
  done
  if declare -F _comp_command_offset > /dev/null; then
    _comp_command_offset $((i + 1))
  elif declare -F _command_offset > /dev/null; then
    _command_offset $((i + 1))
  elif ((COMP_CWORD == i + 1)); then
    COMPREPLY=($(compgen -c -- "$typed"))
  fi
}

# Gives the positional words to the arguments that no flag has named, in order: they are `given` then. Sets `turn` to
# the number of the argument that the next one is for.
_appwrite_cli_bind() {
  local i left=${#positions[@]}
  turn=
  for i in "${!arguments[@]}"; do
    [[ $given == *" ${arguments[i]} "* ]] && continue
    if ((left-- == 0)) || [[ ${argument_values[i]} == '*'* ]]; then
      turn=$i
      return
    fi
    given+="${arguments[i]} "
  done
}

# Completes what is no flag: a command, or the argument whose turn it is.
_appwrite_cli_positional() {
  if [[ $deeper ]]; then
    _appwrite_cli_commands "$entry"
  elif [[ $turn && ${argument_values[turn]} == *command ]]; then
    [[ $behind ]] && _appwrite_cli_other
  elif [[ $turn ]]; then
    _appwrite_cli_values "${argument_values[turn]}" "${arguments[turn]}" 0
  fi
}

_appwrite_cli_complete() {
  local word flag= takes= behind= entry= command= deeper fields given=' ' count=0 turn
  local flags=() flag_values=() arguments=() argument_values=() positions=() others=()
  _appwrite_cli_read ''
  for word in "${words[@]:1}"; do
    others+=("$word")
    if [[ $behind ]]; then
      positions+=("$word")
    elif [[ $takes == [1+]* ]]; then
      takes=
    elif [[ $word == -- ]]; then
      behind=1 takes=
    elif [[ $word == -?* ]]; then
      takes= count=0
      _appwrite_cli_flag "${word%%=*}" && given+="$flag "
      [[ $word == *=* ]] && takes=
    elif [[ $takes == '?'* && ( $word == true || $word == false ) ]]; then
      takes=
    elif [[ $takes == '*'* ]]; then
      :
    elif [[ $takes == '='* ]] && ((count++ == 0)) || [[ $takes == '='* && $word == *=* ]]; then
      :
    else
      takes=
      if [[ ! $deeper ]]; then
        positions+=("$word")
        continue
      fi
      unset "others[${#others[@]}-1]"
      if [[ ! $entry ]]; then
        entry=$word
        _appwrite_cli_read "$entry"
      else
        command=$word
        _appwrite_cli_read "$entry" "$command" && deeper=
      fi
    fi
  done

  _appwrite_cli_bind
  local typed open plain lead=
  _appwrite_cli_unquote "$raw"
  typed=$plain
  if [[ ! $behind && $takes == [1+]* ]]; then
    _appwrite_cli_values "$takes" "$flag" 0
  elif [[ ! $behind && $raw == --*=* ]] && _appwrite_cli_flag "${raw%%=*}"; then
    word=${raw%%=*}=
    [[ $takes ]] && _appwrite_cli_values "$takes" "$flag" ${#word}
  elif [[ ! $behind && $raw == -* ]]; then
    _appwrite_cli_flags
  elif [[ $takes == '*'* ]] || [[ $takes == '='* && $count -eq 0 ]]; then
    _appwrite_cli_values "$takes" "$flag" 0
  elif [[ $takes == '?'* && ( true == "$typed"* || false == "$typed"* ) ]]; then
    _appwrite_cli_values "$takes" "$flag" 0
  else
    # Another pair may stand here, or the next argument.
    [[ $takes == *pairs && $raw != @* ]] && _appwrite_cli_values "$takes" "$flag" 0
    _appwrite_cli_positional
  fi
}

_appwrite_cli() {
  local program=$1 words raw kept notes=() i
  COMPREPLY=()
  _appwrite_cli_words
  _appwrite_cli_complete
  # 63, 33 and 64: readline only shows the words, so the server's names can stand beside them.
  if ((${#COMPREPLY[@]} > 1)) && [[ ' 63 33 64 ' == *" ${COMP_TYPE-} "* ]]; then
    for i in "${!notes[@]}"; do
      [[ ${notes[i]} ]] && COMPREPLY[i]+="  (${notes[i]})"
    done
  fi
}

complete -F _appwrite_cli appwrite-cli
