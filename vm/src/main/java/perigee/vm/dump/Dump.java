package perigee.vm.dump;

import java.util.EnumSet;
import java.util.Locale;
import java.util.Set;

/**
 * What is to be printed.
 *
 * @param stages   of a program on its way
 * @param function only functions of this name, see {@link FunctionNames}; null for all
 */
public record Dump(Set<Stage> stages, String function) {
    /** What a program becomes, in this order. */
    public enum Stage {
        BYTECODE,
        /** The inlining decisions of the optimising compiler. */
        INLINE,
        /** Its graph after each pass. */
        GRAPH,
        /** Its low-level code before registers are allocated. */
        LIR,
        /** Machine code of all tiers. */
        ASM,
        /** No stage of a function: what becomes of its optimised code, and which guards fail. */
        DEOPT,
        /** The entries to code of loops in the middle. */
        OSR,
        /** The objects at the end. */
        HEAP;

        /** Whether it is of one function, at any time. */
        public boolean isOfFunction() {
            return compareTo(ASM) <= 0;
        }

        /** As it is written in an option. */
        public String text() {
            return name().toLowerCase(Locale.ROOT);
        }
    }

    /** {@code stage,stage,...[:function]}; null when there is no such stage. */
    public static Dump parse(String text) {
        int colon = text.indexOf(':');
        Set<Stage> stages = EnumSet.noneOf(Stage.class);
        for (String name : text.substring(0, colon < 0 ? text.length() : colon).split(",", -1)) {
            Stage stage = stage(name);
            if (stage == null) {
                return null;
            }
            stages.add(stage);
        }
        return new Dump(stages, colon < 0 ? null : text.substring(colon + 1));
    }

    private static Stage stage(String name) {
        for (Stage stage : Stage.values()) {
            if (stage.text().equals(name)) {
                return stage;
            }
        }
        return null;
    }

    public boolean has(Stage stage) {
        return stages.contains(stage);
    }

    /** Whether something is printed as the program goes on from one tier to another. */
    public boolean isOfEvents() {
        return has(Stage.DEOPT) || has(Stage.OSR);
    }

    /** Whether something is printed as functions are compiled. */
    public boolean isOfCompilers() {
        return has(Stage.INLINE) || has(Stage.GRAPH) || has(Stage.LIR) || has(Stage.ASM);
    }
}
