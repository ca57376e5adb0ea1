package perigee.vm.dump;

import java.util.ArrayList;
import java.util.List;
import java.util.function.IntFunction;
import perigee.asm.Listing;
import perigee.asm.MachineCode;
import perigee.asm.Site;
import perigee.baseline.BaselineCode;
import perigee.baseline.BaselineSite;
import perigee.bytecode.Printer;
import perigee.bytecode.Prototype;
import perigee.code.CodeKind;
import perigee.code.CodeMap;
import perigee.deopt.DeoptState;
import perigee.deopt.VirtualFrame;
import perigee.emit.StateAt;
import perigee.feedback.FieldCache;
import perigee.runtime.LoadedFunction;
import perigee.runtime.LuaState;

/** Installed code as text, with the names of all that is known: instructions of bytecode, fields, shapes, exits. */
final class CodeListing {
    private final LuaState state;
    private final LoadedFunction function;
    private final CodeKind kind;
    private final long start;
    private final CodeMap map;

    /**
     * @param function whose code it is, or null
     * @param start    where it is; 0 if it is nowhere
     * @param map      other code, or null
     */
    CodeListing(LuaState state, LoadedFunction function, CodeKind kind, long start, CodeMap map) {
        this.state = state;
        this.function = function;
        this.kind = kind;
        this.start = start;
        this.map = map;
    }

    /**
     * @param code       as it was before it was linked: its relocations say names
     * @param sourceLine the text of a line, or null
     */
    String of(MachineCode code, IntFunction<String> sourceLine) {
        boolean isBaseline = function != null && kind != CodeKind.OPTIMISED;
        int instructions = isBaseline ? function.prototype().code().length : -1;
        List<Site> sites = new ArrayList<>();
        for (Site site : code.sites()) {
            sites.add(new Site(site.offset(), site.kind(), describe(site.payload(), site.kind())));
        }
        if (kind == CodeKind.BASELINE) {
            addBytecode(code, sites);
        }
        MachineCode described = new MachineCode(code.bytes(), code.codeSize(), code.alignment(), code.relocations(), sites,
                code.labels());
        return Listing.of(described, start, new FieldNames(code, start, map, instructions), sourceLine);
    }

    private void addBytecode(MachineCode code, List<Site> sites) {
        Prototype prototype = function.prototype();
        for (int pc = 0; pc < prototype.code().length; pc++) {
            sites.add(new Site(code.labels().get(BaselineCode.label(pc)), Site.Mark.COMMENT,
                    Printer.printInstruction(prototype, pc).strip().replaceAll(" +", " ")));
        }
        sites.sort((one, other) -> Integer.compare(one.offset(), other.offset()));
    }

    private Object describe(Object payload, Site.Kind kind) {
        return switch (payload) {
            case FieldCache.Entry entry -> ShapeText.of(state.shapes().byId(entry.shape()));
            case StateAt(var call, var exit, var _, var _, var _, var _) when exit != null
                    && exit.origin() instanceof DeoptState origin -> "exit #" + exit.number() + " " + text(origin);
            case StateAt _ -> "call";
            case Integer pc when kind instanceof BaselineSite -> "pc" + pc;
            case null -> null;
            default -> payload;
        };
    }

    /** The reason, and where the interpreter goes on: the innermost frame first. */
    private String text(DeoptState origin) {
        StringBuilder text = new StringBuilder(origin.reason().name());
        List<VirtualFrame> frames = origin.frames();
        for (int i = frames.size() - 1; i >= 0; i--) {
            VirtualFrame frame = frames.get(i);
            Prototype prototype = state.functions().ofCode(frame.code()).prototype();
            boolean isInlined = i > 0;
            text.append(i == frames.size() - 1 ? " @line " : " in line ")
                    .append(frame.pc() < prototype.lines().length ? Integer.toString(prototype.lines()[frame.pc()]) : "?");
            if (isInlined) {
                text.append(" of ").append(FunctionNames.place(prototype));
            }
        }
        return text.toString();
    }
}
