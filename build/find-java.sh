# Sourced by ./mvnw and ./holdfast: finds a Java of at least the release the project is built for.
#
#   find_java jdk|jre
#
# On success sets and exports JAVA_HOME, and sets java_build to what tells this Java from others. Otherwise prints one sentence that says what to install and returns 1.
# Order: HOLDFAST_JAVA_HOME, JAVA_HOME, the java on the PATH, then the places where systems put their JDKs.
# Nothing is written to standard output: a protocol may be spoken there.

holdfast_java_release=25

# Does $1 hold a Java that serves for $2 (jdk or jre)? The "release" file tells it without starting a JVM. Leaves what names
# exactly this Java in java_build.
java_serves() {
  [ -n "$1" ] && [ -x "$1/bin/java" ] || return 1
  [ "$2" = jre ] || [ -x "$1/bin/javac" ] || return 1
  java_version=
  java_build=
  if [ -r "$1/release" ]; then
    while IFS='=' read -r java_key java_value; do
      case $java_key in
      JAVA_VERSION)
        java_version=${java_value#\"}
        ;;
      IMPLEMENTOR_VERSION | JAVA_RUNTIME_VERSION | OS_ARCH)
        java_value=${java_value#\"}
        java_build=$java_build${java_build:+-}${java_value%\"}
        ;;
      esac
    done <"$1/release"
  else
    java_version=$("$1/bin/java" -version 2>&1 | sed -n 's/.* version "\([0-9]*\).*/\1/p')
  fi
  java_version=${java_version%\"}
  java_build=${java_build:-$java_version}
  java_version=${java_version%%[!0-9]*}
  [ "${java_version:-0}" -ge "$holdfast_java_release" ]
}

# The home of the java on the PATH, links followed.
java_home_on_path() {
  java_on_path=$(command -v java 2>/dev/null) || return 0
  java_on_path=$(readlink -f "$java_on_path" 2>/dev/null || printf %s "$java_on_path")
  dirname "$(dirname "$java_on_path")"
}

find_java() {
  for java_candidate in "${HOLDFAST_JAVA_HOME-}" "${JAVA_HOME-}" PATH; do
    [ "$java_candidate" != PATH ] || java_candidate=$(java_home_on_path)
    if java_serves "$java_candidate" "$1"; then
      JAVA_HOME=$java_candidate
      export JAVA_HOME
      return 0
    fi
  done
  case $- in *f*) java_noglob=1; set +f ;; *) java_noglob= ;; esac
  set -- "$1" ${HOLDFAST_JVM_DIRS:-/usr/lib/jvm/* /usr/java/* /opt/java/* /opt/jdk* \
    "${HOME-}"/.sdkman/candidates/java/* "${HOME-}"/.jdks/* \
    /Library/Java/JavaVirtualMachines/*/Contents/Home /opt/homebrew/opt/openjdk*/libexec/openjdk.jdk/Contents/Home}
  [ -z "$java_noglob" ] || set -f
  java_wanted=$1
  shift
  for java_candidate in "$@"; do
    if java_serves "$java_candidate" "$java_wanted"; then
      JAVA_HOME=$java_candidate
      export JAVA_HOME
      return 0
    fi
  done
  echo "Holdfast needs a JDK $holdfast_java_release or newer and found none: install one (for example Eclipse Temurin from https://adoptium.net, or your system's package openjdk-$holdfast_java_release-jdk) or point JAVA_HOME at it." >&2
  return 1
}
