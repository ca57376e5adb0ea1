package perigee.vm.embed;

import java.io.InputStream;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import perigee.heap.HeapExhaustedException;
import perigee.runtime.StandardStreams;
import perigee.stdlib.ChunkLoading;

/**
 * A Lua universe with all libraries, in a Java program.
 *
 * <pre>{@code
 *   try (Lua lua = Lua.builder().maxHeap(64 << 20).build()) {
 *       lua.set("log", arguments -> { log.info(arguments.getText(0)); return LuaValues.NONE; });
 *       lua.run("function area(r) log('area') return math.pi * r * r end", "shapes.lua");
 *       double area = lua.getFunction("area").call(2.5).getDouble(0);
 *   }
 * }</pre>
 *
 * <p>It belongs to the thread that has built it, until that {@linkplain #release releases} it. Used by any other
 * thread, or after it was closed, all methods throw {@link IllegalStateException}; only {@link #interrupt} may come
 * from anywhere. So it is with the {@link LuaHandle}s that come out of it. Several of them live in one process, and
 * know nothing of each other.
 *
 * <p>Values are those of the table in the {@linkplain perigee.vm.embed package's description}. Errors of Lua code come
 * as {@link LuaException}; after any of them, and after a {@link LuaExit}, things go on.
 */
public final class Lua implements AutoCloseable {
    private final Machine machine;

    private Lua(Machine machine) {
        this.machine = machine;
    }

    public static Builder builder() {
        return new Builder();
    }

    /** What a {@link Lua} is to be like. What is not said is as in {@code vm/bin/vm}. */
    public static final class Builder {
        private Tier tier = Tier.AUTO;
        private long maxHeap;
        private InputStream in = System.in;
        private OutputStream out = System.out;
        private OutputStream err = System.err;

        private Builder() {
        }

        /** How far functions are compiled; {@link Tier#AUTO} if nothing is said. */
        public Builder tier(Tier tier) {
            this.tier = tier;
            return this;
        }

        /**
         * The most bytes that Lua objects may take. A program that needs more gets the error "not enough memory". If
         * nothing is said, half of the machine's memory, or less when the system refuses that much.
         */
        public Builder maxHeap(long bytes) {
            if (bytes <= 0) {
                throw new IllegalArgumentException("a heap of " + bytes + " bytes");
            }
            maxHeap = bytes;
            return this;
        }

        /** Where {@code io.read} reads; {@link System#in} if nothing is said. Never closed. */
        public Builder input(InputStream stream) {
            in = stream;
            return this;
        }

        /**
         * Where {@code print} and {@code io.write} write; {@link System#out} if nothing is said. Never closed. All
         * output is there when a method of this package returns to code that Lua code has not called.
         */
        public Builder output(OutputStream stream) {
            out = stream;
            return this;
        }

        /** Where {@code io.stderr} and warnings go; {@link System#err} if nothing is said. Never closed. */
        public Builder errorOutput(OutputStream stream) {
            err = stream;
            return this;
        }

        /**
         * A new one, that belongs to this thread.
         *
         * @throws IllegalStateException when the JVM was started without the options that the package's description
         *                               names, or there is too little memory for the libraries
         */
        public Lua build() {
            Requirements.check();
            StandardStreams streams = HostStreams.of(in, out, err);
            try {
                return new Lua(new Machine(tier.policy, maxHeap, streams));
            } catch (HeapExhaustedException | OutOfMemoryError tooLittle) {
                throw new IllegalStateException("not enough memory for a Lua state", tooLittle);
            }
        }
    }

    // ---- chunks -----------------------------------------------------------------------------------------------------

    /**
     * Runs a chunk.
     *
     * @param text in Lua; its strings are in UTF-8
     * @param name what messages call it
     * @return what it returns
     * @throws LuaException its error, also one in the text
     */
    public LuaValues run(String text, String name) {
        return machine.perform(() -> machine.run(chunk(text, name)));
    }

    /**
     * Makes a function of a chunk, to be called more than once.
     *
     * @throws LuaException an error in the text
     */
    public LuaFunction load(String text, String name) {
        return machine.perform(() -> new LuaFunction(machine, chunk(text, name)));
    }

    private long chunk(String text, String name) {
        byte[] bytes = text.getBytes(StandardCharsets.UTF_8);
        byte[] displayed = ("=" + name).getBytes(StandardCharsets.UTF_8);
        return ChunkLoading.load(machine.state(), bytes, bytes.length, displayed, "t", machine.state().globals());
    }

    // ---- globals and new objects ------------------------------------------------------------------------------------

    /** The value of a global variable. */
    public Object get(String name) {
        return machine.perform(() -> machine.get(machine.state().globals(), machine.conversion().word(name)));
    }

    /**
     * The function in a global variable.
     *
     * @throws IllegalArgumentException if it has another value
     */
    public LuaFunction getFunction(String name) {
        if (get(name) instanceof LuaFunction function) {
            return function;
        }
        throw new IllegalArgumentException("global '" + name + "' is no function");
    }

    /** Sets a global variable. */
    public void set(String name, Object value) {
        machine.perform(() -> {
            long key = machine.conversion().key(name);
            machine.set(machine.state().globals(), key, machine.conversion().word(value));
            return null;
        });
    }

    /** The same for a function, which may be written as a lambda. */
    public void set(String name, JavaFunction value) {
        set(name, (Object) value);
    }

    /** The table of global variables. */
    public LuaTable globals() {
        return machine.perform(() -> new LuaTable(machine, machine.state().globals()));
    }

    public LuaTable newTable() {
        return machine.perform(() -> new LuaTable(machine, machine.state().tables().create(0, 0)));
    }

    /** A function as Lua code sees it: the same one as often as it is given to Lua. */
    public LuaFunction newFunction(JavaFunction function) {
        return machine.perform(() -> new LuaFunction(machine, machine.javaCalls().word(function)));
    }

    // ---- threads and the end ----------------------------------------------------------------------------------------

    /**
     * Raises the error "interrupted!" in the Lua code that runs, compiled or not, at its next safepoint: some
     * microseconds later, unless it is in a Java function that takes longer. It is an error like others, which the code
     * may catch. When nothing runs, nothing happens. May be called by any thread, at any time.
     */
    public void interrupt() {
        machine.ownership().interrupt();
    }

    /**
     * Belongs no longer to this thread, but to the next one that uses it. Not by Java functions that Lua code has
     * called.
     */
    public void release() {
        machine.ownership().release();
    }

    /**
     * Ends it: finalizers run (manual 2.5.3), output is written, memory is freed. Not by Java functions that Lua code
     * has called. Does nothing the second time.
     */
    @Override
    public void close() {
        machine.close();
    }

    /** For tests. */
    Machine machine() {
        return machine;
    }
}
