#!/usr/bin/env bash
# Shows the plan on the pull request, in one comment for each environment, which later runs replace.
set -euo pipefail

if [[ ! $ENVIRONMENT =~ ^[A-Za-z0-9._-]*$ || $ENVIRONMENT == *--* ]]; then
  echo '::error::environment has characters that a comment of HTML must not have'
  exit 1
fi
marker="<!-- appwrite-cli plan${ENVIRONMENT:+ of $ENVIRONMENT} -->"
# GitHub refuses a comment of more than 65,536 characters.
max_bytes=60000

body="$RUNNER_TEMP/appwrite-plan-comment.md"
{
  echo "$marker"
  awk -v max="$max_bytes" '
    NR == 1 || isCut { next }
    (bytes += length($0) + 1) > max { print "\nThe plan is longer: the summary of the job has all of it."; isCut = 1; next }
    { print }' "$RUNNER_TEMP/appwrite-plan.md"
} > "$body"

query='query($owner: String!, $name: String!, $number: Int!, $endCursor: String) {
  repository(owner: $owner, name: $name) { pullRequest(number: $number) {
    comments(first: 100, after: $endCursor) {
      nodes { databaseId viewerDidAuthor body }
      pageInfo { hasNextPage endCursor }
    }
  } }
}'
# Comments of others may begin with the marker too.
own=".data.repository.pullRequest.comments.nodes[] | select(.viewerDidAuthor and (.body | startswith(\"$marker\"))) | .databaseId"
ids=$(gh api graphql --paginate --field query="$query" --jq "$own" \
  --raw-field owner="${GITHUB_REPOSITORY%%/*}" --raw-field name="${GITHUB_REPOSITORY#*/}" --field number="$PULL_REQUEST")
id=${ids%%$'\n'*}

if [ -n "$id" ]; then
  gh api --silent --method PATCH "repos/$GITHUB_REPOSITORY/issues/comments/$id" --field body=@"$body"
else
  gh api --silent --method POST "repos/$GITHUB_REPOSITORY/issues/$PULL_REQUEST/comments" --field body=@"$body"
fi
