#!/usr/bin/env bash
# Gives endpoint and project to the later steps, and lets the runner hide the API key in all logs.
set -euo pipefail

# A line break would add a variable of its own to the environment of the job.
set_variable() { # NAME VALUE
  [ -n "$2" ] || return 0
  if [[ $2 == *[$'\r\n']* ]]; then
    echo "::error::$3 has more than one line"
    exit 1
  fi
  echo "$1=$2" >> "$GITHUB_ENV"
}

if [ -n "$API_KEY" ]; then
  if [[ $API_KEY == *[$'\r\n']* ]]; then
    echo '::error::api-key has more than one line'
    exit 1
  fi
  echo "::add-mask::${API_KEY//'%'/%25}"
fi
set_variable APPWRITE_ENDPOINT "$ENDPOINT" endpoint
set_variable APPWRITE_PROJECT_ID "$PROJECT" project
if [ "$EXPORT_API_KEY" = true ]; then set_variable APPWRITE_API_KEY "$API_KEY" api-key; fi
