package perigee.code;

import java.util.List;
import perigee.asm.Relocation;

/**
 * What a compiler hands over: plain data, free of addresses, made on any thread or in another process.
 *
 * @param name for dumps and profilers
 * @param bytes instructions and constants; not to be changed afterwards
 * @param relocations the fields to be filled in where it is installed
 * @param metadataBytes what the client keeps for it beside the sites, for the accounts
 */
public record UnlinkedCode(String name, CodeKind kind, byte[] bytes, List<Relocation> relocations, Sites sites,
        long metadataBytes) {
    public UnlinkedCode {
        relocations = List.copyOf(relocations);
    }

    /** Code without relocations and sites. */
    public static UnlinkedCode plain(String name, CodeKind kind, byte[] bytes) {
        return new UnlinkedCode(name, kind, bytes, List.of(), Sites.NONE, 0);
    }
}
