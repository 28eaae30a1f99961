#!/bin/sh
# Brings packages of npm and Debian's python3-filelock into benchmarks/target: the benchmarks measure them if they are
# there and say so if they are not. Nothing is installed outside of target. benchmarks/run calls this script; it does nothing where
# all is in place.
set -u

set -- proper-lockfile@4.1.2 write-file-atomic@7.0.1 atomically@2.1.1 @modelcontextprotocol/server-memory@2026.8.31 \
  @modelcontextprotocol/server-filesystem@2026.8.31
module=$(CDPATH='' cd "$(dirname "$0")" && pwd -P)
node=$module/target/node
python=$module/target/python

missing() {
  echo "benchmarks: $1 is not measured: $2" >&2
}

complete=true
for package in "$@"; do
  [ -d "$node/node_modules/${package%@*}" ] || complete=false
done
if [ "$complete" = false ]; then
  mkdir -p "$node"
  echo '{"private": true}' >"$node/package.json"
  if ! command -v npm >/dev/null 2>&1; then
    missing "what needs Node" "there is no npm here"
  # All at once: npm removes what it is not asked for.
  elif ! (cd "$node" && npm install --no-save --no-package-lock --no-audit --no-fund --loglevel=error "$@" >&2); then
    missing "what needs Node" "npm could not bring $*"
  fi
fi

if ! /usr/bin/python3 -c 'import filelock' 2>/dev/null && [ ! -d "$python/usr" ]; then
  mkdir -p "$python"
  if ! (cd "$python" && apt-get -qq download python3-filelock 2>/dev/null && dpkg -x python3-filelock_*.deb .); then
    missing "Python filelock" "Debian's package python3-filelock could not be had"
  fi
fi
exit 0
