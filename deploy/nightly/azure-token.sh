#!/bin/sh
# Keeps a fresh token of GitHub's in a file, for as long as the job lives: azure-token.sh <file> [seconds between]
# GitHub's tokens live for minutes and a lab for hours; Azure's SDK and Terraform read the file again whenever they need one
# (AZURE_FEDERATED_TOKEN_FILE). Fails when the first token cannot be had; later failures are tried again.
set -eu
file=$1
pause=${2:-240}
umask 077

fetch() {
  # The bearer goes by a file of curl's, not by its arguments, which every process on the machine can read.
  printf 'header = "Authorization: bearer %s"\n' "$ACTIONS_ID_TOKEN_REQUEST_TOKEN" |
    curl --silent --show-error --fail --retry 3 --max-time 30 --config - \
      "$ACTIONS_ID_TOKEN_REQUEST_URL&audience=api%3A%2F%2FAzureADTokenExchange" |
    sed -n 's/.*"value" *: *"\([^"]*\)".*/\1/p' >"$file.new"
  [ -s "$file.new" ] || return 1
  # Whoever reads meanwhile sees the old token or the new one, never half of one.
  mv "$file.new" "$file"
}

fetch || {
  echo "GitHub gave no token: the job needs the permission id-token: write." >&2
  exit 1
}
(
  trap 'exit 0' TERM INT
  while sleep "$pause"; do
    fetch || echo "No new token from GitHub; again in $pause s." >&2
  done
) </dev/null >/dev/null 2>"$file.log" &
echo $! >"$file.pid"
