#!/bin/sh
# What a container of Wirebook does:
#   shard           the labs of this pod's part: JOB_COMPLETION_INDEX (from 0) of WIREBOOK_SHARDS
#   merge           one page over all reports
#   anything else   the lab command with these words: er-ipsec-backup, list, doctor, report er-ipsec-backup …
# Reports go to WIREBOOK_REPORTS (default /reports), further options of `run --all` come from WIREBOOK_OPTIONS.
set -eu
root=$(CDPATH='' cd -- "$(dirname -- "$0")/../.." && pwd)
reports=${WIREBOOK_REPORTS:-/reports}

wrong() {
  echo "wirebook: $1" >&2
  exit 2
}

is_number() {
  case $1 in
    '' | *[!0-9]*) return 1 ;;
  esac
}

case ${1:-} in
  shard)
    index=${JOB_COMPLETION_INDEX:-}
    shards=${WIREBOOK_SHARDS:-}
    is_number "$index" || wrong 'JOB_COMPLETION_INDEX is not a number: is this an Indexed Job?'
    is_number "$shards" || wrong 'WIREBOOK_SHARDS is not a number: set it to the completions of the Job.'
    [ "$index" -lt "$shards" ] ||
      wrong "JOB_COMPLETION_INDEX is $index, and there are $shards shards: is WIREBOOK_SHARDS less than the completions?"
    # Options are words, and are split here on purpose.
    # shellcheck disable=SC2086
    exec sh "$root/bin/lab" run --all --shard "$((index + 1))/$shards" --reports "$reports" ${WIREBOOK_OPTIONS:-}
    ;;
  merge)
    exec sh "$root/bin/lab" report merge "$reports" --reports "$reports"
    ;;
  list | doctor | new | sweep | help | --help | -h | --version)
    exec sh "$root/bin/lab" "$@"
    ;;
  '') wrong 'say what to do: shard, merge, or words of the lab command.' ;;
  *)
    exec sh "$root/bin/lab" "$@" --reports "$reports"
    ;;
esac
