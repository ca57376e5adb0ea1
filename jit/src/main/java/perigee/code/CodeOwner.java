package perigee.code;

/** Whom installed code belongs to, a guest function most often: a name and an account. */
public final class CodeOwner {
    private final String name;
    private final Usage usage = new Usage();

    public CodeOwner(String name) {
        this.name = name;
    }

    public String name() {
        return name;
    }

    /** What its code takes now, code that is retired and not yet free included. */
    public Usage usage() {
        return usage;
    }
}
