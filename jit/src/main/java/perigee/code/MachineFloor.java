package perigee.code;

/**
 * What machine code stands on: the operating system's calls and the handles that enter code, both through FFM. Setting
 * them up takes 50 to 100 ms of one thread, so nothing on the way to the first interpreted instruction may touch them:
 * {@link #prepareInBackground} does it while the interpreter already runs. Whoever is earlier than that just waits.
 */
public final class MachineFloor {
    private MachineFloor() {
    }

    /** Whether machine code can run here: Linux on x86-64. */
    public static boolean isSupported() {
        return Supported.YES;
    }

    /** Sets everything up on this thread. Does nothing the second time. */
    public static void prepare() {
        if (isSupported()) {
            SystemCalls.prepare();
            NativeEntry.prepare();
        }
    }

    /**
     * Sets everything up on another thread, which ends with that and does not keep the process alive. If it cannot be done,
     * for want of file descriptors perhaps, whoever needs it next gets the error.
     *
     * @param then run on that thread behind it, if all went well
     */
    public static Thread prepareInBackground(Runnable then) {
        Thread thread = new Thread("perigee-machine-floor") { // a method reference would be set up on this thread
            @Override
            public void run() {
                try {
                    prepare();
                    then.run();
                } catch (LinkageError | RuntimeException _) {
                    // What has failed once fails again when it is used.
                }
            }
        };
        thread.setDaemon(true);
        thread.start();
        return thread;
    }

    private static final class Supported {
        static final boolean YES = System.getProperty("os.name").equals("Linux")
                && System.getProperty("os.arch").equals("amd64");
    }
}
