package perigee.vm.tier;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.ArrayList;
import java.util.Collections;
import java.util.IdentityHashMap;
import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.EnabledOnOs;
import org.junit.jupiter.api.condition.OS;
import perigee.bytecode.Instruction;
import perigee.code.CodeKind;
import perigee.code.CodeObject;
import perigee.code.CodeOwner;

/** What is kept beside machine code is accounted for. */
@EnabledOnOs(value = OS.LINUX, architectures = "amd64")
class MetadataTest {
    private static final int SHAPE = 100;
    private static final String PROGRAM = """
            local objects = {{a = 1, x = 1}, {b = 1, x = 2}, {c = 1, x = 3}, {d = 1, x = 4}}
            function read(o) return o.x end
            function plain(o) return o end
            for i = 1, 400 do read(objects[%s]) plain(i) end
            """;

    private static TieredProgram run(String index) {
        TieredProgram program = new TieredProgram(TierPolicy.BASELINE);
        program.run(PROGRAM.formatted(index));
        return program;
    }

    private static List<CodeObject> installed(TieredProgram program) {
        List<CodeObject> all = new ArrayList<>();
        program.tiers().cache().map().forEach(all::add);
        return all;
    }

    @Test
    void theSumsAgree() {
        try (TieredProgram program = run("i % 4 + 1")) {
            Metadata metadata = program.tiers().metadata();
            long mapped = 0;
            Set<CodeOwner> owners = Collections.newSetFromMap(new IdentityHashMap<>());
            for (CodeObject code : installed(program)) {
                mapped += code.metadataBytes();
                owners.add(code.owner());
            }
            assertEquals(metadata.code(), mapped);
            assertEquals(metadata.code(), owners.stream().mapToLong(owner -> owner.usage().metadataBytes()).sum());
            long instructions = program.state().functions().all().stream()
                    .mapToLong(function -> function.prototype().code().length).sum();
            assertEquals(instructions * Instruction.BYTES / 2, metadata.feedback());
            assertEquals(metadata.all(),
                    metadata.code() + metadata.lookups() + metadata.feedback() + metadata.fieldCaches());
            assertTrue(metadata.lookups() > 0);
        }
    }

    /** Inline caches, the shapes that they know, and the caches of feedback are in it. */
    @Test
    void whatAFunctionKnowsIsCounted() {
        try (TieredProgram one = run("1"); TieredProgram four = run("i % 4 + 1")) {
            assertTrue(metadata(one, 2) > metadata(one, 3) + SHAPE, () -> metadata(one, 2) + " and " + metadata(one, 3));
            assertTrue(metadata(four, 2) > metadata(one, 2) + 3 * SHAPE, () -> metadata(four, 2) + " and " + metadata(one, 2));
            assertTrue(four.tiers().metadata().fieldCaches() > one.tiers().metadata().fieldCaches());
        }
    }

    /** Of the baseline code and the stubs of the function that begins in a line. */
    private static long metadata(TieredProgram program, int line) {
        long bytes = 0;
        for (CodeObject code : installed(program)) {
            bytes += code.kind() != CodeKind.STUB && code.owner().name().endsWith(":" + line) ? code.metadataBytes() : 0;
        }
        return bytes;
    }
}
