#!/bin/sh
# Stands for docker in tests: writes down how it was called, and runs a container as a process with the runner for Node.js.
# Files in DOCKER_FAKE_STATE say what does not work.
state=$DOCKER_FAKE_STATE
# In the order of their starts; two calls at a time have names of their own.
call=$state/call.$(date +%s%N).$$
printf '%s\0' "$@" > "$call.args"
env > "$call.env"

fail() {
  echo "$2" >&2
  exit "$1"
}

run() {
  [ ! -e "$state/dies" ] || fail 137 'out of memory'
  for argument; do
    path=${argument#*source=}
    path=${path%%\"*}
    case $argument in
      *target=/mnt/source*) source=$path ;;
      *target=/mnt/result) result=$path ;;
      *target=/tmp/code.tar.gz*) archive=$path ;;
      appwrite-cli-*) name=$argument ;;
    esac
    last=$argument
  done
  if [ -n "$result" ]; then
    echo "building with $last"
    echo archive > "$result/code.tar.gz"
    return
  fi
  [ -e "$archive" ] || fail 125 'no such archive'
  echo "$PPID $$" > "$state/pids"
  exec "$DOCKER_FAKE_NODE" "$DOCKER_FAKE_RUNNER" v3 "$source" 3> "$state/$name"
}

case $1 in
  version) [ ! -e "$state/down" ] || fail 1 'Cannot connect to the Docker daemon' ;;
  image) [ -e "$state/image" ] || exit 1 ;;
  pull)
    [ ! -e "$state/offline" ] || fail 1 'pull access denied'
    touch "$state/image"
    ;;
  port) sed -n 's/.*"port":\([0-9]*\).*/127.0.0.1:\1/p' "$state/$2" 2> /dev/null ;;
  run) run "$@" ;;
esac
