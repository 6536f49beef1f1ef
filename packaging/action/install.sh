#!/usr/bin/env bash
# Installs the version that the action names, if the archive of this platform has the expected hash. An archive from the
# cache is checked like one that was just fetched.
set -euo pipefail

fail() {
  echo "::error::$1"
  exit 1
}

[[ $VERSION =~ ^[0-9]+\.[0-9]+\.[0-9]+(-[0-9A-Za-z.-]+)?$ ]] || fail 'version has to be a version, such as 1.2.3'
[[ $RELEASES =~ ^(https|file):// ]] || fail 'releases has to be the https address of the releases'

case "$RUNNER_OS-$RUNNER_ARCH" in
  Linux-X64) platform=linux-x64 ;;
  Linux-ARM64) platform=linux-arm64 ;;
  macOS-X64) platform=darwin-x64 ;;
  macOS-ARM64) platform=darwin-arm64 ;;
  Windows-X64) platform=win-x64 ;;
  *) fail "there is no appwrite-cli for $RUNNER_OS on $RUNNER_ARCH" ;;
esac

name="appwrite-cli-$VERSION-$platform.tar.gz"
expected=$(awk -v name="$name" '$2 == name { print $1 }' <<< "$CHECKSUMS")
[[ $expected =~ ^[0-9a-f]{64}$ ]] || fail "checksums has no SHA-256 of $name"

hash_of() {
  if command -v sha256sum > /dev/null; then sha256sum < "$1"; else shasum -a 256 < "$1"; fi | awk '{ print $1 }'
}

archive="$RUNNER_TEMP/appwrite-cli-archive/$name"
if [ ! -f "$archive" ] || [ "$(hash_of "$archive")" != "$expected" ]; then
  mkdir -p "$(dirname "$archive")"
  curl --fail --silent --show-error --location --proto '=https,file' --proto-redir '=https' --retry 3 \
    --output "$archive" "$RELEASES/v$VERSION/$name"
  if [ "$(hash_of "$archive")" != "$expected" ]; then
    rm -f "$archive"
    fail "$name has another SHA-256 than checksums says: nothing was installed"
  fi
fi

folder="$RUNNER_TEMP/appwrite-cli-$VERSION"
mkdir -p "$folder"
# From stdin, since tar takes the drive in a path of Windows for a host.
(cd "$folder" && tar -xzf -) < "$archive"
echo "$folder" >> "$GITHUB_PATH"
"$folder/appwrite-cli" --version
