package perigee.fuzz;

/** Something that runs Lua programs. */
interface Engine extends AutoCloseable {
    /** What interpreters call themselves in messages, as far as outcomes are concerned. */
    String PROGRAM_NAME = "lua";

    String name();

    /** Runs a program to its end, or as long as patience lasts; never throws for what the program or the engine did. */
    Outcome run(String program);

    @Override
    default void close() {
    }
}
