package perigee.vm.report;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.function.BiConsumer;
import perigee.build.CompileRequest;
import perigee.build.FunctionFacts;
import perigee.build.InlineTree;
import perigee.build.InlineTree.Verdict;
import perigee.bytecode.Printer;
import perigee.bytecode.Prototype;
import perigee.ir.Block;
import perigee.ir.Graph;
import perigee.ir.GraphText;
import perigee.ir.Node;
import perigee.lir.Instruction;
import perigee.lir.LirFunction;
import perigee.lir.LirText;
import perigee.lir.Op;
import perigee.optimize.CompileResult;
import perigee.optimize.Stages;
import perigee.vm.dump.ExitText;
import perigee.vm.dump.ResultText;
import perigee.vm.dump.SourceLines;

/** Makes the panes of one compile, as its stages come. */
final class ReportStages implements Stages {
    private static final String LINE = "; line ";
    private static final int KNOWN_COLUMN = 64;

    private final CompileRequest request;
    private final BiConsumer<List<Pane>, CompileResult> output;
    private final Pane source = new Pane("source", false);
    private final Pane bytecode = new Pane("bytecode and feedback", true);
    private final Pane inlining = new Pane("inlining", false);
    private final Pane graphs = new Pane("graph", true);
    private final Pane lir = new Pane("low-level code", true);
    private final Pane code = new Pane("machine code", true);
    private final Pane exits = new Pane("exits", true);
    /** The function and those that were inlined into it, as far as they are of its chunk: what source is shown of. */
    private final List<FunctionFacts> functions = new ArrayList<>();
    private String lastGraph = "";
    private int passes;

    /** @param output takes the panes when the compile has ended, and what came of it */
    ReportStages(CompileRequest request, BiConsumer<List<Pane>, CompileResult> output) {
        this.request = request;
        this.output = output;
        functions.add(request.root());
    }

    // ---- what goes in ----------------------------------------------------------------------------------------------------

    @Override
    public void inlined(InlineTree tree) {
        Set<String> names = new HashSet<>();
        tree(tree, 0, true, names);
        request.functions().values().stream().filter(facts -> names.contains(facts.name()) && facts != request.root())
                .sorted((one, other) -> one.id() - other.id()).forEach(functions::add);
    }

    /** @param isOfRoot whether the lines of calls are those of the compiled function */
    private void tree(InlineTree tree, int depth, boolean isOfRoot, Set<String> names) {
        boolean isRoot = tree.verdict() == Verdict.ROOT;
        String text = "  ".repeat(depth) + tree.label();
        inlining.row(isRoot || !isOfRoot ? 0 : tree.line(), text);
        if (tree.verdict() == Verdict.INLINED) {
            names.add(tree.name());
        }
        tree.children().forEach(child -> tree(child, depth + 1, isRoot, names));
    }

    private void source() {
        Prototype root = request.root().prototype();
        List<String> lines = new SourceLines().of(root);
        boolean gap = false;
        for (int line = 1; line <= lines.size(); line++) {
            if (isShown(line)) {
                source.row(line, String.format("%5d  ", line) + Html.decode(lines.get(line - 1)));
                gap = true;
            } else if (gap) {
                source.row(0, "    …");
                gap = false;
            }
        }
        if (lines.isEmpty()) {
            source.row(0, "(the source cannot be read)");
        }
    }

    private boolean isShown(int line) {
        return functions.stream().map(FunctionFacts::prototype).anyMatch(function -> isOfChunk(function)
                && (function.lineDefined() == 0 || function.lineDefined() <= line && line <= function.lastLineDefined()));
    }

    private boolean isOfChunk(Prototype function) {
        return Arrays.equals(function.source(), request.root().prototype().source());
    }

    private void bytecode() {
        FeedbackText feedback = new FeedbackText(request);
        for (FunctionFacts facts : functions) {
            Prototype function = facts.prototype();
            bytecode.heading(Html.decode(Printer.title(function)));
            for (int pc = 0; pc < function.code().length; pc++) {
                int line = isOfChunk(function) && pc < function.lines().length ? function.lines()[pc] : 0;
                String known = feedback.of(facts, pc);
                String text = Html.decode(Printer.printInstruction(function, pc));
                bytecode.row(line, text, known.isEmpty() ? ""
                        : " ".repeat(Math.max(3, KNOWN_COLUMN - text.length())) + known);
            }
        }
    }

    // ---- stages ----------------------------------------------------------------------------------------------------------

    @Override
    public void passed(String pass, Graph graph) {
        String text = GraphText.of(graph);
        if (text.equals(lastGraph)) {
            graphs.noPart(pass.replaceFirst("^after ", ""));
            return;
        }
        lastGraph = text;
        graphs.part("pass-" + passes++, pass.replaceFirst("^after ", ""));
        for (Block block : graph.blocks()) {
            StringBuilder heading = new StringBuilder(block + " " + block.frequency() + (block.isLoopHead() ? " loop" : ""));
            block.predecessors().forEach(predecessor -> heading.append(heading.indexOf("<-") < 0 ? " <- " : " ")
                    .append(predecessor));
            graphs.heading(heading.toString());
            for (Node node : block.nodes()) {
                String line = GraphText.of(node);
                int state = node.state() == null ? line.length() : line.indexOf(" [");
                graphs.row(node.line(), "  " + line.substring(0, state), line.substring(state));
            }
        }
    }

    @Override
    public void lowered(LirFunction function) {
        for (perigee.lir.Block block : function.blocks()) {
            lir.heading(block + " " + block.frequency);
            for (Instruction instruction : block.instructions()) {
                if (instruction.op != Op.LABEL) {
                    instruction(function, instruction);
                }
            }
        }
    }

    /** Of an instruction's exit the number is enough: the rest stands in its own row. */
    private void instruction(LirFunction function, Instruction instruction) {
        String text = LirText.of(function, instruction);
        if (instruction.exit == null) {
            lir.row(instruction.line(), "  " + text);
            return;
        }
        lir.rowWithExits(instruction.line(), "  " + text.substring(0, text.lastIndexOf(" exit ")) + " exit "
                + instruction.exit.number());
        exits.exit(instruction.line(), instruction.exit.number(), "#" + instruction.exit.number() + " "
                + instruction.op + " " + ExitText.of(instruction.exit) + "\n     "
                + String.valueOf(instruction.exit.origin()).replace(" | ", "\n     "));
    }

    @Override
    public void ended(CompileResult result) {
        source();
        bytecode();
        if (result instanceof CompileResult.Code(var optimized, _, _, _, _)) {
            int line = 0;
            for (String row : ResultText.listing(optimized.code(), request).split("\n")) {
                if (row.startsWith(LINE)) {
                    int end = row.indexOf(':', LINE.length());
                    line = Integer.parseInt(row.substring(LINE.length(), end < 0 ? row.length() : end));
                }
                code.rowWithExits(line, Html.decode(row));
            }
        }
        output.accept(List.of(source, bytecode, inlining, graphs, lir, code, exits), result);
    }
}
