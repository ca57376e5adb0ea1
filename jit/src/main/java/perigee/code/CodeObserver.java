package perigee.code;

/** Told of code as it comes and goes: by profilers' maps and dumps. */
public interface CodeObserver {
    CodeObserver NONE = new CodeObserver() {
        @Override
        public void installed(CodeObject code, byte[] linked) {
        }

        @Override
        public void freed(CodeObject code) {
        }
    };

    /** @param linked the bytes that were installed; not to be changed */
    void installed(CodeObject code, byte[] linked);

    void freed(CodeObject code);
}
