package perigee.vm.tier;

import perigee.asm.MachineCode;
import perigee.asm.Site;
import perigee.baseline.BaselineSite;
import perigee.code.CodeKind;
import perigee.code.SiteKind;
import perigee.code.Sites;
import perigee.code.UnlinkedCode;
import perigee.emit.LirSite;
import perigee.emit.StateAt;

/**
 * What the assembler made, as the code cache takes it. What Java objects take that are kept for code as long as it lives is
 * estimated by their sizes: headers of 12 bytes, references of 4, places in lists and maps.
 */
final class CodeImport {
    private static final int OBJECT_BYTES = 48;
    /** An {@link InstalledFunction} with its lists and maps, and its places in those of others. */
    private static final int FUNCTION_BYTES = 400;
    /** An {@link InlineCache} with its list, in a map by instruction. */
    private static final int CACHE_BYTES = 150;
    /** What code is told about a shape: the entry of the field's cache; where it is compared; what ends with its validity. */
    private static final int SHAPE_BYTES = 40 + 32 + 64;
    /** A CodeObject and its places in the code map and in the lists of its client. */
    private static final int CODE_BYTES = 200;
    /** A place, a kind and bits. */
    private static final int VALUE_BYTES = 16;

    private CodeImport() {
    }

    /** @param metadataBytes what is kept for it beside the sites and their states */
    static UnlinkedCode unlinked(String name, CodeKind kind, MachineCode code, long metadataBytes) {
        long bytes = metadataBytes + CODE_BYTES + (kind == CodeKind.BASELINE ? FUNCTION_BYTES : 0);
        Sites.Builder sites = new Sites.Builder();
        for (Site site : code.sites()) {
            if (site.kind() == BaselineSite.SHAPE) {
                sites.add(SiteKind.PATCH, site.offset(), 0, site.payload());
                bytes += SHAPE_BYTES;
            } else if (site.kind() instanceof BaselineSite place) {
                sites.add(place == BaselineSite.CHAIN ? SiteKind.PATCH : SiteKind.SAFEPOINT, site.offset(),
                        (Integer) site.payload(), place);
                bytes += place == BaselineSite.CHAIN ? CACHE_BYTES : 0;
            } else if (site.kind() instanceof LirSite place) {
                sites.add(switch (place) {
                    case GUARD -> SiteKind.GUARD;
                    case CALL -> SiteKind.CALL;
                    case SAFEPOINT -> SiteKind.SAFEPOINT;
                }, site.offset(), 0, site.payload());
                bytes += site.payload() instanceof StateAt state ? bytes(state) : 0;
            }
        }
        return new UnlinkedCode(name, kind, code.bytes(), code.relocations(), sites.build(), bytes);
    }

    /** About what a frame state takes, without the description of the frames that it shares with others. */
    private static long bytes(StateAt state) {
        return OBJECT_BYTES + (long) VALUE_BYTES * state.places().length + 4L * state.liveSlots().length;
    }
}
