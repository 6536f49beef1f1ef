#!/bin/sh
# Tests the whole backend of appwrite.json, without Docker and without a server:
#
#   appwrite-cli sandbox run --functions --set ENDPOINT=endpoint --set KEY=key \
#     --project-file appwrite.json -- ./test.sh
#
# The sandbox sets APPWRITE_ENDPOINT, APPWRITE_PROJECT_ID and APPWRITE_API_KEY, and puts appwrite-cli on the PATH.
set -eu

expect() {
  if [ "$2" = "$3" ]; then echo "ok: $1"; else echo "FAILED: $1: $2 instead of $3"; exit 1; fi
}

# An event of one collection lets a function write into another.
appwrite-cli databases create-document main orders --document-id first --data item=Kettle --quiet > /dev/null
appwrite-cli sandbox tick 1s --quiet > /dev/null
expect 'an order is noted' \
  "$(appwrite-cli databases get-document main audit first -f raw --filter event)" \
  databases.main.collections.orders.documents.first.create

# A schedule runs as often as its time comes.
appwrite-cli sandbox tick 1h --quiet > /dev/null
expect 'the heartbeat ran every five minutes' \
  "$(appwrite-cli databases list-documents main heartbeats -f raw --filter total)" 12

# A web request goes to the domain of the function.
port=${APPWRITE_ENDPOINT##*:}
port=${port%/v1}
expect 'the function answers on its domain' \
  "$(curl -sS "http://127.0.0.1:$port/?name=Ann" -H "Host: hello.functions.localhost:$port")" \
  'Hello, Ann!'

# A new user proves the address with the secret that a mail would have brought.
appwrite-cli users create --user-id ann --email ann@example.com --quiet > /dev/null
APPWRITE_SESSION=$(appwrite-cli users create-session ann -f raw --filter secret)
APPWRITE_SESSION=$APPWRITE_SESSION appwrite-cli account create-verification \
  --url http://localhost/verify --quiet > /dev/null
appwrite-cli sandbox outbox --to ann@example.com -f raw --filter 'entries[-1].secret' |
  appwrite-cli account update-verification --user-id ann --secret - --quiet > /dev/null
expect 'the address is verified' "$(appwrite-cli users get ann -f raw --filter emailVerification)" true
