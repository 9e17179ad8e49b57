#!/bin/sh
# Runs all labs in the cluster that kubectl points at, then makes the page: run.sh [namespace]
# Exit code: 0 all labs passed, 1 not all did, 3 the page could not be made.
set -eu
here=$(CDPATH='' cd -- "$(dirname -- "$0")" && pwd)
namespace=${1:-default}

k() {
  kubectl --namespace "$namespace" "$@"
}

# How a Job ended: Complete, Failed, or nothing yet.
ended() {
  k get "job/$1" --output 'jsonpath={range .status.conditions[?(@.status=="True")]}{.type}{"\n"}{end}' |
    grep -x -e Complete -e Failed || true
}

wait_for() {
  until [ -n "$(ended "$1")" ]; do sleep "${WIREBOOK_POLL:-5}"; done
  ended "$1"
}

k apply --filename "$here/volume.yaml"
k delete job wirebook-labs wirebook-merge --ignore-not-found --wait
k apply --filename "$here/labs.yaml"
labs=$(wait_for wirebook-labs)
k get job wirebook-labs --output 'jsonpath=passed: {.status.completedIndexes}, failed: {.status.failedIndexes}{"\n"}'

k apply --filename "$here/merge.yaml"
[ "$(wait_for wirebook-merge)" = Complete ] || {
  echo "The page could not be made: kubectl --namespace $namespace logs job/wirebook-merge" >&2
  exit 3
}
k logs job/wirebook-merge
[ "$labs" = Complete ]
