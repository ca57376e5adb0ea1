package perigee.vm.launch;

/**
 * Which standard streams are terminals: the shell knows best.
 *
 * @param in  standard input
 * @param out standard output
 * @param err standard error
 */
record Terminals(boolean in, boolean out, boolean err) {
    static final Terminals NONE = new Terminals(false, false, false);
    /** System property with the descriptors, of 0 to 2, that are terminals. */
    private static final String PROPERTY = "perigee.terminals";

    static Terminals ofProcess() {
        String descriptors = System.getProperty(PROPERTY, "");
        return new Terminals(descriptors.indexOf('0') >= 0, descriptors.indexOf('1') >= 0, descriptors.indexOf('2') >= 0);
    }

    /** Whether somebody sits there, types and reads. */
    boolean isForTyping() {
        return in && out;
    }
}
