package perigee.vm.tier;

import perigee.asm.MachineCode;
import perigee.asm.Site;
import perigee.baseline.BaselineSite;
import perigee.code.CodeKind;
import perigee.code.SiteKind;
import perigee.code.Sites;
import perigee.code.UnlinkedCode;
import perigee.emit.LirSite;

/** What the assembler made, as the code cache takes it. */
final class CodeImport {
    private CodeImport() {
    }

    static UnlinkedCode unlinked(String name, CodeKind kind, MachineCode code) {
        Sites.Builder sites = new Sites.Builder();
        for (Site site : code.sites()) {
            if (site.kind() == BaselineSite.SHAPE) {
                sites.add(SiteKind.PATCH, site.offset(), 0, site.payload());
            } else if (site.kind() instanceof BaselineSite place) {
                sites.add(place == BaselineSite.CHAIN ? SiteKind.PATCH : SiteKind.SAFEPOINT, site.offset(),
                        (Integer) site.payload(), place);
            } else if (site.kind() instanceof LirSite place) {
                sites.add(switch (place) {
                    case GUARD -> SiteKind.GUARD;
                    case CALL -> SiteKind.CALL;
                    case SAFEPOINT -> SiteKind.SAFEPOINT;
                }, site.offset(), 0, site.payload());
            }
        }
        return new UnlinkedCode(name, kind, code.bytes(), code.relocations(), sites.build(), 0);
    }
}
