package perigee.vm.dump;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.InvalidPathException;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.function.Consumer;
import perigee.asm.MachineCode;
import perigee.build.InlineTree;
import perigee.code.CodeMap;
import perigee.code.CodeObject;
import perigee.ir.Graph;
import perigee.ir.GraphText;
import perigee.lir.LirFunction;
import perigee.lir.LirText;
import perigee.runtime.Functions;
import perigee.runtime.LoadedFunction;
import perigee.runtime.LuaState;
import perigee.vm.dump.Dump.Stage;
import perigee.vm.tier.CompileListener;
import perigee.vm.tier.OptimizeRequest;

/** Prints the stages of functions as these are compiled, each under a heading. */
public final class CompileDump implements CompileListener {
    /** What the code that all functions share is called. */
    private static final String STUBS = "stubs";

    private final Dump dump;
    private final LuaState state;
    private final Consumer<String> output;
    /** By name of a chunk: its lines, none if they cannot be read. */
    private final Map<String, List<String>> sources = new HashMap<>();

    /** @param output takes text, a char for each byte */
    public CompileDump(Dump dump, LuaState state, Consumer<String> output) {
        this.dump = dump;
        this.state = state;
        this.output = output;
    }

    @Override
    public void inlined(OptimizeRequest request, InlineTree tree) {
        if (isWanted(Stage.INLINE, request.function())) {
            print("inlining in", request, tree.text());
        }
    }

    @Override
    public void passed(OptimizeRequest request, String pass, Graph graph) {
        if (isWanted(Stage.GRAPH, request.function())) {
            print("graph " + pass + " of", request, GraphText.of(graph));
        }
    }

    @Override
    public void lowered(OptimizeRequest request, LirFunction function) {
        if (isWanted(Stage.LIR, request.function())) {
            print("low-level code of", request, LirText.of(function));
        }
    }

    @Override
    public void installed(LoadedFunction function, MachineCode code, CodeObject object, CodeMap map) {
        if (function == null ? dump.has(Stage.ASM) && STUBS.equals(dump.function()) : isWanted(Stage.ASM, function)) {
            output.accept(heading(object) + new CodeListing(state, function, object.kind(), object.start(), map)
                    .of(code, line -> line(function, line)) + "\n");
        }
    }

    /** The line before a listing of installed code. */
    static String heading(CodeObject object) {
        return "; ---- machine code of " + object.name() + ", "
                + object.kind().name().toLowerCase(Locale.ROOT).replace('_', ' ') + ", " + object.size() + " bytes\n";
    }

    private boolean isWanted(Stage stage, LoadedFunction function) {
        Functions functions = state.functions();
        return dump.has(stage) && (dump.function() == null
                || FunctionNames.isCalled(functions, function.prototype(), dump.function()));
    }

    private void print(String what, OptimizeRequest request, String text) {
        output.accept("; ---- " + what + " " + FunctionNames.place(request.function().prototype())
                + (request.isLoop() ? ", loop at instruction " + request.loop() : "") + "\n" + text + "\n");
    }

    // ---- source text ---------------------------------------------------------------------------------------------------

    /** A line of a function's source, if that is a file or the text itself; else null. */
    String line(LoadedFunction function, int line) {
        if (function == null) {
            return null;
        }
        String source = new String(function.prototype().source(), StandardCharsets.ISO_8859_1);
        List<String> lines = sources.computeIfAbsent(source, CompileDump::read);
        return line >= 1 && line <= lines.size() ? lines.get(line - 1) : null;
    }

    private static List<String> read(String source) {
        if (source.startsWith("=")) {
            return List.of();
        }
        if (!source.startsWith("@")) {
            return source.lines().toList();
        }
        try {
            return Files.readAllLines(Path.of(source.substring(1)), StandardCharsets.ISO_8859_1);
        } catch (IOException | InvalidPathException unreadable) {
            return List.of();
        }
    }
}
