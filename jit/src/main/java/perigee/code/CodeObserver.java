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

    /** One that tells two, in this order. */
    static CodeObserver both(CodeObserver first, CodeObserver second) {
        return new CodeObserver() {
            @Override
            public void installed(CodeObject code, byte[] linked) {
                first.installed(code, linked);
                second.installed(code, linked);
            }

            @Override
            public void freed(CodeObject code) {
                first.freed(code);
                second.freed(code);
            }
        };
    }
}
