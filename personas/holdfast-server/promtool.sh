#!/bin/sh
# Brings promtool, which checks metrics and alerts, into personas/holdfast-server/target/promtool: the tests use it if it is
# there, or on the path, and say so if it is not. The Debian package is unpacked and not installed: that would start a server.
set -eu

target=$(CDPATH='' cd "$(dirname "$0")" && pwd -P)/target/promtool

if command -v promtool >/dev/null 2>&1 || [ -x "$target/usr/bin/promtool" ]; then
  exit 0
fi
if ! command -v apt-get >/dev/null || ! command -v dpkg-deb >/dev/null; then
  echo "promtool: this is no Debian system, so the tests with promtool will be skipped: put promtool on the path" >&2
  exit 0
fi

mkdir -p "$target"
cd "$target"
apt-get download -qq prometheus >&2
dpkg-deb --fsys-tarfile prometheus_*.deb | tar -x ./usr/bin/promtool
rm prometheus_*.deb
