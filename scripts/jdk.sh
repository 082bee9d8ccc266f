# Finds a JDK 25 or newer. Sourced by ./ranvier and ./dev; plain POSIX sh, no process started for an
# ordinary JDK: its version is read from the `release` file.

ranvier_jdk_wanted=25

# True if $1 is the home of a JDK (with a compiler) that is new enough. Remembers what was looked at.
ranvier_is_jdk() {
  [ -n "$1" ] && [ -x "$1/bin/java" ] || return 1
  version=
  if [ -r "$1/release" ]; then
    while IFS='=' read -r key value; do
      [ "$key" = JAVA_VERSION ] && version=${value#\"} && version=${version%%[!0-9]*}
    done <"$1/release"
  fi
  if [ ! -x "$1/bin/javac" ]; then
    ranvier_jdk_seen="$ranvier_jdk_seen
  $1 (Java ${version:-of unknown version}, no compiler: a JRE)"
    return 1
  fi
  if [ "${version:-0}" -lt "$ranvier_jdk_wanted" ]; then
    ranvier_jdk_seen="$ranvier_jdk_seen
  $1 (Java ${version:-of unknown version})"
    return 1
  fi
}

# Prints the target of a chain of symbolic links.
ranvier_resolve() {
  file=$1
  while [ -L "$file" ]; do
    link=$(readlink "$file")
    case $link in
      /*) file=$link ;;
      *) file=$(dirname "$file")/$link ;;
    esac
  done
  printf '%s\n' "$file"
}

# Sets JAVA_HOME to a good JDK and exports it, or says what was looked at and fails.
ranvier_find_jdk() {
  ranvier_jdk_seen=
  ranvier_is_jdk "${JAVA_HOME:-}" && export JAVA_HOME && return 0

  on_path=$(command -v java 2>/dev/null || true)
  if [ -n "$on_path" ]; then
    real=$(ranvier_resolve "$on_path")
    home=${real%/bin/java}
    if [ ! -r "$home/release" ]; then
      # A shim (macOS, jenv, mise, ...): only java itself knows where it lives.
      home=$("$on_path" -XshowSettings:properties -version 2>&1 |
        sed -n 's/^ *java\.home = //p')
    fi
    ranvier_is_jdk "$home" && JAVA_HOME=$home && export JAVA_HOME && return 0
  fi

  if [ -x /usr/libexec/java_home ]; then
    home=$(/usr/libexec/java_home -F -v "$ranvier_jdk_wanted+" 2>/dev/null || true)
    ranvier_is_jdk "$home" && JAVA_HOME=$home && export JAVA_HOME && return 0
  fi

  user=${HOME:-/nonexistent}
  for home in /usr/lib/jvm/* /usr/lib64/jvm/* /usr/java/* /usr/local/java/* /opt/java/* /opt/jdk* \
    "$user"/.sdkman/candidates/java/* "$user"/.jdks/* "$user"/.jbang/cache/jdks/* \
    "$user"/.asdf/installs/java/* "$user"/.local/share/mise/installs/java/* \
    /Library/Java/JavaVirtualMachines/*/Contents/Home \
    "$user"/Library/Java/JavaVirtualMachines/*/Contents/Home \
    /opt/homebrew/opt/openjdk*/libexec/openjdk.jdk/Contents/Home; do
    ranvier_is_jdk "$home" && JAVA_HOME=$home && export JAVA_HOME && return 0
  done

  cat >&2 <<END
ranvier: needs JDK $ranvier_jdk_wanted or newer and found none.
Looked at JAVA_HOME (${JAVA_HOME:-not set}), java on the PATH (${on_path:-none}), /usr/lib/jvm, /usr/java,
/opt, ~/.sdkman, ~/.jdks, ~/.asdf, mise, /Library/Java. Found there:${ranvier_jdk_seen:-
  no Java at all}
Get JDK $ranvier_jdk_wanted from https://adoptium.net or your package manager, or set JAVA_HOME to one you have.
END
  return 1
}

# Maven under JDK 25 warns of its own libraries' old habits; these options say that this is known.
ranvier_maven() {
  if ! command -v mvn >/dev/null 2>&1; then
    echo "ranvier: needs Maven 3.6.3 or newer to build, and 'mvn' is not on the PATH." \
      "Get it from https://maven.apache.org or your package manager." >&2
    return 1
  fi
  MAVEN_OPTS="--sun-misc-unsafe-memory-access=allow --enable-native-access=ALL-UNNAMED ${MAVEN_OPTS:-}" \
    mvn "$@"
}
