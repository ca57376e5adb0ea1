package perigee.vm.dump;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import perigee.asm.Listing;
import perigee.asm.MachineCode;
import perigee.asm.Site;
import perigee.build.CompileRequest;
import perigee.emit.StateAt;
import perigee.optimize.CompileResult;

/** What came of a compile as text: the machine code by offsets, its exits described; and what it rests on. */
public final class ResultText {
    private ResultText() {
    }

    /** @param request that the result is of */
    public static String of(CompileResult result, CompileRequest request) {
        return switch (result) {
            case CompileResult.BailOut(String reason, var inlined) -> "; no code: " + reason + "\n"
                    + (inlined == null ? "" : inlined.text());
            case CompileResult.Code(var code, var assumptions, long closure, long[] references, var inlined) ->
                    listing(code.code(), request) + "; frame of " + code.frameSlots() + " slots, needs " + code.words()
                            + " words\n; rests on " + assumptions + "\n; for closure 0x" + Long.toHexString(closure)
                            + "\n; refers to " + Arrays.toString(references) + "\n" + inlined.text();
        };
    }

    /** The machine code alone. */
    public static String listing(MachineCode code, CompileRequest request) {
        List<Site> sites = new ArrayList<>();
        for (Site site : code.sites()) {
            sites.add(site.payload() instanceof StateAt state
                    ? new Site(site.offset(), site.kind(), ExitText.of(state)) : site);
        }
        MachineCode described = new MachineCode(code.bytes(), code.codeSize(), code.alignment(), code.relocations(), sites,
                code.labels());
        return Listing.of(described, 0, new FieldNames(code, 0, _ -> null, -1),
                SourceLines.byNumber(new SourceLines().of(request.root().prototype())));
    }
}
