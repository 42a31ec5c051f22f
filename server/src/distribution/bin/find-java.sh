# Finds a Java of version 21 or newer; sourced by ./stator and ./mvnw.
#
#   find_java java     anything that can run Stator
#   find_java javac    a JDK, which can also build it
#
# Sets java_home and java_feature (21, 25, …), or returns 1 and leaves in java_seen what was
# found instead. JAVA_HOME wins if it is new enough, else the newest one does. Nothing is
# executed: a JDK's version stands in its file "release".

java_feature_min=21

# Sets feature to the version of the JDK in folder $1 that has the tool $2, or to 0.
read_feature() {
    feature=0
    [ -x "$1/bin/$2" ] && [ -r "$1/release" ] || return 0
    while IFS='=' read -r key value; do
        if [ "$key" = JAVA_VERSION ]; then
            value=${value#\"}
            value=${value%%[!0-9]*}
            feature=${value:-0}
            break
        fi
    done <"$1/release"
}

find_java() {
    java_home=
    java_feature=0
    java_seen=
    if [ -n "${JAVA_HOME:-}" ]; then
        read_feature "$JAVA_HOME" "$1"
        if [ "$feature" -ge "$java_feature_min" ]; then
            java_home=$JAVA_HOME
            java_feature=$feature
            return 0
        fi
    fi
    path_home=$(command -v "$1" 2>/dev/null) && path_home=$(readlink -f "$path_home" 2>/dev/null)
    path_home=${path_home%/bin/*}
    for candidate in "$path_home" \
        /usr/lib/jvm/* /usr/lib64/jvm/* /usr/java/* /usr/local/openjdk-* /opt/java/* /opt/jdk* \
        "${HOME:-/nonexistent}"/.sdkman/candidates/java/* "${HOME:-/nonexistent}"/.jdks/* \
        "${HOME:-/nonexistent}"/.asdf/installs/java/* \
        "${HOME:-/nonexistent}"/.local/share/mise/installs/java/* \
        /home/linuxbrew/.linuxbrew/opt/openjdk*/libexec \
        /opt/homebrew/opt/openjdk*/libexec/openjdk.jdk/Contents/Home \
        /usr/local/opt/openjdk*/libexec/openjdk.jdk/Contents/Home \
        /Library/Java/JavaVirtualMachines/*/Contents/Home \
        "${HOME:-/nonexistent}"/Library/Java/JavaVirtualMachines/*/Contents/Home; do
        read_feature "$candidate" "$1"
        [ "$feature" -gt 0 ] && java_seen="$java_seen $feature in $candidate,"
        if [ "$feature" -gt "$java_feature" ]; then
            java_home=$candidate
            java_feature=$feature
        fi
    done
    java_seen=${java_seen%,}
    [ "$java_feature" -ge "$java_feature_min" ]
}

# Says that there is no such Java, and what to do.
explain_missing_java() {
    {
        echo "Stator needs a JDK of version $java_feature_min or newer, and there is none in the usual places."
        [ -n "$java_seen" ] && echo "Found:$java_seen."
        echo "Install one, for example with"
        echo "    apt install openjdk-21-jdk       Debian 13, Ubuntu"
        echo "    dnf install java-21-openjdk-devel   Fedora, RHEL"
        echo "    brew install openjdk             macOS"
        echo "or from https://adoptium.net, or set JAVA_HOME to the folder of one."
    } >&2
}
