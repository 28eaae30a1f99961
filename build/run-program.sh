# Sourced by launchers, after find_java: runs the program that stands in a directory, with its jars in the order of the
# file class-path.
#
#   run_program LAUNCHER DIRECTORY [ARGUMENT...]
#
# LAUNCHER is the command that people give to start the program.
#
# A start reads classes that are loaded and linked already from a cache, a file in the directory that belongs to exactly this
# Java and collector. Where there is none that fits, the program starts without it, and a process in the background makes one for
# the next start, once, if the directory can be written. HOLDFAST_AOT=wait makes it first and starts then; HOLDFAST_AOT=off
# neither makes nor uses one.

# The jars, named: Java takes a cache for the very class path it was made with, and a wildcard has no order.
class_path_of() {
  class_path=
  while read -r jar; do
    class_path=$class_path${class_path:+:}$1/$jar
  done <"$1/class-path"
}

# The name of the cache in the directory $1. Java itself refuses one that it did not make.
cache_of() {
  case $java_build in
  *[!A-Za-z0-9.+_-]* | '') java_build=java ;;
  esac
  cache=$1/$java_build-serial.aot
}

# shellcheck disable=SC3013 # all the shells know -nt
cache_fits() {
  [ -f "$cache" ] && ! [ "$JAVA_HOME/lib/server/libjvm.so" -nt "$cache" ]
}

# Runs a rehearsal of the program in the directory $1, which leaves the cache; one process at a time. Silent: whatever goes wrong,
# the program starts without. The environment of the user has no part in it. No profiles of methods: Java would compile at each
# start what was busy in the rehearsal.
make_cache() {
  work=$1/rehearsal
  if ! mkdir "$work" 2>/dev/null; then
    # Another one makes it, unless it died.
    owner=$(cat "$work/pid" 2>/dev/null)
    if { [ -z "$owner" ] || kill -0 "$owner" 2>/dev/null; } && [ -z "$(find "$work" -prune -mmin +10)" ]; then
      return
    fi
    rm -rf "$work" && mkdir "$work" || return
  fi
  rm -rf "$work".*
  env -i PATH="$PATH" HOME="$work" LC_ALL=C.UTF-8 "$JAVA_HOME/bin/java" \
    -XX:+UseSerialGC -XX:TieredStopAtLevel=1 -XX:AOTCacheOutput="$work/cache" --enable-native-access=ALL-UNNAMED \
    -XX:+IgnoreUnrecognizedVMOptions -XX:+UnlockDiagnosticVMOptions -XX:-AOTRecordTraining \
    -cp "$class_path" dev.holdfast.server.Rehearsal "$work/folder" &
  owner=$!
  echo "$owner" >"$work/pid"
  wait "$owner"
  made=$?
  # Out of the way of the next one, before anything takes time again.
  mv "$work" "$work.$owner" || return
  if [ "$made" -eq 0 ] && [ -s "$work.$owner/cache" ]; then
    # Java checks hardly more of it than its first bytes: after a power cut it must be whole or not there.
    { sync "$work.$owner/cache" || sync; } && mv -f "$work.$owner/cache" "$cache"
  fi
  rm -rf "$work.$owner"
} </dev/null >/dev/null 2>&1

run_program() {
  launcher=$1
  program=$2
  shift 2
  class_path_of "$program"
  cache=
  if [ "${HOLDFAST_AOT-}" != off ]; then
    cache_of "$program"
    if ! cache_fits && [ -w "$program" ]; then
      if [ "${HOLDFAST_AOT-}" = wait ]; then
        make_cache "$program"
      else
        # Not a child of the program, whose end it may outlive. It keeps no stream open: a client waits for their end.
        (trap '' HUP && make_cache "$program" &) </dev/null >/dev/null 2>&1
      fi
    fi
    cache_fits || cache=
  fi

  # Clients start servers with hardly any environment, and Java would then read arguments and file names as ASCII.
  case ${LC_ALL:-${LC_CTYPE:-${LANG:-C}}} in
  C | POSIX)
    [ -z "${LC_ALL-}" ] || LC_ALL=C.UTF-8
    LC_CTYPE=C.UTF-8
    export LC_CTYPE
    ;;
  esac

  # Serial collector and first compiler only: the fastest start and the least memory. Without the log options Java prints its
  # warnings to standard output; that a cache does not fit is none.
  # shellcheck disable=SC2086 # the options are meant to be split
  exec "$JAVA_HOME/bin/java" -XX:+UseSerialGC -XX:TieredStopAtLevel=1 ${cache:+"-XX:AOTCache=$cache"} \
    -Xlog:disable '-Xlog:all=warning,aot*=off,cds*=off:stderr' --enable-native-access=ALL-UNNAMED \
    -Dholdfast.launcher="$launcher" ${HOLDFAST_JAVA_OPTS-} -cp "$class_path" dev.holdfast.server.Main "$@"
}
