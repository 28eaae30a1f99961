#!/bin/sh
# Brings the official TypeScript client, and a Node that can run it, into verify/target/node: the tests use them if they are
# there and say so if they are not. Needs npm. Run it before ./mvnw verify; it does nothing where all is in place.
set -eu

node_package=node@24.21.0
# Programs of others that a test starts once. They come in parts for many platforms, which no lock file holds.
programs='@anthropic-ai/mcpb@2.1.2 @google/gemini-cli@0.61.0 @modelcontextprotocol/inspector@2.12.0 opencode-ai@1.18.33'
module=$(CDPATH='' cd "$(dirname "$0")" && pwd -P)
target=$module/target/node

if ! command -v npm >/dev/null 2>&1; then
  echo "node-clients: there is no npm here, so the tests with the TypeScript client will be skipped: install Node 22 or newer" >&2
  exit 0
fi

mkdir -p "$target"
cp "$module"/src/test/node/* "$target/"

# What runs all of this. Node may stay forever at its end while its compiler Maglev still works (nodejs/node#54918).
cat >"$target/run-node.new" <<END
#!/bin/sh
node='$target/runtime/node_modules/.bin/node'
[ -x "\$node" ] || node=node
exec "\$node" --no-maglev "\$@"
END
chmod +x "$target/run-node.new"
mv "$target/run-node.new" "$target/run-node"

# npm ci removes what is there, so it is run only when the lock file has changed.
if ! cmp -s "$target/package-lock.json" "$target/installed"; then
  (cd "$target" && npm ci --no-audit --no-fund --loglevel=error >&2)
  cp "$target/package-lock.json" "$target/installed"
fi

release=$(node --version 2>/dev/null | sed -n 's/^v\([0-9]*\)\..*/\1/p')
if [ "${release:-0}" -lt 22 ] && [ ! -x "$target/runtime/node_modules/.bin/node" ]; then
  mkdir -p "$target/runtime"
  echo '{"private": true}' >"$target/runtime/package.json"
  (cd "$target/runtime" && npm install --no-save --no-package-lock --no-audit --no-fund --loglevel=error "$node_package" >&2)
fi

if [ "$(cat "$target/programs/installed" 2>/dev/null)" != "$programs" ]; then
  mkdir -p "$target/programs"
  echo '{"private": true}' >"$target/programs/package.json"
  # shellcheck disable=SC2086 # one word for each program
  if (cd "$target/programs" && npm install --no-save --no-package-lock --no-audit --no-fund --loglevel=error $programs >&2); then
    echo "$programs" >"$target/programs/installed"
  else
    echo "node-clients: npm could not install $programs: the tests that start them will be skipped" >&2
  fi
fi
