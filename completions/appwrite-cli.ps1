# Completion of appwrite-cli for PowerShell 5.1 and later.
# Made by `npm run completions` from src/cli/completion: change it there.

Register-ArgumentCompleter -Native -CommandName 'appwrite-cli' -ScriptBlock {
  param($wordToComplete, $commandAst, $cursorPosition)

  # What can follow a first word; README.md beside the template tells how a row is read.
  $tables = @{
    '' = @'
--profile|1profile|Use this profile instead of the current one
--endpoint|1|Address of the API, such as https://host/v1
--project|1|Project ID
--locale|1|Language of names and messages from the server
--format -f|1 table json ndjson yaml csv tsv raw|How to print the result (default table)
--json||The same as --format json
--fields|1,fields|Print these fields only, in this order
--filter|1|Reshape the whole answer before it is printed
--out -o|1file|Write the result to a file; - is stdout
--yes -y||Answer yes: delete, overwrite a file
--dry-run||Print the request as curl and send nothing
--verbose -v||Trace requests on stderr, secrets masked
--quiet -q||No progress, no notes
--no-color||No colour
--no-input||Never ask; a missing answer is an error
--request-timeout|1|Give up on a request after this long
--retries|1|How many times to retry a failed request (3)
--insecure||Accept any TLS certificate
--csv-safe||Defuse CSV cells that a spreadsheet would run
--help -h||Show help
account||The signed-in user: profile, sign-in, sessions, recovery
avatars||Images: flags, card and browser icons, initials, QR codes
databases||Databases, collections, attributes, indexes and documents
functions||Functions with their deployments, executions and variables
graphql||Queries and mutations in GraphQL
health||State of the server, its services and its queues
locale||Countries, languages, currencies, and where a client is
messaging||E-mail, text and push messages, their providers and topics
storage||Buckets and the files in them
teams||Teams and their members
users||Users of the project: sign-in, sessions, labels, targets
login||Log in to an Appwrite and keep it as a profile
logout||End the session on the server and forget the credential
whoami||Show who is logged in, where, and where each value comes from
init||Set this folder up for a project
doctor||Check this installation, the connection and the credential
api||Send any request to the API
commands||List every command, for people or for programs
profile||Keep endpoints, projects and credentials under names
completion||Complete lines with TAB in bash, zsh, fish and PowerShell
sandbox||Run an Appwrite server in this process, for trying and testing
help||Explain a topic or a command
'@
    '#' = @'
user| $id name email status labels registration $createdAt $updatedAt password hash hashOptions passwordUpdate phone emailVerification phoneVerification mfa prefs targets accessedAt|
session| $id provider ip clientName osName current expire $createdAt $updatedAt userId providerUid providerAccessToken providerAccessTokenExpiry providerRefreshToken osCode osVersion clientType clientCode clientVersion clientEngine clientEngineVersion deviceName deviceBrand deviceModel countryCode countryName factors secret mfaUpdatedAt|
token| $id $createdAt userId secret expire phrase|
jwt| jwt|
identity| $id userId provider providerEmail $createdAt $updatedAt providerUid providerAccessToken providerAccessTokenExpiry providerRefreshToken|
log| time event userName ip clientName osName userId userEmail mode osCode osVersion clientType clientCode clientVersion clientEngine clientEngineVersion deviceName deviceBrand deviceModel countryCode countryName|
mfaChallenge| $id $createdAt userId expire|
mfaFactors| totp phone email recoveryCode|
mfaRecoveryCodes| recoveryCodes|
mfaType| secret uri|
target| $id userId providerType identifier $createdAt $updatedAt name providerId|
database| $id name enabled $createdAt $updatedAt|
collection| $id name enabled documentSecurity $createdAt $updatedAt $permissions databaseId attributes indexes|
attribute| key type status required array default error format elements min max size relatedCollection relationType twoWay twoWayKey onDelete side|
attributeBoolean| key type status required array default error|
attributeDatetime| key type status required array default error format|
attributeEmail| key type status required array default error format|
attributeEnum| key type status required array default elements error format|
attributeFloat| key type status required array default min max error|
attributeInteger| key type status required array default min max error|
attributeIp| key type status required array default error format|
attributeRelationship| key type status required relatedCollection relationType twoWayKey onDelete side error array twoWay|
attributeString| key type status required array default size error|
attributeUrl| key type status required array default error format|
index| key type status attributes orders error|
document| $id $collectionId $databaseId $createdAt $updatedAt $permissions|
function| $id name runtime enabled deployment $updatedAt $createdAt execute live logging vars events schedule timeout entrypoint commands version installationId providerRepositoryId providerBranch providerRootDirectory providerSilentMode|
runtime| $id name version supports base image logo|
deployment| $id buildId status activate size $createdAt $updatedAt type resourceId resourceType entrypoint buildLogs buildTime providerRepositoryName providerRepositoryOwner providerRepositoryUrl providerBranch providerCommitHash providerCommitAuthorUrl providerCommitAuthor providerCommitMessage providerCommitUrl providerBranchUrl|
execution| $id trigger status responseStatusCode duration $createdAt $updatedAt $permissions functionId requestMethod requestPath requestHeaders responseBody responseHeaders logs errors|
headers| name value|
variable| $id key $updatedAt $createdAt value resourceType resourceId|
healthAntivirus| version status|
healthCertificate| name subjectSN issuerOrganisation validFrom validTo signatureTypeSN|
healthQueue| size|
healthStatus| name ping status|
healthTime| remoteTime localTime diff|
locale| ip countryCode country continentCode continent eu currency|
localeCode| code name|
continent| code name|
country| code name|
phone| countryCode countryName code|
currency| code name symbol decimalDigits symbolNative rounding namePlural|
language| code name nativeName|
message| $id providerType status deliveredTotal $createdAt $updatedAt topics users targets scheduledAt deliveredAt deliveryErrors data|
provider| $id name provider type enabled $createdAt $updatedAt credentials options|
topic| $id name emailTotal smsTotal pushTotal $createdAt $updatedAt subscribe|
subscriber| $id userName providerType targetId $createdAt $updatedAt target userId topicId|
bucket| $id name enabled fileSecurity maximumFileSize $createdAt $updatedAt $permissions allowedFileExtensions compression encryption antivirus|
file| $id name mimeType sizeOriginal $createdAt bucketId $updatedAt $permissions signature chunksTotal chunksUploaded|
team| $id name total $createdAt $updatedAt prefs|
membership| $id userEmail teamName roles confirm joined $createdAt $updatedAt userId userName teamId invited mfa|
'@
    'help' = @'
environment||Variables, and which of several settings wins
formatting||Tables, JSON and CSV; choosing fields; filtering
exit-codes||What the exit code and an error say
queries||Conditions, order and pages of lists
files||Values from files and stdin, uploads and downloads
profiles||Keeping servers, projects and keys under names
ci||Scripts and pipelines, where nobody can be asked
account||The signed-in user: profile, sign-in, sessions, recovery
:command|1commands|Command
avatars||Images: flags, card and browser icons, initials, QR codes
:command|1commands|Command
databases||Databases, collections, attributes, indexes and documents
:command|1commands|Command
functions||Functions with their deployments, executions and variables
:command|1commands|Command
graphql||Queries and mutations in GraphQL
:command|1commands|Command
health||State of the server, its services and its queues
:command|1commands|Command
locale||Countries, languages, currencies, and where a client is
:command|1commands|Command
messaging||E-mail, text and push messages, their providers and topics
:command|1commands|Command
storage||Buckets and the files in them
:command|1commands|Command
teams||Teams and their members
:command|1commands|Command
users||Users of the project: sign-in, sessions, labels, targets
:command|1commands|Command
login||Log in to an Appwrite and keep it as a profile
logout||End the session on the server and forget the credential
whoami||Show who is logged in, where, and where each value comes from
init||Set this folder up for a project
doctor||Check this installation, the connection and the credential
api||Send any request to the API
commands||List every command, for people or for programs
profile||Keep endpoints, projects and credentials under names
:command|1commands|Command
completion||Complete lines with TAB in bash, zsh, fish and PowerShell
:command|1commands|Command
sandbox||Run an Appwrite server in this process, for trying and testing
:command|1commands|Command
'@
    'account' = @'
get|#user|Show who is signed in
create|#user|Register a new user
--user-id|1|ID of the new user (made by the server unless given)
--email|1|E-mail address
--password|1|Password (8 to 256 characters)
--password-file|1file|Read --password from a file
--name|1|Name (at most 128 characters)
update-name updateName|#user|Change the name
--name|1|Name (at most 128 characters)
update-email updateEmail|#user|Change the e-mail address
--email|1|E-mail address
--password|1|Current password (at least 8 characters)
--password-file|1file|Read --password from a file
update-phone updatePhone|#user|Change the phone number
--phone|1|Phone number, such as +4915112345678
--password|1|Current password (at least 8 characters)
--password-file|1file|Read --password from a file
update-password updatePassword|#user|Change the password
--password|1|New password (at least 8 characters)
--password-file|1file|Read --password from a file
--old-password|1|Current password (at least 8 characters)
--old-password-file|1file|Read --old-password from a file
update-status updateStatus|#user|Block the account; only an admin can undo it
get-prefs getPrefs||Show the preferences
update-prefs updatePrefs|#user|Replace the preferences
--prefs|=@file|All preferences; those left out are dropped
list-logs listLogs|#log|List what the account did lately
--limit|1|At most N; the server gives 25 if this is left out
--offset|1|Skip the first N
--all||Everything, page by page as it comes
--queries|*|Queries as JSON text; logs take only limit and offset
list-identities listIdentities|#identity|List the identities at other sign-in providers
--where|+- $id $createdAt $updatedAt userId provider providerUid providerEmail providerAccessTokenExpiry|Only what matches, such as 'price > 10'; several must all hold
--sort|+ $id $createdAt $updatedAt userId provider providerUid providerEmail providerAccessTokenExpiry|Order by an attribute; -price is from high to low
--limit|1|At most N; the server gives 25 if this is left out
--offset|1|Skip the first N
--cursor-after|1id|Begin after this one
--cursor-before|1id|End before this one
--all||Everything, page by page as it comes
--queries|*|Queries as JSON, such as {"method":"limit","values":[5]} (at most 100 of 4096 characters)
delete-identity deleteIdentity||Delete an identity
:--identity-id|1id|Identity ID
create-jwt createJwt createJWT|#jwt|Make a JWT that acts as this user
create-email-password-session createEmailPasswordSession|#session|Sign in with e-mail address and password
--email|1|E-mail address
--password|1|Password (at least 8 characters)
--password-file|1file|Read --password from a file
create-anonymous-session createAnonymousSession|#session|Sign in anonymously
create-email-token createEmailToken|#token|Send a sign-in code by e-mail
--user-id|1|ID of the user, if the server has to make one (made by the server unless given)
--email|1|E-mail address
--phrase|?|Whether to show a phrase that the mail repeats
--no-phrase||The same as --phrase false
create-magic-url-token createMagicUrlToken createMagicURLToken|#token|Send a sign-in link by e-mail
--user-id|1|ID of the user, if the server has to make one (made by the server unless given)
--email|1|E-mail address
--url|1|Page of your app that the link in the mail opens
--phrase|?|Whether to show a phrase that the mail repeats
--no-phrase||The same as --phrase false
create-phone-token createPhoneToken|#token|Send a sign-in code by text message
--user-id|1|ID of the user, if the server has to make one (made by the server unless given)
--phone|1|Phone number, such as +4915112345678
create-oauth2-token createOauth2Token createOAuth2Token create-o-auth-2-token||Start a sign-in with another provider
:--provider|1 amazon apple auth0 authentik autodesk bitbucket bitly box dailymotion discord disqus dropbox etsy facebook github gitlab google linkedin microsoft notion oidc okta paypal paypalSandbox podio salesforce slack spotify stripe tradeshift tradeshiftBox twitch wordpress yahoo yammer yandex zoho zoom mock|Who signs the user in
--success|1|Page to go to after signing in
--failure|1|Page to go to when that fails
--scopes|*|Rights to ask the provider for (at most 100 of 4096 characters)
--open||Open the address in a browser
create-session createSession|#session|Sign in with a token
--user-id|1id|User ID from the link or the token (at most 36 characters)
--secret|1|Secret from the link or the message
--secret-file|1file|Read --secret from a file
update-magic-url-session updateMagicUrlSession updateMagicURLSession|#session|Sign in with a sign-in link
--user-id|1id|User ID from the link or the token (at most 36 characters)
--secret|1|Secret from the link or the message
--secret-file|1file|Read --secret from a file
update-phone-session updatePhoneSession|#session|Sign in with the code of a text message
--user-id|1id|User ID from the link or the token (at most 36 characters)
--secret|1|Secret from the link or the message
--secret-file|1file|Read --secret from a file
list-sessions listSessions|#session|List the sessions
get-session getSession|#session|Show one session
:--session-id|1id|Session ID, or current
update-session updateSession|#session|Make a session last longer
:--session-id|1id|Session ID, or current
delete-session deleteSession||Sign out of one session
:--session-id|1id|Session ID, or current
delete-sessions deleteSessions||Sign out everywhere
create-recovery createRecovery|#token|Send a link to set a new password
--email|1|E-mail address
--url|1|Page of your app that the link in the mail opens
update-recovery updateRecovery|#token|Set a new password with that link
--user-id|1id|User ID from the link or the token
--secret|1|Secret from the link or the message
--secret-file|1file|Read --secret from a file
--password|1|New password (8 to 256 characters)
--password-file|1file|Read --password from a file
create-verification createVerification|#token|Send a link to verify the e-mail address
--url|1|Page of your app that the link in the mail opens
update-verification updateVerification|#token|Verify the e-mail address with that link
--user-id|1id|User ID from the link or the token
--secret|1|Secret from the link or the message
--secret-file|1file|Read --secret from a file
create-phone-verification createPhoneVerification|#token|Send a code to verify the phone number
update-phone-verification updatePhoneVerification|#token|Verify the phone number with the code
--user-id|1id|User ID from the link or the token
--secret|1|Secret from the link or the message
--secret-file|1file|Read --secret from a file
update-mfa updateMfa updateMFA|#user|Turn the second factor on or off
--mfa|?|Whether signing in takes a second factor
--no-mfa||The same as --mfa false
list-mfa-factors listMfaFactors|#mfaFactors|List the factors that can be used
create-mfa-authenticator createMfaAuthenticator|#mfaType|Add an authenticator app
:--type|1 totp|Kind of authenticator
update-mfa-authenticator updateMfaAuthenticator|#user|Confirm an authenticator app with its code
:--type|1 totp|Kind of authenticator
--otp|1|Code from the app, or the one that was sent
--otp-file|1file|Read --otp from a file
delete-mfa-authenticator deleteMfaAuthenticator||Remove an authenticator app
:--type|1 totp|Kind of authenticator
--otp|1|Code from the app, or the one that was sent
--otp-file|1file|Read --otp from a file
create-mfa-challenge createMfaChallenge|#mfaChallenge|Ask for a second factor
--factor|1 email phone totp recoverycode recoveryCode|Which factor to ask for
update-mfa-challenge updateMfaChallenge|#session|Answer with the code of the second factor
--challenge-id|1|Challenge ID
--otp|1|Code from the app, or the one that was sent
--otp-file|1file|Read --otp from a file
get-mfa-recovery-codes getMfaRecoveryCodes|#mfaRecoveryCodes|Show the recovery codes
create-mfa-recovery-codes createMfaRecoveryCodes|#mfaRecoveryCodes|Make recovery codes
update-mfa-recovery-codes updateMfaRecoveryCodes|#mfaRecoveryCodes|Replace the recovery codes with new ones
'@
    'avatars' = @'
get-browser getBrowser||Get the icon of a browser
:--code|1 aa an ch ci cm cr ff sf mf ps oi om op on|Browser code, such as ch for Chrome
--width|1|Width in pixels (0 to 2000, default 100)
--height|1|Height in pixels (0 to 2000, default 100)
--quality|1|Quality in percent (0 to 100, default 100)
get-credit-card getCreditCard||Get the icon of a credit card
:--code|1 amex argencard cabal cencosud diners discover elo hipercard jcb mastercard naranja targeta-shopping union-china-pay visa mir maestro|Brand of the card
--width|1|Width in pixels (0 to 2000, default 100)
--height|1|Height in pixels (0 to 2000, default 100)
--quality|1|Quality in percent (0 to 100, default 100)
get-flag getFlag||Get the flag of a country
:--code|1 af ao al ad ae ar am ag au at az bi be bj bf bd bg bh bs ba by bz bo br bb bn bt bw cf ca ch cl cn ci cm cd cg co km cv cr cu cy cz de dj dm dk do dz ec eg er es ee et fi fj fr fm ga gb ge gh gn gm gw gq gr gd gt gy hn hr ht hu id in ie ir iq is il it jm jo jp kz ke kg kh ki kn kr kw la lb lr ly lc li lk ls lt lu lv ma mc md mg mv mx mh mk ml mt mm me mn mz mr mu mw my na ne ng ni nl no np nr nz om pk pa pe ph pw pg pl pf kp pt py qa ro ru rw sa sd sn sg sb sl sv sm so rs ss st sr sk si se sz sc sy td tg th tj tm tl to tt tn tr tv tz ug ua uy us uz va vc ve vn vu ws ye za zm zw|Country code of two letters, such as fr
--width|1|Width in pixels (0 to 2000, default 100)
--height|1|Height in pixels (0 to 2000, default 100)
--quality|1|Quality in percent (0 to 100, default 100)
get-favicon getFavicon||Get the icon of a website
--url|1|Address of the website
get-image getImage||Get an image from the web, cropped to a size
--url|1|Address of the image
--width|1|Width in pixels (0 to 2000, default 400)
--height|1|Height in pixels (0 to 2000, default 400)
get-initials getInitials||Draw the initials of a name
--name|1|Name; that of the signed-in user by default (at most 128 characters)
--width|1|Width in pixels (0 to 2000, default 500)
--height|1|Height in pixels (0 to 2000, default 500)
--background|1|Background colour in hex without #, such as FF9900
get-qr getQr getQR||Draw text as a QR code
--text|1|Text to draw
--size|1|Width and height in pixels (1 to 1000, default 400)
--margin|1|Empty space around it, in modules (0 to 10, default 1)
--download|?|Whether a browser is told to save it (default false)
--no-download||The same as --download false
'@
    'databases' = @'
list|#database|List databases
--where|+- $id $createdAt $updatedAt name|Only what matches, such as 'price > 10'; several must all hold
--sort|+ $id $createdAt $updatedAt name|Order by an attribute; -price is from high to low
--limit|1|At most N; the server gives 25 if this is left out
--offset|1|Skip the first N
--cursor-after|1id|Begin after this one
--cursor-before|1id|End before this one
--all||Everything, page by page as it comes
--queries|*|Queries as JSON, such as {"method":"limit","values":[5]} (at most 100 of 4096 characters)
--search|1|Words to look for (at most 256 characters)
create|#database|Create a database
--database-id|1|ID of the new database (made by the server unless given)
--name|1|Name (at most 128 characters)
--enabled|?|Whether it can be used; a new one can, unless this says otherwise
--no-enabled||The same as --enabled false
get|#database|Show one database
:--database-id|1id|Database ID
update|#database|Rename, enable or disable a database
:--database-id|1id|Database ID
--name|1|Name (at most 128 characters)
--enabled|?|Whether it can be used; a new one can, unless this says otherwise
--no-enabled||The same as --enabled false
delete||Delete a database with all that is in it
:--database-id|1id|Database ID
list-collections listCollections|#collection|List the collections of a database
:--database-id|1id|Database ID
--where|+- $id $createdAt $updatedAt name enabled documentSecurity|Only what matches, such as 'price > 10'; several must all hold
--sort|+ $id $createdAt $updatedAt name enabled documentSecurity|Order by an attribute; -price is from high to low
--limit|1|At most N; the server gives 25 if this is left out
--offset|1|Skip the first N
--cursor-after|1id|Begin after this one
--cursor-before|1id|End before this one
--all||Everything, page by page as it comes
--queries|*|Queries as JSON, such as {"method":"limit","values":[5]} (at most 100 of 4096 characters)
--search|1|Words to look for (at most 256 characters)
create-collection createCollection|#collection|Create a collection
:--database-id|1id|Database ID
--collection-id|1|ID of the new collection (made by the server unless given)
--name|1|Name (at most 128 characters)
--permissions|*|Who may do what, such as read("any") or update("user:ID")
--document-security|?|Whether documents may carry permissions of their own
--no-document-security||The same as --document-security false
--enabled|?|Whether it can be used; a new one can, unless this says otherwise
--no-enabled||The same as --enabled false
get-collection getCollection|#collection|Show one collection, attributes and indexes
:--database-id|1id|Database ID
:--collection-id|1id|Collection ID
update-collection updateCollection|#collection|Change the settings of a collection
:--database-id|1id|Database ID
:--collection-id|1id|Collection ID
--name|1|Name (at most 128 characters)
--permissions|*|Who may do what, such as read("any") or update("user:ID")
--document-security|?|Whether documents may carry permissions of their own
--no-document-security||The same as --document-security false
--enabled|?|Whether it can be used; a new one can, unless this says otherwise
--no-enabled||The same as --enabled false
delete-collection deleteCollection||Delete a collection with its documents
:--database-id|1id|Database ID
:--collection-id|1id|Collection ID
list-attributes listAttributes|#attribute|List the attributes of a collection
:--database-id|1id|Database ID
:--collection-id|1id|Collection ID
--where|+- $id $createdAt $updatedAt key type size required array status error|Only what matches, such as 'price > 10'; several must all hold
--sort|+ $id $createdAt $updatedAt key type size required array status error|Order by an attribute; -price is from high to low
--limit|1|At most N; the server gives 25 if this is left out
--offset|1|Skip the first N
--cursor-after|1id|Begin after this one
--cursor-before|1id|End before this one
--all||Everything, page by page as it comes
--queries|*|Queries as JSON, such as {"method":"limit","values":[5]} (at most 100 of 4096 characters)
get-attribute getAttribute|#attribute|Show one attribute
:--database-id|1id|Database ID
:--collection-id|1id|Collection ID
:--key|1id|Name of the attribute or index
delete-attribute deleteAttribute||Delete an attribute and its values
:--database-id|1id|Database ID
:--collection-id|1id|Collection ID
:--key|1id|Name of the attribute or index
create-boolean-attribute createBooleanAttribute|#attributeBoolean|Add a boolean attribute
:--database-id|1id|Database ID
:--collection-id|1id|Collection ID
--key|1|Name of the new attribute
--required|?|Whether every document must have a value
--no-required||The same as --required false
--default|?|Value of documents that give none
--array|?|Whether it holds a list of values
--no-array||The same as --array false
--wait||Wait until it can be used
--wait-timeout|1|Longest time that --wait waits (120)
update-boolean-attribute updateBooleanAttribute|#attributeBoolean|Change a boolean attribute
:--database-id|1id|Database ID
:--collection-id|1id|Collection ID
:--key|1id|Name of the attribute or index
--required|?|Whether every document must have a value
--no-required||The same as --required false
--default|?|Value of documents that give none
--no-default||Send null for --default
create-datetime-attribute createDatetimeAttribute|#attributeDatetime|Add a datetime attribute
:--database-id|1id|Database ID
:--collection-id|1id|Collection ID
--key|1|Name of the new attribute
--required|?|Whether every document must have a value
--no-required||The same as --required false
--default|1|Value of documents that give none, as 2024-01-31T10:00:00.000+00:00
--array|?|Whether it holds a list of values
--no-array||The same as --array false
--wait||Wait until it can be used
--wait-timeout|1|Longest time that --wait waits (120)
update-datetime-attribute updateDatetimeAttribute|#attributeDatetime|Change a datetime attribute
:--database-id|1id|Database ID
:--collection-id|1id|Collection ID
:--key|1id|Name of the attribute or index
--required|?|Whether every document must have a value
--no-required||The same as --required false
--default|1|Value of documents that give none, as 2024-01-31T10:00:00.000+00:00
--no-default||Send null for --default
create-email-attribute createEmailAttribute|#attributeEmail|Add an email attribute
:--database-id|1id|Database ID
:--collection-id|1id|Collection ID
--key|1|Name of the new attribute
--required|?|Whether every document must have a value
--no-required||The same as --required false
--default|1|E-mail address of documents that give none
--array|?|Whether it holds a list of values
--no-array||The same as --array false
--wait||Wait until it can be used
--wait-timeout|1|Longest time that --wait waits (120)
update-email-attribute updateEmailAttribute|#attributeEmail|Change an email attribute
:--database-id|1id|Database ID
:--collection-id|1id|Collection ID
:--key|1id|Name of the attribute or index
--required|?|Whether every document must have a value
--no-required||The same as --required false
--default|1|E-mail address of documents that give none
--no-default||Send null for --default
create-enum-attribute createEnumAttribute|#attributeEnum|Add an enum attribute
:--database-id|1id|Database ID
:--collection-id|1id|Collection ID
--key|1|Name of the new attribute
--elements|*|The values that are allowed (at most 100 of 255 characters)
--required|?|Whether every document must have a value
--no-required||The same as --required false
--default|1|Value of documents that give none, one of the elements
--array|?|Whether it holds a list of values
--no-array||The same as --array false
--wait||Wait until it can be used
--wait-timeout|1|Longest time that --wait waits (120)
update-enum-attribute updateEnumAttribute|#attributeEnum|Change an enum attribute
:--database-id|1id|Database ID
:--collection-id|1id|Collection ID
:--key|1id|Name of the attribute or index
--elements|*|The values that are allowed (at most 100 of 255 characters)
--required|?|Whether every document must have a value
--no-required||The same as --required false
--default|1|Value of documents that give none, one of the elements
--no-default||Send null for --default
create-float-attribute createFloatAttribute|#attributeFloat|Add a float attribute
:--database-id|1id|Database ID
:--collection-id|1id|Collection ID
--key|1|Name of the new attribute
--min|1|Smallest value allowed
--max|1|Largest value allowed
--required|?|Whether every document must have a value
--no-required||The same as --required false
--default|1|Value of documents that give none
--array|?|Whether it holds a list of values
--no-array||The same as --array false
--wait||Wait until it can be used
--wait-timeout|1|Longest time that --wait waits (120)
update-float-attribute updateFloatAttribute|#attributeFloat|Change a float attribute
:--database-id|1id|Database ID
:--collection-id|1id|Collection ID
:--key|1id|Name of the attribute or index
--min|1|Smallest value allowed
--max|1|Largest value allowed
--required|?|Whether every document must have a value
--no-required||The same as --required false
--default|1|Value of documents that give none
--no-default||Send null for --default
create-integer-attribute createIntegerAttribute|#attributeInteger|Add an integer attribute
:--database-id|1id|Database ID
:--collection-id|1id|Collection ID
--key|1|Name of the new attribute
--min|1|Smallest value allowed
--max|1|Largest value allowed
--required|?|Whether every document must have a value
--no-required||The same as --required false
--default|1|Value of documents that give none
--array|?|Whether it holds a list of values
--no-array||The same as --array false
--wait||Wait until it can be used
--wait-timeout|1|Longest time that --wait waits (120)
update-integer-attribute updateIntegerAttribute|#attributeInteger|Change an integer attribute
:--database-id|1id|Database ID
:--collection-id|1id|Collection ID
:--key|1id|Name of the attribute or index
--min|1|Smallest value allowed
--max|1|Largest value allowed
--required|?|Whether every document must have a value
--no-required||The same as --required false
--default|1|Value of documents that give none
--no-default||Send null for --default
create-ip-attribute createIpAttribute|#attributeIp|Add an ip attribute
:--database-id|1id|Database ID
:--collection-id|1id|Collection ID
--key|1|Name of the new attribute
--required|?|Whether every document must have a value
--no-required||The same as --required false
--default|1|IP address of documents that give none
--array|?|Whether it holds a list of values
--no-array||The same as --array false
--wait||Wait until it can be used
--wait-timeout|1|Longest time that --wait waits (120)
update-ip-attribute updateIpAttribute|#attributeIp|Change an ip attribute
:--database-id|1id|Database ID
:--collection-id|1id|Collection ID
:--key|1id|Name of the attribute or index
--required|?|Whether every document must have a value
--no-required||The same as --required false
--default|1|IP address of documents that give none
--no-default||Send null for --default
create-string-attribute createStringAttribute|#attributeString|Add a string attribute
:--database-id|1id|Database ID
:--collection-id|1id|Collection ID
--key|1|Name of the new attribute
--size|1|Most characters that a value may have
--encrypt|?|Whether values are encrypted at rest, which rules out queries on them
--no-encrypt||The same as --encrypt false
--required|?|Whether every document must have a value
--no-required||The same as --required false
--default|1|Value of documents that give none
--array|?|Whether it holds a list of values
--no-array||The same as --array false
--wait||Wait until it can be used
--wait-timeout|1|Longest time that --wait waits (120)
update-string-attribute updateStringAttribute|#attributeString|Change a string attribute
:--database-id|1id|Database ID
:--collection-id|1id|Collection ID
:--key|1id|Name of the attribute or index
--required|?|Whether every document must have a value
--no-required||The same as --required false
--default|1|Value of documents that give none
--no-default||Send null for --default
create-url-attribute createUrlAttribute|#attributeUrl|Add a url attribute
:--database-id|1id|Database ID
:--collection-id|1id|Collection ID
--key|1|Name of the new attribute
--required|?|Whether every document must have a value
--no-required||The same as --required false
--default|1|URL of documents that give none
--array|?|Whether it holds a list of values
--no-array||The same as --array false
--wait||Wait until it can be used
--wait-timeout|1|Longest time that --wait waits (120)
update-url-attribute updateUrlAttribute|#attributeUrl|Change a url attribute
:--database-id|1id|Database ID
:--collection-id|1id|Collection ID
:--key|1id|Name of the attribute or index
--required|?|Whether every document must have a value
--no-required||The same as --required false
--default|1|URL of documents that give none
--no-default||Send null for --default
create-relationship-attribute createRelationshipAttribute|#attributeRelationship|Add a relationship to another collection
:--database-id|1id|Database ID
:--collection-id|1id|Collection ID
--related-collection-id|1id|ID of the other collection
--type|1 oneToOne manyToOne manyToMany oneToMany|How many documents are on each side
--two-way|?|Whether the other collection gets an attribute that points back
--no-two-way||The same as --two-way false
--key|1|Name of the new attribute; the other collection ID if left out
--two-way-key|1|Name of the attribute that points back
--on-delete|1 cascade restrict setNull|What happens to the related documents
--wait||Wait until it can be used
--wait-timeout|1|Longest time that --wait waits (120)
update-relationship-attribute updateRelationshipAttribute|#attributeRelationship|Change what deleting does to related documents
:--database-id|1id|Database ID
:--collection-id|1id|Collection ID
:--key|1id|Name of the attribute or index
--on-delete|1 cascade restrict setNull|What happens to the related documents
list-documents listDocuments|id|List documents
:--database-id|1id|Database ID
:--collection-id|1id|Collection ID
--where|+-id|Only what matches, such as 'price > 10'; several must all hold
--sort|+id|Order by an attribute; -price is from high to low
--select|1,id|Ask for these attributes only
--limit|1|At most N; the server gives 25 if this is left out
--offset|1|Skip the first N
--cursor-after|1id|Begin after this one
--cursor-before|1id|End before this one
--all||Everything, page by page as it comes
--queries|*|Queries as JSON, such as {"method":"limit","values":[5]} (at most 100 of 4096 characters)
create-document createDocument|id|Create a document
:--database-id|1id|Database ID
:--collection-id|1id|Collection ID
--document-id|1|ID of the new document (made by the server unless given)
--data|=-pairs|Its attributes
--permissions|*|Who may do what, such as read("any") or update("user:ID")
get-document getDocument|id|Show one document
:--database-id|1id|Database ID
:--collection-id|1id|Collection ID
:--document-id|1id|Document ID
--select|1,id|Ask for these attributes only
--queries|*|Queries as JSON, such as {"method":"limit","values":[5]} (at most 100 of 4096 characters)
update-document updateDocument|id|Change attributes or permissions of a document
:--database-id|1id|Database ID
:--collection-id|1id|Collection ID
:--document-id|1id|Document ID
--data|=-pairs|The attributes to change; the others stay
--permissions|*|Who may do what, such as read("any") or update("user:ID")
delete-document deleteDocument||Delete a document
:--database-id|1id|Database ID
:--collection-id|1id|Collection ID
:--document-id|1id|Document ID
list-indexes listIndexes|#index|List the indexes of a collection
:--database-id|1id|Database ID
:--collection-id|1id|Collection ID
--where|+- $id $createdAt $updatedAt key type status attributes error|Only what matches, such as 'price > 10'; several must all hold
--sort|+ $id $createdAt $updatedAt key type status attributes error|Order by an attribute; -price is from high to low
--limit|1|At most N; the server gives 25 if this is left out
--offset|1|Skip the first N
--cursor-after|1id|Begin after this one
--cursor-before|1id|End before this one
--all||Everything, page by page as it comes
--queries|*|Queries as JSON, such as {"method":"limit","values":[5]} (at most 100 of 4096 characters)
create-index createIndex|#index|Create an index
:--database-id|1id|Database ID
:--collection-id|1id|Collection ID
--key|1|Name of the new index
--type|1 key fulltext unique|What the index is for
--attributes|*id|Attributes to index, in order (at most 100 of 32 characters)
--orders|*|ASC or DESC for each attribute (at most 100)
--wait||Wait until it can be used
--wait-timeout|1|Longest time that --wait waits (120)
get-index getIndex|#index|Show one index
:--database-id|1id|Database ID
:--collection-id|1id|Collection ID
:--key|1id|Name of the attribute or index
delete-index deleteIndex||Delete an index
:--database-id|1id|Database ID
:--collection-id|1id|Collection ID
:--key|1id|Name of the attribute or index
export-documents||Write all documents of a collection to a file
:--database-id|1id|Database ID
:--collection-id|1id|Collection ID
--where|+-id|Only what matches, such as 'price > 10'; several must all hold
--sort|+id|Order by an attribute; -price is from high to low
--select|1,id|Ask for these attributes only
--cursor-after|1id|Begin after this one
--queries|*|Queries as JSON, such as {"method":"isNull","attribute":"stock"}
import-documents||Create documents from a file of NDJSON, JSON or CSV
:--database-id|1id|Database ID
:--collection-id|1id|Collection ID
:--file|1|File to read: .ndjson, .json or .csv; - is stdin
--id|1|The field that holds the ID of each document ($id); without one, new IDs are made
--on-conflict|1 fail skip update|What to do if a document with the ID already exists (fail)
--input-format|1 ndjson json csv|Format of the file, if its name does not say; stdin is read as ndjson
--concurrency|1|At most N requests at once (8); fewer while the server limits the rate or is slow
--restart||Start over, instead of going on where an earlier run of this import stopped
delete-documents||Delete the documents that match a condition
:--database-id|1id|Database ID
:--collection-id|1id|Collection ID
--where|+-id|Only what matches, such as 'price > 10'; several must all hold
--queries|*|Queries as JSON, such as {"method":"isNull","attribute":"stock"}
--all||Every document of the collection
--concurrency|1|At most N requests at once (8); fewer while the server limits the rate or is slow
'@
    'functions' = @'
list|#function|List functions
--where|+- $id $createdAt $updatedAt name enabled runtime deployment schedule scheduleNext schedulePrevious timeout entrypoint commands installationId|Only what matches, such as 'price > 10'; several must all hold
--sort|+ $id $createdAt $updatedAt name enabled runtime deployment schedule scheduleNext schedulePrevious timeout entrypoint commands installationId|Order by an attribute; -price is from high to low
--limit|1|At most N; the server gives 25 if this is left out
--offset|1|Skip the first N
--cursor-after|1id|Begin after this one
--cursor-before|1id|End before this one
--all||Everything, page by page as it comes
--queries|*|Queries as JSON, such as {"method":"limit","values":[5]} (at most 100 of 4096 characters)
--search|1|Words to look for (at most 256 characters)
create|#function|Create a function
--function-id|1|ID of the new function (made by the server unless given)
--name|1|Name (at most 128 characters)
--runtime|1 node-14.5 node-16.0 node-18.0 node-19.0 node-20.0 node-21.0 php-8.0 php-8.1 php-8.2 php-8.3 ruby-3.0 ruby-3.1 ruby-3.2 ruby-3.3 python-3.8 python-3.9 python-3.10 python-3.11 python-3.12 python-ml-3.11 deno-1.21 deno-1.24 deno-1.35 deno-1.40 dart-2.15 dart-2.16 dart-2.17 dart-2.18 dart-3.0 dart-3.1 dart-3.3 dotnet-3.1 dotnet-6.0 dotnet-7.0 java-8.0 java-11.0 java-17.0 java-18.0 java-21.0 swift-5.5 swift-5.8 swift-5.9 kotlin-1.6 kotlin-1.8 kotlin-1.9 cpp-17 cpp-20 bun-1.0|Language and version it runs in
--execute|*|Roles that may run it, such as any or user:ID (at most 100 of 64 characters)
--events|*|Events that start it (at most 100)
--schedule|1|When it starts by itself, as a cron expression
--timeout|1|Seconds it may run
--enabled|?|Whether it can be run
--no-enabled||The same as --enabled false
--logging|?|Whether executions keep their output
--no-logging||The same as --logging false
--entrypoint|1|File to run, such as src/main.js
--commands|1|Commands that build it, such as npm install
--installation-id|1|ID of the Git installation to deploy from
--provider-repository-id|1|ID of the Git repository to deploy from
--provider-branch|1|Branch whose pushes are deployed
--provider-silent-mode|?|Whether to leave out comments on pull requests
--no-provider-silent-mode||The same as --provider-silent-mode false
--provider-root-directory|1|Folder of the function in the repository
--template-repository|1|Repository of the template to start from
--template-owner|1|Owner of the template repository
--template-root-directory|1|Folder of the template in its repository
--template-branch|1|Branch of the template repository
get|#function|Show one function
:--function-id|1id|Function ID
update|#function|Change the settings of a function
:--function-id|1id|Function ID
--name|1|Name (at most 128 characters)
--runtime|1 node-14.5 node-16.0 node-18.0 node-19.0 node-20.0 node-21.0 php-8.0 php-8.1 php-8.2 php-8.3 ruby-3.0 ruby-3.1 ruby-3.2 ruby-3.3 python-3.8 python-3.9 python-3.10 python-3.11 python-3.12 python-ml-3.11 deno-1.21 deno-1.24 deno-1.35 deno-1.40 dart-2.15 dart-2.16 dart-2.17 dart-2.18 dart-3.0 dart-3.1 dart-3.3 dotnet-3.1 dotnet-6.0 dotnet-7.0 java-8.0 java-11.0 java-17.0 java-18.0 java-21.0 swift-5.5 swift-5.8 swift-5.9 kotlin-1.6 kotlin-1.8 kotlin-1.9 cpp-17 cpp-20 bun-1.0|Language and version it runs in
--execute|*|Roles that may run it, such as any or user:ID (at most 100 of 64 characters)
--events|*|Events that start it (at most 100)
--schedule|1|When it starts by itself, as a cron expression
--timeout|1|Seconds it may run
--enabled|?|Whether it can be run
--no-enabled||The same as --enabled false
--logging|?|Whether executions keep their output
--no-logging||The same as --logging false
--entrypoint|1|File to run, such as src/main.js
--commands|1|Commands that build it, such as npm install
--installation-id|1|ID of the Git installation to deploy from
--provider-repository-id|1|ID of the Git repository to deploy from
--provider-branch|1|Branch whose pushes are deployed
--provider-silent-mode|?|Whether to leave out comments on pull requests
--no-provider-silent-mode||The same as --provider-silent-mode false
--provider-root-directory|1|Folder of the function in the repository
delete||Delete a function with its deployments
:--function-id|1id|Function ID
list-runtimes listRuntimes|#runtime|List the runtimes this server offers
list-deployments listDeployments|#deployment|List the deployments of a function
:--function-id|1id|Function ID
--where|+- $id $createdAt $updatedAt size buildId activate entrypoint commands|Only what matches, such as 'price > 10'; several must all hold
--sort|+ $id $createdAt $updatedAt size buildId activate entrypoint commands|Order by an attribute; -price is from high to low
--limit|1|At most N; the server gives 25 if this is left out
--offset|1|Skip the first N
--cursor-after|1id|Begin after this one
--cursor-before|1id|End before this one
--all||Everything, page by page as it comes
--queries|*|Queries as JSON, such as {"method":"limit","values":[5]} (at most 100 of 4096 characters)
--search|1|Words to look for (at most 256 characters)
create-deployment createDeployment|#deployment|Upload code and build it
:--function-id|1id|Function ID
--entrypoint|1|File to run, such as src/main.js
--commands|1|Commands that build it, such as npm install
--code|1file|Folder to pack, or a tar.gz archive to send as it is
--activate|?|Whether it goes live once it is built
--no-activate||The same as --activate false
--ignore|*|What to leave out of the folder, written as in .gitignore
--wait||Wait until it is built; exit 1 if that fails
--wait-timeout|1|Longest time that --wait waits (900)
get-deployment getDeployment|#deployment|Show one deployment
:--function-id|1id|Function ID
:--deployment-id|1id|Deployment ID
update-deployment updateDeployment|#function|Make a deployment the live one
:--function-id|1id|Function ID
:--deployment-id|1id|Deployment ID
delete-deployment deleteDeployment||Delete a deployment
:--function-id|1id|Function ID
:--deployment-id|1id|Deployment ID
download-deployment downloadDeployment||Download the code of a deployment
:--function-id|1id|Function ID
:--deployment-id|1id|Deployment ID
create-build createBuild||Build a deployment again
:--function-id|1id|Function ID
:--deployment-id|1id|Deployment ID
:--build-id|1|Build ID, the buildId of the deployment
list-executions listExecutions|#execution|List the executions of a function
:--function-id|1id|Function ID
--where|+- $id $createdAt $updatedAt trigger status responseStatusCode duration|Only what matches, such as 'price > 10'; several must all hold
--sort|+ $id $createdAt $updatedAt trigger status responseStatusCode duration|Order by an attribute; -price is from high to low
--limit|1|At most N; the server gives 25 if this is left out
--offset|1|Skip the first N
--cursor-after|1id|Begin after this one
--cursor-before|1id|End before this one
--all||Everything, page by page as it comes
--queries|*|Queries as JSON, such as {"method":"limit","values":[5]} (at most 100 of 4096 characters)
--search|1|Words to look for (at most 256 characters)
create-execution createExecution|#execution|Run a function
:--function-id|1id|Function ID
--body|1@file|Body the function is called with
--async|?|Whether to return before it is done
--no-async||The same as --async false
--path|1|Path the function is called with, / by default
--method|1 GET POST PUT PATCH DELETE OPTIONS|Method it is called with, GET by default
--headers|=@file|Headers the function is called with
get-execution getExecution|#execution|Show one execution
:--function-id|1id|Function ID
:--execution-id|1id|Execution ID
list-variables listVariables|#variable|List the variables of a function
:--function-id|1id|Function ID
create-variable createVariable|#variable|Create a variable
:--function-id|1id|Function ID
--key|1|Name of the variable (at most 255 characters)
--value|1|Value of the variable (at most 8192 characters)
get-variable getVariable|#variable|Show one variable
:--function-id|1id|Function ID
:--variable-id|1id|Variable ID
update-variable updateVariable|#variable|Change the name or value of a variable
:--function-id|1id|Function ID
:--variable-id|1id|Variable ID
--key|1|Name of the variable (at most 255 characters)
--value|1|Value of the variable (at most 8192 characters)
delete-variable deleteVariable||Delete a variable
:--function-id|1id|Function ID
:--variable-id|1id|Variable ID
'@
    'graphql' = @'
query||Run a query
--query|1@file|GraphQL text, or @file
--variables|=@file|Values of the variables in it
--operation-name|1|Which operation to run, if there are several
mutation||Run a mutation
--query|1@file|GraphQL text, or @file
--variables|=@file|Values of the variables in it
--operation-name|1|Which operation to run, if there are several
'@
    'health' = @'
get|#healthStatus|Check that the server answers
get-antivirus getAntivirus|#healthAntivirus|Check the virus scanner
get-cache getCache|#healthStatus|Check the caches
get-certificate getCertificate|#healthCertificate|Show the TLS certificate of a domain
--domain|1|Domain to look at
get-db getDb getDB|#healthStatus|Check the databases
get-pub-sub getPubSub|#healthStatus|Check the message brokers
get-storage getStorage|#healthStatus|Check the storage
get-storage-local getStorageLocal|#healthStatus|Check the storage on local disks
get-time getTime|#healthTime|Compare the clock with a time server
get-queue getQueue|#healthStatus|Check the servers of the queues
get-failed-jobs getFailedJobs|#healthQueue|Count the jobs of a queue that failed
:--name|1 v1-database v1-deletes v1-audits v1-mails v1-functions v1-usage v1-usage-dump v1-webhooks v1-certificates v1-builds v1-messaging v1-migrations|Name of the queue
--threshold|1|How many waiting jobs still count as healthy (default 5000)
get-queue-builds getQueueBuilds|#healthQueue|Count the builds that wait
--threshold|1|How many waiting jobs still count as healthy (default 5000)
get-queue-certificates getQueueCertificates|#healthQueue|Count the certificates that wait
--threshold|1|How many waiting jobs still count as healthy (default 5000)
get-queue-databases getQueueDatabases|#healthQueue|Count the database changes that wait
--name|1|Name of the queue (default database_db_main)
--threshold|1|How many waiting jobs still count as healthy (default 5000)
get-queue-deletes getQueueDeletes|#healthQueue|Count the deletions that wait
--threshold|1|How many waiting jobs still count as healthy (default 5000)
get-queue-functions getQueueFunctions|#healthQueue|Count the function executions that wait
--threshold|1|How many waiting jobs still count as healthy (default 5000)
get-queue-logs getQueueLogs|#healthQueue|Count the log entries that wait
--threshold|1|How many waiting jobs still count as healthy (default 5000)
get-queue-mails getQueueMails|#healthQueue|Count the mails that wait
--threshold|1|How many waiting jobs still count as healthy (default 5000)
get-queue-messaging getQueueMessaging|#healthQueue|Count the messages that wait
--threshold|1|How many waiting jobs still count as healthy (default 5000)
get-queue-migrations getQueueMigrations|#healthQueue|Count the migrations that wait
--threshold|1|How many waiting jobs still count as healthy (default 5000)
get-queue-usage getQueueUsage|#healthQueue|Count the usage figures that wait
--threshold|1|How many waiting jobs still count as healthy (default 5000)
get-queue-usage-dump getQueueUsageDump|#healthQueue|Count the usage dumps that wait
--threshold|1|How many waiting jobs still count as healthy (default 5000)
get-queue-webhooks getQueueWebhooks|#healthQueue|Count the webhook calls that wait
--threshold|1|How many waiting jobs still count as healthy (default 5000)
check||Ask for the state of everything at once
--watch|1|Ask again and again, with this many seconds in between, until Ctrl-C
'@
    'locale' = @'
get|#locale|Show where this client seems to be
list-codes listCodes|#localeCode|List the locales
list-continents listContinents|#continent|List the continents
list-countries listCountries|#country|List the countries
list-countries-eu listCountriesEu listCountriesEU|#country|List the countries of the European Union
list-countries-phones listCountriesPhones|#phone|List the phone codes of countries
list-currencies listCurrencies|#currency|List the currencies
list-languages listLanguages|#language|List the languages
'@
    'messaging' = @'
list-messages listMessages|#message|List messages
--where|+- $id $createdAt $updatedAt scheduledAt deliveredAt deliveredTotal status description providerType|Only what matches, such as 'price > 10'; several must all hold
--sort|+ $id $createdAt $updatedAt scheduledAt deliveredAt deliveredTotal status description providerType|Order by an attribute; -price is from high to low
--limit|1|At most N; the server gives 25 if this is left out
--offset|1|Skip the first N
--cursor-after|1id|Begin after this one
--cursor-before|1id|End before this one
--all||Everything, page by page as it comes
--queries|*|Queries as JSON, such as {"method":"limit","values":[5]} (at most 100 of 4096 characters)
--search|1|Words to look for (at most 256 characters)
create-email createEmail|#message|Send an e-mail, or keep it as a draft
--message-id|1|ID of the new message (made by the server unless given)
--subject|1|Subject
--content|1@file|Text, or @file
--topics|*id|IDs of the topics it goes to
--users|*id|IDs of the users it goes to
--targets|*|IDs of the targets it goes to
--cc|*|IDs of the targets that get a copy
--bcc|*|IDs of the targets that get a hidden copy
--attachments|*|Files to attach, each as bucketId:fileId
--html|?|Whether the text is HTML
--no-html||The same as --html false
--draft|?|Whether to keep it as a draft
--no-draft||The same as --draft false
--scheduled-at|1|When to send it, as 2024-01-31T10:00:00.000+00:00
update-email updateEmail|#message|Change an e-mail that is not sent yet
:--message-id|1id|Message ID
--subject|1|Subject
--content|1@file|Text, or @file
--topics|*id|IDs of the topics it goes to
--users|*id|IDs of the users it goes to
--targets|*|IDs of the targets it goes to
--cc|*|IDs of the targets that get a copy
--bcc|*|IDs of the targets that get a hidden copy
--attachments|*|Files to attach, each as bucketId:fileId
--html|?|Whether the text is HTML
--no-html||The same as --html false
--draft|?|Whether to keep it as a draft
--no-draft||The same as --draft false
--scheduled-at|1|When to send it, as 2024-01-31T10:00:00.000+00:00
create-push createPush|#message|Send a push message, or keep it as a draft
--message-id|1|ID of the new message (made by the server unless given)
--title|1|Title
--body|1@file|Text, or @file
--topics|*id|IDs of the topics it goes to
--users|*id|IDs of the users it goes to
--targets|*|IDs of the targets it goes to
--data|=@file|Data handed to the app
--action|1|What opens when it is tapped
--image|1|Image to show, as bucketId:fileId
--icon|1|Icon to show, on Android and the web
--sound|1|Sound to play, on Android and Apple
--color|1|Colour of the icon, on Android
--tag|1|Tag; a message replaces an older one with the same tag
--badge|1|Number on the icon of the app, on Apple
--draft|?|Whether to keep it as a draft
--no-draft||The same as --draft false
--scheduled-at|1|When to send it, as 2024-01-31T10:00:00.000+00:00
update-push updatePush|#message|Change a push message that is not sent yet
:--message-id|1id|Message ID
--title|1|Title
--body|1@file|Text, or @file
--topics|*id|IDs of the topics it goes to
--users|*id|IDs of the users it goes to
--targets|*|IDs of the targets it goes to
--data|=@file|Data handed to the app
--action|1|What opens when it is tapped
--image|1|Image to show, as bucketId:fileId
--icon|1|Icon to show, on Android and the web
--sound|1|Sound to play, on Android and Apple
--color|1|Colour of the icon, on Android
--tag|1|Tag; a message replaces an older one with the same tag
--badge|1|Number on the icon of the app, on Apple
--draft|?|Whether to keep it as a draft
--no-draft||The same as --draft false
--scheduled-at|1|When to send it, as 2024-01-31T10:00:00.000+00:00
create-sms createSms|#message|Send a text message, or keep it as a draft
--message-id|1|ID of the new message (made by the server unless given)
--content|1@file|Text, or @file
--topics|*id|IDs of the topics it goes to
--users|*id|IDs of the users it goes to
--targets|*|IDs of the targets it goes to
--draft|?|Whether to keep it as a draft
--no-draft||The same as --draft false
--scheduled-at|1|When to send it, as 2024-01-31T10:00:00.000+00:00
update-sms updateSms|#message|Change a text message that is not sent yet
:--message-id|1id|Message ID
--content|1@file|Text, or @file
--topics|*id|IDs of the topics it goes to
--users|*id|IDs of the users it goes to
--targets|*|IDs of the targets it goes to
--draft|?|Whether to keep it as a draft
--no-draft||The same as --draft false
--scheduled-at|1|When to send it, as 2024-01-31T10:00:00.000+00:00
get-message getMessage|#message|Show one message
:--message-id|1id|Message ID
delete||Delete a message
:--message-id|1id|Message ID
list-message-logs listMessageLogs|#log|List what happened to a message
:--message-id|1id|Message ID
--limit|1|At most N; the server gives 25 if this is left out
--offset|1|Skip the first N
--all||Everything, page by page as it comes
--queries|*|Queries as JSON text; logs take only limit and offset
list-targets listTargets|#target|List the targets of a message
:--message-id|1id|Message ID
--where|+- $id $createdAt $updatedAt userId providerId identifier providerType|Only what matches, such as 'price > 10'; several must all hold
--sort|+ $id $createdAt $updatedAt userId providerId identifier providerType|Order by an attribute; -price is from high to low
--limit|1|At most N; the server gives 25 if this is left out
--offset|1|Skip the first N
--cursor-after|1id|Begin after this one
--cursor-before|1id|End before this one
--all||Everything, page by page as it comes
--queries|*|Queries as JSON, such as {"method":"limit","values":[5]} (at most 100 of 4096 characters)
list-topics listTopics|#topic|List topics
--where|+- $id $createdAt $updatedAt name description emailTotal smsTotal pushTotal|Only what matches, such as 'price > 10'; several must all hold
--sort|+ $id $createdAt $updatedAt name description emailTotal smsTotal pushTotal|Order by an attribute; -price is from high to low
--limit|1|At most N; the server gives 25 if this is left out
--offset|1|Skip the first N
--cursor-after|1id|Begin after this one
--cursor-before|1id|End before this one
--all||Everything, page by page as it comes
--queries|*|Queries as JSON, such as {"method":"limit","values":[5]} (at most 100 of 4096 characters)
--search|1|Words to look for (at most 256 characters)
create-topic createTopic|#topic|Create a topic
--topic-id|1|ID of the new topic
--name|1|Name
--subscribe|*|Roles that may subscribe, such as users (at most 100 of 64 characters)
get-topic getTopic|#topic|Show one topic
:--topic-id|1id|Topic ID
update-topic updateTopic|#topic|Rename a topic or change who may subscribe
:--topic-id|1id|Topic ID
--name|1|Name
--subscribe|*|Roles that may subscribe, such as users (at most 100 of 64 characters)
delete-topic deleteTopic||Delete a topic
:--topic-id|1id|Topic ID
list-topic-logs listTopicLogs|#log|List what happened to a topic
:--topic-id|1id|Topic ID
--limit|1|At most N; the server gives 25 if this is left out
--offset|1|Skip the first N
--all||Everything, page by page as it comes
--queries|*|Queries as JSON text; logs take only limit and offset
list-subscribers listSubscribers|#subscriber|List the subscribers of a topic
:--topic-id|1id|Topic ID
--where|+- $id $createdAt $updatedAt name provider type enabled|Only what matches, such as 'price > 10'; several must all hold
--sort|+ $id $createdAt $updatedAt name provider type enabled|Order by an attribute; -price is from high to low
--limit|1|At most N; the server gives 25 if this is left out
--offset|1|Skip the first N
--cursor-after|1id|Begin after this one
--cursor-before|1id|End before this one
--all||Everything, page by page as it comes
--queries|*|Queries as JSON, such as {"method":"limit","values":[5]} (at most 100 of 4096 characters)
--search|1|Words to look for (at most 256 characters)
create-subscriber createSubscriber|#subscriber|Subscribe a target to a topic
:--topic-id|1id|Topic ID
--subscriber-id|1|ID of the new subscriber
--target-id|1|ID of the target
get-subscriber getSubscriber|#subscriber|Show one subscriber
:--topic-id|1id|Topic ID
:--subscriber-id|1id|Subscriber ID
delete-subscriber deleteSubscriber||Unsubscribe from a topic
:--topic-id|1id|Topic ID
:--subscriber-id|1id|Subscriber ID
list-subscriber-logs listSubscriberLogs|#log|List what happened to a subscriber
:--subscriber-id|1|Subscriber ID
--limit|1|At most N; the server gives 25 if this is left out
--offset|1|Skip the first N
--all||Everything, page by page as it comes
--queries|*|Queries as JSON text; logs take only limit and offset
list-providers listProviders|#provider|List providers
--where|+- $id $createdAt $updatedAt name provider type enabled|Only what matches, such as 'price > 10'; several must all hold
--sort|+ $id $createdAt $updatedAt name provider type enabled|Order by an attribute; -price is from high to low
--limit|1|At most N; the server gives 25 if this is left out
--offset|1|Skip the first N
--cursor-after|1id|Begin after this one
--cursor-before|1id|End before this one
--all||Everything, page by page as it comes
--queries|*|Queries as JSON, such as {"method":"limit","values":[5]} (at most 100 of 4096 characters)
--search|1|Words to look for (at most 256 characters)
get-provider getProvider|#provider|Show one provider
:--provider-id|1id|Provider ID
delete-provider deleteProvider||Delete a provider
:--provider-id|1id|Provider ID
list-provider-logs listProviderLogs|#log|List what happened to a provider
:--provider-id|1id|Provider ID
--limit|1|At most N; the server gives 25 if this is left out
--offset|1|Skip the first N
--all||Everything, page by page as it comes
--queries|*|Queries as JSON text; logs take only limit and offset
create-apns-provider createApnsProvider|#provider|Set up APNs for push messages
--provider-id|1|ID of the new provider (made by the server unless given)
--name|1|Name
--auth-key|1|Authentication key, the text of the .p8 file
--auth-key-file|1file|Read --auth-key from a file
--auth-key-id|1|ID of the authentication key
--team-id|1id|Apple team ID
--bundle-id|1|Bundle ID of the app
--sandbox|?|Whether to use Apple's sandbox
--no-sandbox||The same as --sandbox false
--enabled|?|Whether messages go through it
--no-enabled||The same as --enabled false
update-apns-provider updateApnsProvider|#provider|Change the settings of APNs
:--provider-id|1id|Provider ID
--name|1|Name
--auth-key|1|Authentication key, the text of the .p8 file
--auth-key-file|1file|Read --auth-key from a file
--auth-key-id|1|ID of the authentication key
--team-id|1id|Apple team ID
--bundle-id|1|Bundle ID of the app
--sandbox|?|Whether to use Apple's sandbox
--no-sandbox||The same as --sandbox false
--enabled|?|Whether messages go through it
--no-enabled||The same as --enabled false
create-fcm-provider createFcmProvider|#provider|Set up FCM for push messages
--provider-id|1|ID of the new provider (made by the server unless given)
--name|1|Name
--service-account-json|=@file|Service account, as Firebase exports it
--service-account-json-file|1file|Read --service-account-json from a file
--enabled|?|Whether messages go through it
--no-enabled||The same as --enabled false
update-fcm-provider updateFcmProvider|#provider|Change the settings of FCM
:--provider-id|1id|Provider ID
--name|1|Name
--service-account-json|=@file|Service account, as Firebase exports it
--service-account-json-file|1file|Read --service-account-json from a file
--enabled|?|Whether messages go through it
--no-enabled||The same as --enabled false
create-mailgun-provider createMailgunProvider|#provider|Set up Mailgun for e-mail
--provider-id|1|ID of the new provider (made by the server unless given)
--name|1|Name
--api-key|1|API key
--api-key-file|1file|Read --api-key from a file
--domain|1|Domain the mails are sent from
--is-eu-region|?|Whether the account is in the EU region
--no-is-eu-region||The same as --is-eu-region false
--from-name|1|Name the mails come from
--from-email|1|Address the mails come from
--reply-to-name|1|Name that answers go to; the sender by default
--reply-to-email|1|Address that answers go to; the sender by default
--enabled|?|Whether messages go through it
--no-enabled||The same as --enabled false
update-mailgun-provider updateMailgunProvider|#provider|Change the settings of Mailgun
:--provider-id|1id|Provider ID
--name|1|Name
--api-key|1|API key
--api-key-file|1file|Read --api-key from a file
--domain|1|Domain the mails are sent from
--is-eu-region|?|Whether the account is in the EU region
--no-is-eu-region||The same as --is-eu-region false
--from-name|1|Name the mails come from
--from-email|1|Address the mails come from
--reply-to-name|1|Name that answers go to; the sender by default
--reply-to-email|1|Address that answers go to; the sender by default
--enabled|?|Whether messages go through it
--no-enabled||The same as --enabled false
create-msg91-provider createMsg91Provider create-msg-91-provider|#provider|Set up MSG91 for text messages
--provider-id|1|ID of the new provider (made by the server unless given)
--name|1|Name
--template-id|1|ID of the text template
--sender-id|1|Sender ID
--auth-key|1|Authentication key
--auth-key-file|1file|Read --auth-key from a file
--enabled|?|Whether messages go through it
--no-enabled||The same as --enabled false
update-msg91-provider updateMsg91Provider update-msg-91-provider|#provider|Change the settings of MSG91
:--provider-id|1id|Provider ID
--name|1|Name
--template-id|1|ID of the text template
--sender-id|1|Sender ID
--auth-key|1|Authentication key
--auth-key-file|1file|Read --auth-key from a file
--enabled|?|Whether messages go through it
--no-enabled||The same as --enabled false
create-sendgrid-provider createSendgridProvider|#provider|Set up SendGrid for e-mail
--provider-id|1|ID of the new provider (made by the server unless given)
--name|1|Name
--api-key|1|API key
--api-key-file|1file|Read --api-key from a file
--from-name|1|Name the mails come from
--from-email|1|Address the mails come from
--reply-to-name|1|Name that answers go to; the sender by default
--reply-to-email|1|Address that answers go to; the sender by default
--enabled|?|Whether messages go through it
--no-enabled||The same as --enabled false
update-sendgrid-provider updateSendgridProvider|#provider|Change the settings of SendGrid
:--provider-id|1id|Provider ID
--name|1|Name
--api-key|1|API key
--api-key-file|1file|Read --api-key from a file
--from-name|1|Name the mails come from
--from-email|1|Address the mails come from
--reply-to-name|1|Name that answers go to; the sender by default
--reply-to-email|1|Address that answers go to; the sender by default
--enabled|?|Whether messages go through it
--no-enabled||The same as --enabled false
create-smtp-provider createSmtpProvider|#provider|Set up an SMTP server for e-mail
--provider-id|1|ID of the new provider (made by the server unless given)
--name|1|Name
--host|1|Host, such as mail.example.com, or several with ports
--port|1|Port
--username|1|User name
--password|1|Password
--password-file|1file|Read --password from a file
--encryption|1 none ssl tls|How the connection is encrypted
--auto-tls|?|Whether to use TLS where the server offers it
--no-auto-tls||The same as --auto-tls false
--mailer|1|Value of the X-Mailer header
--from-name|1|Name the mails come from
--from-email|1|Address the mails come from
--reply-to-name|1|Name that answers go to; the sender by default
--reply-to-email|1|Address that answers go to; the sender by default
--enabled|?|Whether messages go through it
--no-enabled||The same as --enabled false
update-smtp-provider updateSmtpProvider|#provider|Change the settings of an SMTP server
:--provider-id|1id|Provider ID
--name|1|Name
--host|1|Host, such as mail.example.com, or several with ports
--port|1|Port
--username|1|User name
--password|1|Password
--password-file|1file|Read --password from a file
--encryption|1 none ssl tls|How the connection is encrypted
--auto-tls|?|Whether to use TLS where the server offers it
--no-auto-tls||The same as --auto-tls false
--mailer|1|Value of the X-Mailer header
--from-name|1|Name the mails come from
--from-email|1|Address the mails come from
--reply-to-name|1|Name that answers go to; the sender by default
--reply-to-email|1|Address that answers go to; the sender by default
--enabled|?|Whether messages go through it
--no-enabled||The same as --enabled false
create-telesign-provider createTelesignProvider|#provider|Set up Telesign for text messages
--provider-id|1|ID of the new provider (made by the server unless given)
--name|1|Name
--from|1|Number or name the messages come from
--customer-id|1|Customer ID
--api-key|1|API key
--api-key-file|1file|Read --api-key from a file
--enabled|?|Whether messages go through it
--no-enabled||The same as --enabled false
update-telesign-provider updateTelesignProvider|#provider|Change the settings of Telesign
:--provider-id|1id|Provider ID
--name|1|Name
--from|1|Number or name the messages come from
--customer-id|1|Customer ID
--api-key|1|API key
--api-key-file|1file|Read --api-key from a file
--enabled|?|Whether messages go through it
--no-enabled||The same as --enabled false
create-textmagic-provider createTextmagicProvider|#provider|Set up Textmagic for text messages
--provider-id|1|ID of the new provider (made by the server unless given)
--name|1|Name
--from|1|Number or name the messages come from
--username|1|User name
--api-key|1|API key
--api-key-file|1file|Read --api-key from a file
--enabled|?|Whether messages go through it
--no-enabled||The same as --enabled false
update-textmagic-provider updateTextmagicProvider|#provider|Change the settings of Textmagic
:--provider-id|1id|Provider ID
--name|1|Name
--from|1|Number or name the messages come from
--username|1|User name
--api-key|1|API key
--api-key-file|1file|Read --api-key from a file
--enabled|?|Whether messages go through it
--no-enabled||The same as --enabled false
create-twilio-provider createTwilioProvider|#provider|Set up Twilio for text messages
--provider-id|1|ID of the new provider (made by the server unless given)
--name|1|Name
--from|1|Number or name the messages come from
--account-sid|1|Account SID
--auth-token|1|Auth token
--auth-token-file|1file|Read --auth-token from a file
--enabled|?|Whether messages go through it
--no-enabled||The same as --enabled false
update-twilio-provider updateTwilioProvider|#provider|Change the settings of Twilio
:--provider-id|1id|Provider ID
--name|1|Name
--from|1|Number or name the messages come from
--account-sid|1|Account SID
--auth-token|1|Auth token
--auth-token-file|1file|Read --auth-token from a file
--enabled|?|Whether messages go through it
--no-enabled||The same as --enabled false
create-vonage-provider createVonageProvider|#provider|Set up Vonage for text messages
--provider-id|1|ID of the new provider (made by the server unless given)
--name|1|Name
--from|1|Number or name the messages come from
--api-key|1|API key
--api-key-file|1file|Read --api-key from a file
--api-secret|1|API secret
--api-secret-file|1file|Read --api-secret from a file
--enabled|?|Whether messages go through it
--no-enabled||The same as --enabled false
update-vonage-provider updateVonageProvider|#provider|Change the settings of Vonage
:--provider-id|1id|Provider ID
--name|1|Name
--from|1|Number or name the messages come from
--api-key|1|API key
--api-key-file|1file|Read --api-key from a file
--api-secret|1|API secret
--api-secret-file|1file|Read --api-secret from a file
--enabled|?|Whether messages go through it
--no-enabled||The same as --enabled false
'@
    'storage' = @'
list-buckets listBuckets|#bucket|List buckets
--where|+- $id $createdAt $updatedAt enabled name fileSecurity maximumFileSize encryption antivirus|Only what matches, such as 'price > 10'; several must all hold
--sort|+ $id $createdAt $updatedAt enabled name fileSecurity maximumFileSize encryption antivirus|Order by an attribute; -price is from high to low
--limit|1|At most N; the server gives 25 if this is left out
--offset|1|Skip the first N
--cursor-after|1id|Begin after this one
--cursor-before|1id|End before this one
--all||Everything, page by page as it comes
--queries|*|Queries as JSON, such as {"method":"limit","values":[5]} (at most 100 of 4096 characters)
--search|1|Words to look for (at most 256 characters)
create-bucket createBucket|#bucket|Create a bucket
--bucket-id|1|ID of the new bucket (made by the server unless given)
--name|1|Name
--permissions|*|Who may do what, such as read("any") or update("user:ID")
--file-security|?|Whether files may carry permissions of their own
--no-file-security||The same as --file-security false
--enabled|?|Whether it can be used
--no-enabled||The same as --enabled false
--maximum-file-size|1|Largest file it takes, in bytes
--allowed-file-extensions|*|File extensions it takes; all if left out (at most 100 of 64 characters)
--compression|1 none gzip zstd|How files are compressed
--encryption|?|Whether files are encrypted at rest
--no-encryption||The same as --encryption false
--antivirus|?|Whether files are scanned for viruses
--no-antivirus||The same as --antivirus false
get-bucket getBucket|#bucket|Show one bucket
:--bucket-id|1id|Bucket ID
update-bucket updateBucket|#bucket|Change the settings of a bucket
:--bucket-id|1id|Bucket ID
--name|1|Name
--permissions|*|Who may do what, such as read("any") or update("user:ID")
--file-security|?|Whether files may carry permissions of their own
--no-file-security||The same as --file-security false
--enabled|?|Whether it can be used
--no-enabled||The same as --enabled false
--maximum-file-size|1|Largest file it takes, in bytes
--allowed-file-extensions|*|File extensions it takes; all if left out (at most 100 of 64 characters)
--compression|1 none gzip zstd|How files are compressed
--encryption|?|Whether files are encrypted at rest
--no-encryption||The same as --encryption false
--antivirus|?|Whether files are scanned for viruses
--no-antivirus||The same as --antivirus false
delete-bucket deleteBucket||Delete a bucket with its files
:--bucket-id|1id|Bucket ID
list-files listFiles|#file|List the files of a bucket
:--bucket-id|1id|Bucket ID
--where|+- $id $createdAt $updatedAt name signature mimeType sizeOriginal chunksTotal chunksUploaded|Only what matches, such as 'price > 10'; several must all hold
--sort|+ $id $createdAt $updatedAt name signature mimeType sizeOriginal chunksTotal chunksUploaded|Order by an attribute; -price is from high to low
--limit|1|At most N; the server gives 25 if this is left out
--offset|1|Skip the first N
--cursor-after|1id|Begin after this one
--cursor-before|1id|End before this one
--all||Everything, page by page as it comes
--queries|*|Queries as JSON, such as {"method":"limit","values":[5]} (at most 100 of 4096 characters)
--search|1|Words to look for (at most 256 characters)
create-file createFile|#file|Upload a file
:--bucket-id|1id|Bucket ID
--file-id|1|ID of the new file (made by the server unless given)
--file|1file|File to upload
--permissions|*|Who may do what, such as read("any") or update("user:ID")
get-file getFile|#file|Show one file, without its content
:--bucket-id|1id|Bucket ID
:--file-id|1id|File ID
update-file updateFile|#file|Rename a file or change its permissions
:--bucket-id|1id|Bucket ID
:--file-id|1id|File ID
--name|1|Name
--permissions|*|Who may do what, such as read("any") or update("user:ID")
delete-file deleteFile||Delete a file
:--bucket-id|1id|Bucket ID
:--file-id|1id|File ID
get-file-download getFileDownload||Download a file
:--bucket-id|1id|Bucket ID
:--file-id|1id|File ID
get-file-view getFileView||Get a file as a browser shows it
:--bucket-id|1id|Bucket ID
:--file-id|1id|File ID
get-file-preview getFilePreview||Get an image file, resized or otherwise changed
:--bucket-id|1id|Bucket ID
:--file-id|1id|File ID
--width|1|Width in pixels, 0 to keep it (0 to 4000, default 0)
--height|1|Height in pixels, 0 to keep it (0 to 4000, default 0)
--gravity|1 center top-left top top-right left right bottom-left bottom bottom-right|Which part to keep when it is cropped (default center)
--quality|1|Quality in percent (0 to 100, default 100)
--border-width|1|Border in pixels (0 to 100, default 0)
--border-color|1|Colour of the border in hex without #
--border-radius|1|Radius of the corners in pixels (0 to 4000, default 0)
--opacity|1|0 for invisible to 1 for solid (0 to 1, default 1)
--rotation|1|Degrees to rotate it by (-360 to 360, default 0)
--background|1|Background colour in hex without #
--output|1 jpg jpeg gif png webp|Format of the image
upload||Upload many files, or whole folders
:--bucket-id|1id|Bucket ID
:path|*|File, folder or pattern
--id|1 unique name path|What to make the ID of each file from; unique makes a new one each time (unique)
--permissions|*|Who may do what with each file, such as read("any")
--skip-existing||Skip files whose ID is already in the bucket
--hidden||From folders, also take names that begin with a dot
--concurrency|1|At most N requests at once (3)
download||Download many files, or all of a bucket
:--bucket-id|1id|Bucket ID
:file-id|*|ID of a file
--all||Every file of the bucket
--skip-existing||Skip files that are already in the folder, whatever is in them
--concurrency|1|At most N requests at once (3)
'@
    'teams' = @'
list|#team|List teams
--where|+- $id $createdAt $updatedAt name total billingPlan|Only what matches, such as 'price > 10'; several must all hold
--sort|+ $id $createdAt $updatedAt name total billingPlan|Order by an attribute; -price is from high to low
--limit|1|At most N; the server gives 25 if this is left out
--offset|1|Skip the first N
--cursor-after|1id|Begin after this one
--cursor-before|1id|End before this one
--all||Everything, page by page as it comes
--queries|*|Queries as JSON, such as {"method":"limit","values":[5]} (at most 100 of 4096 characters)
--search|1|Words to look for (at most 256 characters)
create|#team|Create a team
--team-id|1|ID of the new team (made by the server unless given)
--name|1|Name (at most 128 characters)
--roles|*|Roles of the user who creates it (at most 100 of 32 characters)
get|#team|Show one team
:--team-id|1id|Team ID
update-name updateName|#team|Rename a team
:--team-id|1id|Team ID
--name|1|Name (at most 128 characters)
delete||Delete a team; its members stay users
:--team-id|1id|Team ID
get-prefs getPrefs||Show the preferences of a team
:--team-id|1id|Team ID
update-prefs updatePrefs||Replace the preferences of a team
:--team-id|1id|Team ID
--prefs|=@file|All preferences; those left out are dropped
list-memberships listMemberships|#membership|List the members of a team
:--team-id|1id|Team ID
--where|+- $id $createdAt $updatedAt userId teamId invited joined confirm|Only what matches, such as 'price > 10'; several must all hold
--sort|+ $id $createdAt $updatedAt userId teamId invited joined confirm|Order by an attribute; -price is from high to low
--limit|1|At most N; the server gives 25 if this is left out
--offset|1|Skip the first N
--cursor-after|1id|Begin after this one
--cursor-before|1id|End before this one
--all||Everything, page by page as it comes
--queries|*|Queries as JSON, such as {"method":"limit","values":[5]} (at most 100 of 4096 characters)
--search|1|Words to look for (at most 256 characters)
create-membership createMembership|#membership|Add a user to a team, or invite somebody
:--team-id|1id|Team ID
--email|1|E-mail address of the person to invite
--user-id|1id|ID of the user to add
--phone|1|Phone number of the person to invite
--roles|*|Roles in the team, such as owner (at most 100 of 32 characters)
--url|1|Page of your app that the invitation opens
--name|1|Name of a user who is new (at most 128 characters)
get-membership getMembership|#membership|Show one membership
:--team-id|1id|Team ID
:--membership-id|1id|Membership ID
update-membership updateMembership|#membership|Replace the roles of a member
:--team-id|1id|Team ID
:--membership-id|1id|Membership ID
--roles|*|Roles in the team, such as owner (at most 100 of 32 characters)
delete-membership deleteMembership||Remove a member from a team
:--team-id|1id|Team ID
:--membership-id|1id|Membership ID
update-membership-status updateMembershipStatus|#membership|Accept an invitation with its link
:--team-id|1id|Team ID
:--membership-id|1id|Membership ID
--user-id|1id|User ID from the link
--secret|1|Secret from the link
--secret-file|1file|Read --secret from a file
'@
    'users' = @'
list|#user|List users
--where|+- $id $createdAt $updatedAt name email phone status passwordUpdate registration emailVerification phoneVerification labels|Only what matches, such as 'price > 10'; several must all hold
--sort|+ $id $createdAt $updatedAt name email phone status passwordUpdate registration emailVerification phoneVerification labels|Order by an attribute; -price is from high to low
--limit|1|At most N; the server gives 25 if this is left out
--offset|1|Skip the first N
--cursor-after|1id|Begin after this one
--cursor-before|1id|End before this one
--all||Everything, page by page as it comes
--queries|*|Queries as JSON, such as {"method":"limit","values":[5]} (at most 100 of 4096 characters)
--search|1|Words to look for (at most 256 characters)
create|#user|Create a user
--user-id|1|ID of the new user (made by the server unless given)
--email|1|E-mail address
--phone|1|Phone number, such as +4915112345678
--password|1|Password in plain text (at least 8 characters)
--password-file|1file|Read --password from a file
--name|1|Name (at most 128 characters)
get|#user|Show one user
:--user-id|1id|User ID
delete||Delete a user
:--user-id|1id|User ID
update-name updateName|#user|Change the name of a user
:--user-id|1id|User ID
--name|1|Name (at most 128 characters)
update-email updateEmail|#user|Change the e-mail address of a user
:--user-id|1id|User ID
--email|1|E-mail address
update-phone updatePhone|#user|Change the phone number of a user
:--user-id|1id|User ID
--number|1|Phone number, such as +4915112345678
update-password updatePassword|#user|Change the password of a user
:--user-id|1id|User ID
--password|1|New password (at least 8 characters)
--password-file|1file|Read --password from a file
update-status updateStatus|#user|Block or unblock a user
:--user-id|1id|User ID
--status|?|true to unblock, false to block
--no-status||The same as --status false
update-labels updateLabels|#user|Replace the labels of a user
:--user-id|1id|User ID
--labels|*|All labels; those left out are dropped (at most 1000)
update-email-verification updateEmailVerification|#user|Mark an e-mail address as verified or not
:--user-id|1id|User ID
--email-verification|?|Whether it is verified
--no-email-verification||The same as --email-verification false
update-phone-verification updatePhoneVerification|#user|Mark a phone number as verified or not
:--user-id|1id|User ID
--phone-verification|?|Whether it is verified
--no-phone-verification||The same as --phone-verification false
get-prefs getPrefs||Show the preferences of a user
:--user-id|1id|User ID
update-prefs updatePrefs||Replace the preferences of a user
:--user-id|1id|User ID
--prefs|=@file|All preferences; those left out are dropped
list-logs listLogs|#log|List what a user did lately
:--user-id|1id|User ID
--limit|1|At most N; the server gives 25 if this is left out
--offset|1|Skip the first N
--all||Everything, page by page as it comes
--queries|*|Queries as JSON text; logs take only limit and offset
list-memberships listMemberships|#membership|List the teams of a user
:--user-id|1id|User ID
list-identities listIdentities|#identity|List identities at other sign-in providers
--where|+- $id $createdAt $updatedAt userId provider providerUid providerEmail providerAccessTokenExpiry|Only what matches, such as 'price > 10'; several must all hold
--sort|+ $id $createdAt $updatedAt userId provider providerUid providerEmail providerAccessTokenExpiry|Order by an attribute; -price is from high to low
--limit|1|At most N; the server gives 25 if this is left out
--offset|1|Skip the first N
--cursor-after|1id|Begin after this one
--cursor-before|1id|End before this one
--all||Everything, page by page as it comes
--queries|*|Queries as JSON, such as {"method":"limit","values":[5]} (at most 100 of 4096 characters)
--search|1|Words to look for (at most 256 characters)
delete-identity deleteIdentity||Delete an identity
:--identity-id|1id|Identity ID
create-argon2-user createArgon2User create-argon-2-user|#user|Create a user from a hash by Argon2
--user-id|1|ID of the new user (made by the server unless given)
--email|1|E-mail address
--password|1|Hash of the password by Argon2
--password-file|1file|Read --password from a file
--name|1|Name (at most 128 characters)
create-bcrypt-user createBcryptUser|#user|Create a user from a hash by bcrypt
--user-id|1|ID of the new user (made by the server unless given)
--email|1|E-mail address
--password|1|Hash of the password by bcrypt
--password-file|1file|Read --password from a file
--name|1|Name (at most 128 characters)
create-md5-user createMd5User createMD5User create-md-5-user|#user|Create a user from a hash by MD5
--user-id|1|ID of the new user (made by the server unless given)
--email|1|E-mail address
--password|1|Hash of the password by MD5
--password-file|1file|Read --password from a file
--name|1|Name (at most 128 characters)
create-phpass-user createPhpassUser createPHPassUser create-ph-pass-user|#user|Create a user from a hash by PHPass
--user-id|1|ID of the new user (made by the server unless given)
--email|1|E-mail address
--password|1|Hash of the password by PHPass
--password-file|1file|Read --password from a file
--name|1|Name (at most 128 characters)
create-scrypt-user createScryptUser|#user|Create a user from a hash by scrypt
--user-id|1|ID of the new user (made by the server unless given)
--email|1|E-mail address
--password|1|Hash of the password by scrypt
--password-file|1file|Read --password from a file
--password-salt|1|Salt the hash was made with
--password-cpu|1|CPU cost the hash was made with
--password-memory|1|Memory cost the hash was made with
--password-parallel|1|Parallelization the hash was made with
--password-length|1|Length of the hash
--name|1|Name (at most 128 characters)
create-scrypt-modified-user createScryptModifiedUser|#user|Create a user from a hash by Firebase's scrypt
--user-id|1|ID of the new user (made by the server unless given)
--email|1|E-mail address
--password|1|Hash of the password by Firebase's scrypt
--password-file|1file|Read --password from a file
--password-salt|1|Salt the hash was made with
--password-salt-separator|1|Salt separator the hash was made with
--password-signer-key|1|Signer key the hash was made with
--password-signer-key-file|1file|Read --password-signer-key from a file
--name|1|Name (at most 128 characters)
create-sha-user createShaUser createSHAUser|#user|Create a user from a hash by SHA
--user-id|1|ID of the new user (made by the server unless given)
--email|1|E-mail address
--password|1|Hash of the password by SHA
--password-file|1file|Read --password from a file
--password-version|1 sha1 sha224 sha256 sha384 sha512/224 sha512/256 sha512 sha3-224 sha3-256 sha3-384 sha3-512|Which SHA made the hash
--name|1|Name (at most 128 characters)
list-sessions listSessions|#session|List the sessions of a user
:--user-id|1id|User ID
create-session createSession|#session|Create a session for a user
:--user-id|1id|User ID
delete-session deleteSession||End one session of a user
:--user-id|1id|User ID
:--session-id|1id|Session ID
delete-sessions deleteSessions||End all sessions of a user
:--user-id|1id|User ID
create-token createToken|#token|Create a token with which a user can sign in
:--user-id|1id|User ID
--length|1|How many characters its secret has
--expire|1|Seconds until it expires
update-mfa updateMfa|#user|Turn the second factor of a user on or off
:--user-id|1id|User ID
--mfa|?|Whether signing in takes a second factor
--no-mfa||The same as --mfa false
list-mfa-factors listMfaFactors|#mfaFactors|List the factors a user can use
:--user-id|1id|User ID
delete-mfa-authenticator deleteMfaAuthenticator|#user|Remove the authenticator app of a user
:--user-id|1id|User ID
:--type|1 totp|Kind of authenticator
get-mfa-recovery-codes getMfaRecoveryCodes|#mfaRecoveryCodes|Show the recovery codes of a user
:--user-id|1id|User ID
create-mfa-recovery-codes createMfaRecoveryCodes|#mfaRecoveryCodes|Make recovery codes for a user
:--user-id|1id|User ID
update-mfa-recovery-codes updateMfaRecoveryCodes|#mfaRecoveryCodes|Replace the recovery codes of a user
:--user-id|1id|User ID
list-targets listTargets|#target|List where messages can reach a user
:--user-id|1id|User ID
--where|+- $id $createdAt $updatedAt name email phone status passwordUpdate registration emailVerification phoneVerification labels|Only what matches, such as 'price > 10'; several must all hold
--sort|+ $id $createdAt $updatedAt name email phone status passwordUpdate registration emailVerification phoneVerification labels|Order by an attribute; -price is from high to low
--limit|1|At most N; the server gives 25 if this is left out
--offset|1|Skip the first N
--cursor-after|1id|Begin after this one
--cursor-before|1id|End before this one
--all||Everything, page by page as it comes
--queries|*|Queries as JSON, such as {"method":"limit","values":[5]} (at most 100 of 4096 characters)
create-target createTarget|#target|Add an address, a number or a device of a user
:--user-id|1id|User ID
--target-id|1|ID of the new target (made by the server unless given)
--provider-type|1 email sms push|Kind of message it takes
--identifier|1|E-mail address, phone number or device token
--provider-id|1id|ID of the messaging provider to use
--name|1|Name, such as that of the device (at most 128 characters)
get-target getTarget|#target|Show one target of a user
:--user-id|1id|User ID
:--target-id|1id|Target ID
update-target updateTarget|#target|Change a target of a user
:--user-id|1id|User ID
:--target-id|1id|Target ID
--identifier|1|E-mail address, phone number or device token
--provider-id|1id|ID of the messaging provider to use
--name|1|Name, such as that of the device (at most 128 characters)
delete-target deleteTarget||Delete a target of a user
:--user-id|1id|User ID
:--target-id|1id|Target ID
export||Write all users to a file, with the hashes of their passwords
--where|+- $id $createdAt $updatedAt name email phone status passwordUpdate registration emailVerification phoneVerification labels|Only what matches, such as 'price > 10'; several must all hold
--sort|+ $id $createdAt $updatedAt name email phone status passwordUpdate registration emailVerification phoneVerification labels|Order by an attribute; -price is from high to low
--cursor-after|1id|Begin after this one
--search|1|Words to look for
--queries|*|Queries as JSON, such as {"method":"equal","attribute":"status","values":[false]}
import||Create users from a file of NDJSON, JSON or CSV
:--file|1|File to read: .ndjson, .json or .csv; - is stdin
--hash|1 argon2 bcrypt md5 phpass scrypt scryptMod sha|How the passwords are hashed, if the rows have no hash field; without either, they are plain
--on-conflict|1 fail skip|What to do if a user with the ID, e-mail address or phone number already exists (fail)
--input-format|1 ndjson json csv|Format of the file, if its name does not say; stdin is read as ndjson
--concurrency|1|At most N requests at once (8); fewer while the server limits the rate or is slow
--restart||Start over, instead of going on where an earlier run of this import stopped
delete-many||Delete several users: those with these IDs, or those that match a condition
:--user-ids|*|IDs of users
--where|+- $id $createdAt $updatedAt name email phone status passwordUpdate registration emailVerification phoneVerification labels|Only what matches, such as 'price > 10'; several must all hold
--search|1|Words to look for
--queries|*|Queries as JSON, such as {"method":"equal","attribute":"status","values":[false]}
--all||Every user of the project
--concurrency|1|At most N requests at once (8); fewer while the server limits the rate or is slow
'@
    'login' = @'
--email|1|Log in to the console with this address and a password
--password-stdin||Read the password from stdin
--mfa-factor|1 totp email phone recoveryCode|The second factor to use
--otp|1|The code of the second factor
--api-key-stdin||Log in with the API key of a project, read from stdin
--organization|1|The organisation that a new project belongs to
--new-project|1|Create a project, with --project as its ID if that is given and free
--new-organization|1|Create an organisation for the new project
--without-project||Log in to the console and choose a project later
'@
    'logout' = @'
--all||Log out of every profile
'@
    'whoami' = @'

'@
    'init' = @'
--organization|1|The organisation that a new project belongs to
--new-project|1|Create a project, with --project as its ID if that is given and free
--new-organization|1|Create an organisation for the new project
--new-key|1 read-only ci-deploy everything|Create an API key with the scopes of this preset
--key-scopes|*|Create an API key with these scopes
--key-name|1|Name of the key (appwrite-cli PRESET); one with that name and the same scopes is used again
--key-profile|1|Keep the key as this profile instead of printing it
'@
    'doctor' = @'

'@
    'api' = @'
:method|1 GET POST PUT PATCH DELETE|HTTP method
:path|1|Path below the endpoint
--data|=@file|JSON body of the request
--param|+|A query parameter; repeatable
'@
    'commands' = @'

'@
    'profile' = @'
list||List the profiles; the current one is marked
show||Show one profile; its secret is hidden, but for the end of an API key
:name|1profile|Name of the profile; the current one if left out
--reveal||Show the whole secret
use||Make a profile the current one
:name|1profile|Name of the profile; asked for on a terminal
add||Keep an endpoint, a project and an API key under a name
:name|1|Name of the profile; asked for on a terminal
--api-key-stdin||Read the API key from stdin, so that it appears in no process list
remove||Forget a profile and its secret, and end its session
:name|1profile|Name of the profile; asked for on a terminal
'@
    'completion' = @'
bash||Print the script that completes lines in bash
zsh||Print the script that completes lines in zsh
fish||Print the script that completes lines in fish
powershell||Print the script that completes lines in PowerShell
install||Put the script where your shell looks for it
--shell|1 bash zsh fish powershell|For this shell instead of the one in SHELL
uninstall||Undo what install did
--shell|1 bash zsh fish powershell|For this shell instead of the one in SHELL
'@
    'sandbox' = @'
start||Start a server on this machine and keep it running until Ctrl-C
--port|1|Port to listen on; 0, the default, takes a free one
--host|1|Address to listen on instead of 127.0.0.1; others can then reach it
--seed||Begin with a small shop (a database with products, users, a team, a bucket) and a login
--data|1folder|Keep everything in this folder; without it, everything is gone at the end
--rate-limit|1|Answer 429 after N requests a minute
--latency|1|Wait this long before each answer
--fail-rate|1|Let this share of requests fail, from 0 to 1
run||Start a server, run a command against it, and end with its exit code
:command|*command|The command and its arguments, after --
--seed||Begin with a small shop (a database with products, users, a team, a bucket) and a login
--data|1folder|Keep everything in this folder; without it, everything is gone at the end
--rate-limit|1|Answer 429 after N requests a minute
--latency|1|Wait this long before each answer
--fail-rate|1|Let this share of requests fail, from 0 to 1
'@
  }

  function Read-Row([string] $text) {
    $columns = $text.Split([char[]] '|', 3)
    [pscustomobject] @{ Names = $columns[0].TrimStart(':').Split(' '); Values = $columns[1]; Note = $columns[2]; Kind = $text[0] }
  }

  # The rows of a table that belong to a command, its own in front; without a command, those that belong to none.
  function Get-Rows([string] $table, [string] $command) {
    $reads = $command -eq ''
    foreach ($text in "$($tables[$table])".Split([char[]] "`r`n", [StringSplitOptions]::RemoveEmptyEntries)) {
      if ($text -match '^[^:-]') {
        if ($reads) { break }
        $reads = $text.Split('|')[0].Split(' ') -ccontains $command
      }
      if ($reads) { Read-Row $text }
    }
  }

  function Get-Commands([string] $table) {
    $lines = "$($tables[$table])".Split([char[]] "`r`n", [StringSplitOptions]::RemoveEmptyEntries)
    $lines | Where-Object { $_ -match '^[^:-]' } | ForEach-Object { Read-Row $_ }
  }

  function Find-Flag([string] $name) {
    @($state.Rows) + @($state.Common) | Where-Object { $_.Names[0] -like '-*' -and $_.Names -ccontains $name } | Select-Object -First 1
  }

  # Offers a word, in quotes where the shell would read something else in it.
  function Add-Word([string] $word, [string] $note, [string] $type = 'ParameterValue') {
    if (-not $word.StartsWith($typed, [StringComparison]::OrdinalIgnoreCase)) { return }
    $text = $lead + $word
    if ($text -cnotmatch '^[\w./\\:=+~-]+$') {
      $text = "'" + [System.Management.Automation.Language.CodeGeneration]::EscapeSingleQuotedStringContent($text) + "'"
    }
    if ($note -eq '') { $note = $word }
    [System.Management.Automation.CompletionResult]::new($text, $word, $type, $note)
  }

  # Offers the flags whose value is not on the line yet.
  function Add-Flags {
    foreach ($row in @($state.Rows) + @($state.Common)) {
      $name = $row.Names[0]
      if ($name -notlike '-*' -or ($state.Given -ccontains $name -and $row.Values -notmatch '^[+*]')) { continue }
      Add-Word $name $row.Note 'ParameterName'
    }
  }

  function Add-Commands([string] $table) {
    Get-Commands $table | ForEach-Object { Add-Word $_.Names[0] $_.Note 'Command' }
  }

  # Offers what the server or the config file has. It is data: it is never evaluated.
  function Add-Answers([string] $flag) {
    $others = $state.Others
    $exitCode = $global:LASTEXITCODE
    @() | & $state.Program __complete $flag "=$typed" $state.Entry $state.Command @others 2> $null | ForEach-Object {
      $id, $name = $_.Split([char[]] "`t", 2)
      Add-Word $id "$name"
    }
    $global:LASTEXITCODE = $exitCode
  }

  function Add-Paths([switch] $foldersOnly) {
    $parent = $typed -replace '[^/\\]*$'
    Get-ChildItem -LiteralPath $(if ($parent) { $parent } else { '.' }) -ErrorAction SilentlyContinue |
      Where-Object { $_.PSIsContainer -or -not $foldersOnly } |
      ForEach-Object { Add-Word ($parent + $_.Name) '' 'ProviderItem' }
  }

  function Add-Values([string] $values, [string] $flag) {
    if ($values[0] -eq '?') { $values = '? true false' }
    $values = $values.Substring(1)
    if ($values.StartsWith(',')) {
      $values = $values.Substring(1)
      $comma = $typed.LastIndexOf(',') + 1
      $lead += $typed.Substring(0, $comma)
      $typed = $typed.Substring($comma)
    }
    # PowerShell adds no blank behind what it completes.
    if ($values.StartsWith('-')) { $values = $values.Substring(1) }
    if ($values -eq 'pairs') { $values = if ($typed.StartsWith('@')) { '@file' } else { 'id' } }
    if ($values -eq 'fields') {
      $values = $state.Fields
      if ($values -like '#*') {
        $values = (Get-Commands '#' | Where-Object { $_.Names[0] -ceq $values.Substring(1) }).Values
      }
      $flag = '--fields'
    }
    if ($values -like ' *') { $values.Trim().Split(' ') | ForEach-Object { Add-Word $_ '' } }
    elseif ($values -eq 'file') { Add-Paths }
    elseif ($values -eq 'folder') { Add-Paths -foldersOnly }
    elseif ($values -eq 'id') { Add-Answers $flag }
    elseif ($values -eq 'profile') { Add-Answers '--profile' }
    elseif ($values -eq 'commands') { Add-Commands $state.Command }
    elseif ($values -eq '@file' -and $typed.StartsWith('@')) {
      $lead += '@'
      $typed = $typed.Substring(1)
      Add-Paths
    }
  }

  # Completes what is no flag: a command, or the argument whose turn it is.
  function Add-Positional {
    if ($state.Deeper) { Add-Commands $state.Entry }
    elseif ($state.Turn) { Add-Values $state.Turn.Values $state.Turn.Names[0] }
  }

  # Gives the positional words to the arguments that no flag has named, in order: they are given then. The next one is
  # for the argument whose turn it is.
  function Set-Turn {
    $left = $state.Positions.Count
    foreach ($row in @($state.Rows) | Where-Object { $_.Kind -eq ':' -and $state.Given -cnotcontains $_.Names[0] }) {
      if ($left -eq 0 -or $row.Values[0] -eq '*') {
        $state.Turn = $row
        return
      }
      $state.Given += $row.Names[0]
      $left--
    }
  }

  $state = @{
    Program = $commandAst.GetCommandName(); Common = Get-Rows ''; Rows = @(); Fields = ''
    Entry = ''; Command = ''; Deeper = $true; Behind = $false; Given = @(); Positions = @(); Others = @(); Turn = $null
  }
  $takes = ''
  $flag = ''
  $count = 0
  foreach ($element in $commandAst.CommandElements | Select-Object -Skip 1) {
    if ($element.Extent.EndOffset -ge $cursorPosition) { break }
    $word = if ($element -is [System.Management.Automation.Language.StringConstantExpressionAst]) { $element.Value } else { $element.Extent.Text }
    $state.Others += $word
    if ($state.Behind) { $state.Positions += $word }
    elseif ($takes -match '^[1+]') { $takes = '' }
    elseif ($word -eq '--') { $state.Behind = $true; $takes = '' }
    elseif ($word -like '-?*') {
      $takes = ''
      $count = 0
      $row = Find-Flag ($word.Split('=')[0])
      if ($row) {
        $flag = $row.Names[0]
        $state.Given += $flag
        if ($word -notlike '*=*') { $takes = $row.Values }
      }
    }
    elseif ($takes -like '[?]*' -and 'true', 'false' -ccontains $word) { $takes = '' }
    elseif ($takes -like '[*]*') { }
    elseif ($takes -like '=*' -and ($count++ -eq 0 -or $word -like '*=*')) { }
    else {
      $takes = ''
      if (-not $state.Deeper) { $state.Positions += $word; continue }
      $state.Others = @($state.Others | Select-Object -SkipLast 1)
      if ($state.Entry -eq '') {
        $state.Entry = $word
        $state.Rows = @(Get-Rows $word)
        $state.Deeper = @(Get-Commands $word).Count -gt 0
      }
      else {
        $state.Command = $word
        $rows = @(Get-Rows $state.Entry $word)
        if ($rows.Count -gt 0) {
          $state.Fields = $rows[0].Values
          $state.Rows = @($rows | Select-Object -Skip 1)
          $state.Deeper = $false
        }
      }
    }
  }

  Set-Turn
  $typed = $wordToComplete.Trim([char[]] "'`"")
  $lead = ''
  if (-not $state.Behind) {
    if ($takes -match '^[1+]') { return Add-Values $takes $flag }
    if ($typed -like '--*=*') {
      $name, $value = $typed.Split([char[]] '=', 2)
      $row = Find-Flag $name
      $lead = "$name="
      $typed = $value
      if ($row -and $row.Values) { return Add-Values $row.Values $row.Names[0] }
      return
    }
    if ($typed -like '-*') { return Add-Flags }
    if ($takes -like '[*]*' -or ($takes -like '=*' -and $count -eq 0)) { return Add-Values $takes $flag }
    if ($takes -like '[?]*' -and ('true'.StartsWith($typed) -or 'false'.StartsWith($typed))) { return Add-Values $takes $flag }
    # Another pair may stand here, or the next argument.
    if ($takes -like '*pairs' -and $typed -notlike '@*') { Add-Values $takes $flag }
  }
  Add-Positional
}
