package perigee.vm.launch;

import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import perigee.code.CodeObserver;
import perigee.code.PerfMap;
import perigee.heap.Heap;
import perigee.interp.Driver;
import perigee.regalloc.RegisterSet;
import perigee.runtime.LuaState;
import perigee.runtime.ProgramExit;
import perigee.runtime.StandardStreams;
import perigee.vm.dump.CompileDump;
import perigee.vm.dump.Dump;
import perigee.vm.dump.EventDump;
import perigee.vm.dump.HeapDump;
import perigee.vm.dump.InstalledCode;
import perigee.vm.host.Defaults;
import perigee.vm.host.MessageHandler;
import perigee.vm.host.ProtectedRun;
import perigee.vm.host.Shutdown;
import perigee.vm.repl.Repl;
import perigee.vm.tier.CompileListener;
import perigee.vm.tier.Faults;
import perigee.vm.tier.TierCounters;
import perigee.vm.tier.TierOptions;
import perigee.vm.tier.Tiers;

/** One state with its tiers, which does what a command line asks for, and is wound up as the reference does it. */
final class Session implements AutoCloseable {
    /**
     * System property of a JVM that records its start-up: it does so in an orderly end only, and clears all memory that is
     * reserved.
     */
    static final String TRAINING = "perigee.training";
    private static final long TRAINING_HEAP = 256 << 20;
    private static final int FAILURE = 1;

    private final CommandLine line;
    private final Messages messages;
    private final Terminals terminals;
    private final LuaState state;
    private final Observers observers;
    private final Driver driver;
    private final Tiers tiers;
    private final Interruption interruption;
    private final ProtectedRun run;
    /** Null unless somebody may ask for the code of functions. */
    private final InstalledCode code;
    private boolean beginsAnew;

    Session(CommandLine line, StandardStreams streams, Messages messages, Terminals terminals) {
        this.line = line;
        this.messages = messages;
        this.terminals = terminals;
        state = newState(line.options(), streams);
        JavaGarbage.watch(state);
        observers = new Observers(line.options(), messages, state);
        driver = new Driver(state);
        code = terminals.isForTyping() && line.isInteractive() ? new InstalledCode() : null;
        tiers = new Tiers(state, driver, line.options().tier(), tierOptions());
        interruption = new Interruption(state.stack());
        run = new ProtectedRun(state, driver, MessageHandler::handle, interruption);
        int collections = line.options().stress().collections();
        if (collections > 0) {
            state.heap().setStress(collections);
        }
    }

    private TierOptions tierOptions() {
        Options options = line.options();
        TierOptions result = TierOptions.DEFAULT;
        if (options.codeCache() > 0) {
            result = result.withCacheBytes(options.codeCache());
        }
        if (options.perfMap()) {
            result = result.withObserver(perfMap());
        }
        result = result.withListener(listener(options));
        if (options.dump() != null && options.dump().isOfEvents()) {
            result = result.withEvents(new EventDump(options.dump(), state, messages::toOutput));
        }
        if (options.stress().bailOuts()) {
            result = result.withFaults(Faults.of(options.stress().seed()));
        }
        if (options.stress().smallCaches()) {
            result = result.withSmallCaches();
        }
        int registers = options.stress().registers();
        if (registers > 0) {
            result = result.withRegisters(RegisterSet.first(Math.min(registers, RegisterSet.MOST_GPRS), registers));
        }
        if (options.compiles().verifies()) {
            result = result.verifying();
        }
        if (options.statistics()) {
            result = result.measuringMemory();
        }
        result = result.withGuardLife(options.stress().guardLife());
        boolean alone = options.stress().bailOuts() || dumpsCompiles(options);
        return observers.addTo(result).withCompilerThreads(alone ? 0 : compilerThreads(options));
    }

    private static boolean dumpsCompiles(Options options) {
        return options.dump() != null && options.dump().isOfCompilers();
    }

    private CompileListener listener(Options options) {
        List<CompileListener> listeners = options.compiles() == Options.Compiles.NONE ? new ArrayList<>()
                : new CompileFiles(options, messages).listeners();
        if (code != null) {
            listeners.add(code);
        }
        if (dumpsCompiles(options)) {
            listeners.add(new CompileDump(options.dump(), state, messages::toOutput));
        }
        return CompileListener.all(listeners);
    }

    private static int compilerThreads(Options options) {
        return options.compilerThreads() >= 0 ? options.compilerThreads() : Defaults.compilerThreads(options.tier());
    }

    private CodeObserver perfMap() {
        try {
            return PerfMap.open(PerfMap.standardPath());
        } catch (IOException failure) {
            messages.warn("no map for perf: " + failure.getMessage());
            return CodeObserver.NONE;
        }
    }

    private static LuaState newState(Options options, StandardStreams streams) {
        long nursery = options.nursery() > 0 ? options.nursery() : Heap.NURSERY;
        if (options.maxHeap() > 0) {
            return new LuaState(options.maxHeap(), nursery, streams);
        }
        return Defaults.newState(System.getProperty(TRAINING) == null ? Long.MAX_VALUE : TRAINING_HEAP, nursery, streams);
    }

    /** Runs everything, finalizers last; the exit status. */
    int execute() {
        try (observers) {
            return run();
        }
    }

    private int run() {
        int status;
        boolean closing = true;
        try {
            status = new Launcher(line, state, messages, run, terminals, this::converse).execute() ? 0 : FAILURE;
        } catch (ProgramExit exit) {
            status = exit.status();
            closing = exit.isClosing();
        }
        if (closing) {
            status = new Shutdown(state, run).close(status);
        }
        if (line.options().dump() != null && line.options().dump().has(Dump.Stage.HEAP)) {
            messages.toOutput(HeapDump.of(state));
        }
        if (line.options().statistics()) {
            messages.toError(Statistics.of(state, tiers));
        }
        boolean verifies = line.options().tier().waits() || line.options().compiles().verifies();
        if (verifies && !tiers.counters().unexpectedFailures().isEmpty()) {
            messages.warn("compiles that failed: " + tiers.counters().unexpectedFailures());
        }
        String report = observers.report(tiers);
        if (!report.isEmpty()) {
            // The program may have written something that is no whole line.
            messages.toError("\n" + report);
        }
        return status;
    }

    /** The prompt, until the user leaves it. */
    private void converse() {
        if (code == null) {
            new Prompt(state, run, messages).run();
        } else {
            interruption.share();
            beginsAnew = new Repl(new TerminalHost(state, driver, tiers, code, run), terminals.err()).run();
        }
    }

    /** Whether the user has asked for another session after this one. */
    boolean beginsAnew() {
        return beginsAnew;
    }

    /** What the tiers have done so far. */
    TierCounters counters() {
        return tiers.counters();
    }

    /** Frees the memory of the state, which a process that ends leaves to the system. */
    @Override
    public void close() {
        tiers.close();
        state.close();
    }
}
