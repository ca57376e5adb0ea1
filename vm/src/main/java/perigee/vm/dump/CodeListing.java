package perigee.vm.dump;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import perigee.asm.Listing;
import perigee.asm.MachineCode;
import perigee.asm.Site;
import perigee.baseline.BaselineCode;
import perigee.baseline.BaselineSite;
import perigee.bytecode.Printer;
import perigee.bytecode.Prototype;
import perigee.code.CodeKind;
import perigee.code.CodeMap;
import perigee.code.CodeObject;
import perigee.emit.StateAt;
import perigee.feedback.FieldCache;
import perigee.runtime.LoadedFunction;
import perigee.runtime.LuaState;

/** Installed code as text, with the names of all that is known: instructions of bytecode, fields, shapes, exits. */
final class CodeListing {
    private final LuaState state;
    private final LoadedFunction function;
    private final CodeObject object;
    private final CodeMap map;

    /** @param function whose code it is, or null */
    CodeListing(LuaState state, LoadedFunction function, CodeObject object, CodeMap map) {
        this.state = state;
        this.function = function;
        this.object = object;
        this.map = map;
    }

    /**
     * The listing under a heading, with an empty line at its end.
     *
     * @param code    as it was before it was linked: its relocations say names
     * @param sources has the lines of the function
     */
    String of(MachineCode code, SourceLines sources) {
        boolean isBaseline = function != null && object.kind() != CodeKind.OPTIMISED;
        int instructions = isBaseline ? function.prototype().code().length : -1;
        List<Site> sites = new ArrayList<>();
        for (Site site : code.sites()) {
            sites.add(new Site(site.offset(), site.kind(), describe(site.payload(), site.kind())));
        }
        if (object.kind() == CodeKind.BASELINE) {
            addBytecode(code, sites);
        }
        MachineCode described = new MachineCode(code.bytes(), code.codeSize(), code.alignment(), code.relocations(), sites,
                code.labels());
        return heading() + Listing.of(described, object.start(),
                new FieldNames(code, object.start(), map::describe, instructions), sources.of(function)) + "\n";
    }

    private String heading() {
        return "; ---- machine code of " + object.name() + ", "
                + object.kind().name().toLowerCase(Locale.ROOT).replace('_', ' ') + ", " + object.size() + " bytes\n";
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
            case FieldCache.Entry entry -> ShapeText.of(state.shapes(), entry.shape());
            case StateAt at -> ExitText.of(at);
            case Integer pc when kind instanceof BaselineSite -> "pc" + pc;
            case null -> null;
            default -> payload;
        };
    }
}
