#!/usr/bin/env bash
# Plans a push of the project file: writes the saved plan, and the plan as Markdown to the summary of the job.
set -euo pipefail

set --
[ -z "$ENVIRONMENT" ] || set -- "$@" --env "$ENVIRONMENT"
[ -z "$CONFIG" ] || set -- "$@" --config "$CONFIG"

appwrite-cli check "$@"
if [ -z "${APPWRITE_API_KEY:-}" ]; then
  echo '::notice::There is no API key, as in pull requests from forks: the project file was checked, and no plan was made.'
  exit 0
fi

code=0
appwrite-cli plan "$@" --exit-code --json --out "$PLAN_FILE" --yes || code=$?
case $code in
  0) differs=false ;;
  9) differs=true ;;
  *) exit "$code" ;;
esac
appwrite-cli plan "$@" --format markdown > "$RUNNER_TEMP/appwrite-plan.md"
cat "$RUNNER_TEMP/appwrite-plan.md" >> "$GITHUB_STEP_SUMMARY"
{
  echo "differs=$differs"
  echo "plan-file=$PLAN_FILE"
} >> "$GITHUB_OUTPUT"
