# For the scripts here that run a class of the module with everything it uses, and read this file: run_java.

bench=$(cd "$(dirname "$0")" && pwd)
root=$(dirname "$bench")
class_path_file=$bench/target/jmh.classpath
. "$bench/find-jdk.sh"

# Whether everything is compiled, and since no source has changed.
is_built() {
    [ -s "$class_path_file" ] || return 1
    for module in interpreter stdlib jit vm bench; do
        [ -z "$(find "$root/pom.xml" "$root/$module/pom.xml" "$root/$module/src/main" -type f -newer "$class_path_file" \
                -print -quit)" ] || return 1
    done
}

compile() {
    (cd "$root" && mvn -q -B "$@" -pl bench -am process-classes)
}

# Becomes a JVM that runs class $1 with the further arguments, with the options of vm/bin/vm that matter to speed.
run_java() {
    find_jdk
    if ! is_built; then
        compile -o > /dev/null 2>&1 || compile || exit 2
        touch "$class_path_file"
    fi
    exec "$jdk/bin/java" -XX:+UseSerialGC -Xmn32m -XX:CompileCommand=quiet \
        -XX:Tier4InvocationThreshold=15000 -XX:Tier4MinInvocationThreshold=1800 -XX:Tier4CompileThreshold=45000 \
        -XX:Tier4BackEdgeThreshold=120000 -XX:MaxInlineLevel=10 -XX:InlineSmallCode=800 \
        '-XX:CompileCommand=dontinline,perigee.interp.handler.*::*' '-XX:CompileCommand=dontinline,*Lambda*::call' \
        -XX:-UsePerfData -Xss16m --sun-misc-unsafe-memory-access=allow \
        --add-exports=java.base/jdk.internal.misc=ALL-UNNAMED --enable-native-access=ALL-UNNAMED \
        -Dperigee.root="$root" -cp "$bench/target/classes:$(cat "$class_path_file")" "$@"
}
