#!/bin/sh
# Makes the distributions of the program that Maven has just built: called by ./mvnw -Pdist package.
#
#   packaging/build.sh JAVA_HOME VERSION OUTPUT
#
# Leaves in the directory OUTPUT
#   holdfast-VERSION.tar.gz              needs a Java 25
#   holdfast-VERSION-linux-MACHINE.tar.gz  brings its own, if this JDK can link one
#   holdfast-VERSION-linux-MACHINE.mcpb  the same as a bundle for AI clients, if zip is there
#   server.json                          for the MCP registry; with HOLDFAST_RELEASE_URL the bundle is named as there
# The same program gives the same bytes.
set -eu

java=$1
version=$2
output=$3
root=$(CDPATH='' cd "$(dirname "$0")/.." && pwd -P)
target=$root/personas/holdfast-server/target
read -r build <"$target/program"
program=$target/run/$build

# What the program and its libraries use (jdeps), less java.desktop, which Jackson does without.
modules=java.base,java.management,java.naming,java.net.http,java.security.jgss,java.sql,jdk.jfr,jdk.management,jdk.net,jdk.unsupported
# The system's time for all files, so that only the program decides on the bytes.
time='2026-01-01 00:00:00Z'

case $(uname -m) in
x86_64 | amd64) machine=x64 ;;
aarch64 | arm64) machine=arm64 ;;
*) machine=$(uname -m) ;;
esac

say() {
  printf 'packaging: %s\n' "$1" >&2
}

if ! tar --version 2>/dev/null | grep -q GNU; then
  say "no distributions: they are packed by GNU tar, which is not here"
  rm -rf "$output"
  exit 0
fi

# Puts the files of a distribution into the directory $1.
assemble() {
  mkdir -p "$1/bin" "$1/lib" "$1/libexec" "$1/share"
  cp "$root/packaging/holdfast" "$1/bin/holdfast"
  cp "$program"/*.jar "$program/class-path" "$1/lib/"
  cp "$root/build/find-java.sh" "$root/build/run-program.sh" "$1/libexec/"
  cp "$root/packaging/holdfast.service" "$1/share/"
  HOLDFAST_JAVA_HOME=$java HOLDFAST_AOT=off "$1/bin/holdfast" completion >"$1/share/holdfast.bash-completion"
  cp "$root/LICENSE" "$root/README.md" "$root/CHANGELOG.md" "$1/"
}

# Packs the directory $2 of the directory $1 as $3.
pack() {
  tar -C "$1" --sort=name --mtime="$time" --owner=0 --group=0 --numeric-owner --mode=u+rw,go=u-w --format=gnu -cf - "$2" |
    gzip -9n >"$3.new"
  mv "$3.new" "$3"
}

# Packs the directory $1 as the bundle $2, a zip file that keeps the modes of files.
zip_bundle() (
  cd "$1"
  chmod -R u+rw,go=u-w .
  find -L . -type f -exec touch -d "$time" {} +
  find -L . -type f | LC_ALL=C sort | TZ=UTC zip -q -9 -X -@ "$2.new.zip"
  mv "$2.new.zip" "$2"
)

rm -rf "$output"
mkdir -p "$output/staging"
output=$(CDPATH='' cd "$output" && pwd -P)
name=holdfast-$version
assemble "$output/staging/$name"
pack "$output/staging" "$name" "$output/$name.tar.gz"

image=$name-linux-$machine
if [ "$(uname -s)" != Linux ] ||
  ! { [ -d "$java/jmods" ] || "$java/bin/jlink" --help | grep -q 'run-time image enabled'; }; then
  say "no $image: this JDK cannot link a run-time image"
else
  "$java/bin/jlink" --add-modules "$modules" --strip-java-debug-attributes --no-header-files --no-man-pages \
    --output "$output/staging/runtime"
  mv "$output/staging/$name" "$output/staging/$image"
  mv "$output/staging/runtime" "$output/staging/$image/runtime"
  pack "$output/staging" "$image" "$output/$image.tar.gz"

  # The version of a bundle, and of the registry, is one of semver.
  bundle=$output/staging/bundle
  mkdir "$bundle"
  sed "s/@VERSION@/$version/" "$root/packaging/mcpb/manifest.json" >"$bundle/manifest.json"
  mv "$output/staging/$image" "$bundle/server"
  if command -v zip >/dev/null; then
    zip_bundle "$bundle" "$output/$image.mcpb"
  else
    say "no $image.mcpb: there is no zip here"
  fi
fi

packages=
if [ -n "${HOLDFAST_RELEASE_URL-}" ] && [ -f "$output/$image.mcpb" ]; then
  sum=$(sha256sum "$output/$image.mcpb")
  packages=$(printf '[{"registryType": "mcpb", "identifier": "%s/%s.mcpb", "fileSha256": "%s", "transport": {"type": "stdio"}}]' \
    "$HOLDFAST_RELEASE_URL" "$image" "${sum%% *}")
fi
sed -e "s/@VERSION@/$version/" -e "s|@PACKAGES@|${packages:-[]}|" "$root/packaging/server.json" >"$output/server.json"
rm -rf "$output/staging"
