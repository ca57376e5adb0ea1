# For the scripts here, which read this file: find_jdk.

# Prints the feature release of the JDK in directory $1, or nothing: from its `release` file, which costs no JVM start.
release_of() {
    sed -n 's/^JAVA_VERSION="\([0-9]*\).*/\1/p' "$1/release" 2>/dev/null || :
}

# Sets jdk to the first suitable one of: JAVA_HOME, the usual place of packages, the java in PATH.
find_jdk() {
    on_path=$(command -v java 2>/dev/null) && on_path=$(dirname "$(dirname "$(readlink -f "$on_path")")") || on_path=
    for jdk in "${JAVA_HOME:-}" /usr/lib/jvm/* "$on_path"; do
        release=$(release_of "$jdk")
        if [ "${release:-0}" -ge 25 ] && [ -x "$jdk/bin/java" ]; then
            return 0
        fi
    done
    echo "${0##*/}: no JDK 25 or later in JAVA_HOME, /usr/lib/jvm or PATH" >&2
    exit 2
}
