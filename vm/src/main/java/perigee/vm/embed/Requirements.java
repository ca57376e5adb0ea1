package perigee.vm.embed;

/** What the JVM has to allow: it says so on its own account in a way that helps nobody. */
final class Requirements {
    private static final String EXPORT = "--add-exports=java.base/jdk.internal.misc=ALL-UNNAMED";
    private static final String NATIVE_ACCESS = "--enable-native-access=ALL-UNNAMED";

    private Requirements() {
    }

    /** @throws IllegalStateException naming the options of the JVM that are missing */
    static void check() {
        Module own = Requirements.class.getModule();
        boolean isExported = Object.class.getModule().isExported("jdk.internal.misc", own);
        boolean mayCall = own.isNativeAccessEnabled();
        if (!isExported || !mayCall) {
            throw new IllegalStateException("Perigee needs the JVM to be started with"
                    + (isExported ? "" : " " + EXPORT) + (mayCall ? "" : " " + NATIVE_ACCESS));
        }
    }
}
