package perigee.vm.tier;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.function.BiFunction;
import perigee.interp.Driver;
import perigee.layout.StackLayout;
import perigee.memory.Memory;
import perigee.object.Strings;
import perigee.regalloc.RegisterSet;
import perigee.runtime.LuaError;
import perigee.runtime.LuaState;
import perigee.runtime.Stack;
import perigee.runtime.StandardStreams;
import perigee.stdlib.ChunkLoading;
import perigee.stdlib.StandardLibrary;

/** A state with all libraries and a tier policy, for tests that run Lua text and look at what was printed and counted. */
final class TieredProgram implements AutoCloseable {
    private static final long HEAP_BYTES = 256L << 20;

    private final ByteArrayOutputStream printed = new ByteArrayOutputStream();
    private final LuaState state;
    private final Driver driver;
    private final Tiers tiers;

    TieredProgram(TierPolicy policy) {
        this(policy, TierOptions.DEFAULT);
    }

    TieredProgram(TierPolicy policy, TierOptions options) {
        this(policy, options, (_, _) -> OptimizingCompiler.NONE);
    }

    /** With the real optimising compiler, which checks what it does. */
    static TieredProgram optimizing() {
        return optimizing(RegisterSet.all());
    }

    TieredProgram(TierPolicy policy, OptimizingCompiler optimizer) {
        this(policy, TierOptions.DEFAULT, (_, _) -> optimizer);
    }

    TieredProgram(TierPolicy policy, BiFunction<LuaState, Driver, OptimizingCompiler> optimizer) {
        this(policy, TierOptions.DEFAULT, optimizer);
    }

    TieredProgram(TierPolicy policy, TierOptions options,
            BiFunction<LuaState, Driver, OptimizingCompiler> optimizer) {
        state = new LuaState(HEAP_BYTES,
                new StandardStreams(InputStream.nullInputStream(), printed, OutputStream.nullOutputStream()));
        driver = new Driver(state);
        tiers = new Tiers(state, driver, policy, options, optimizer.apply(state, driver));
        StandardLibrary.open(state);
    }

    /** Optimised code as soon as possible, made by the whole compiler with all its checks. */
    static TieredProgram optimizing(RegisterSet registers) {
        return optimizing(registers, TierOptions.DEFAULT);
    }

    /** The same with options. */
    static TieredProgram optimizing(RegisterSet registers, TierOptions options) {
        return new TieredProgram(TierPolicy.OPTIMIZED, options,
                (state, driver) -> new GraphCompiler(state, driver, true, registers, options));
    }

    /** What a chunk prints in a state of its own. */
    static String output(TierPolicy policy, String text) {
        try (TieredProgram program = new TieredProgram(policy)) {
            return program.run(text);
        }
    }

    /** A chunk prints what it does in the interpreter, and its code is optimised, all of it, and leaves less than so many times. */
    static void assertCodeStays(String text, int few) {
        try (TieredProgram program = optimizing()) {
            assertEquals(output(TierPolicy.INTERPRETER, text), program.run(text));
            TierCounters counters = program.counters();
            assertTrue(counters.optimized() > 0);
            assertEquals(0, counters.optimizedBailOuts(), () -> counters.optimizationFailures().toString());
            long left = counters.deopts().stream().mapToLong(TierCounters.Count::count).sum();
            assertTrue(left < few, () -> counters.deopts().toString());
        }
    }

    LuaState state() {
        return state;
    }

    /** Bytes of machine code that are installed. */
    long codeBytes() {
        return tiers.installedBytes();
    }

    Tiers tiers() {
        return tiers;
    }

    Driver driver() {
        return driver;
    }

    TierCounters counters() {
        return tiers.counters();
    }

    /** Runs a chunk and returns what it has printed, one char for each byte. */
    String run(String text) {
        return run(text, "=test");
    }

    /** The same of a chunk with a name, as {@code load} has it. */
    String run(String text, String chunkName) {
        byte[] bytes = text.getBytes(StandardCharsets.ISO_8859_1);
        printed.reset();
        try {
            byte[] name = chunkName.getBytes(StandardCharsets.US_ASCII);
            long function = ChunkLoading.load(state, bytes, bytes.length, name, "t", state.globals());
            Stack stack = state.stack();
            long place = stack.top();
            place += stack.ensure(place + 8L * Stack.NATIVE_WORDS);
            Memory.putLong(place, function);
            stack.setTop(place + StackLayout.HEADER_BYTES);
            driver.call(place, 0, 0);
            state.streams().out().flush();
        } catch (IOException failure) {
            throw new AssertionError(failure);
        } catch (LuaError error) {
            throw new AssertionError(Strings.toJava(state.conversions().plainText(state.errorValue())), error);
        }
        return printed.toString(StandardCharsets.ISO_8859_1);
    }

    /** Fails if a compile has ended with an exception: a check has found something wrong, and the program ran in a lower tier. */
    @Override
    public void close() {
        tiers.close();
        state.close();
        assertEquals(List.of(), counters().unexpectedFailures());
    }
}
