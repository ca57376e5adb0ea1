package perigee.vm.tier;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotNull;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.lang.reflect.Array;
import java.lang.reflect.RecordComponent;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collection;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.Set;
import java.util.TreeMap;
import java.util.zip.CRC32C;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import perigee.build.CompileRequest;
import perigee.optimize.CompileResult;
import perigee.optimize.CompileSettings;
import perigee.optimize.Stages;
import perigee.record.CompileRecord;
import perigee.record.MalformedRecordException;
import perigee.regalloc.RegisterSet;

/** Requests and results as bytes: nothing is lost, and nothing but a record is taken for one. */
class CompileRecordTest {
    private static final String PROGRAM = """
            local Point = {}
            Point.__index = Point
            Point.__add = function(a, b) return setmetatable({x = a.x + b.x, y = a.y}, Point) end
            function Point:norm() return math.sqrt(self.x * self.x + self.y) end
            local function flip(v, i) if i % 7 == 0 then return v .. "" end return v + 0.5 end
            function total(n)
                local p, s, t = setmetatable({x = 1, y = 2}, Point), 0, {}
                for i = 1, n do
                    p = p + setmetatable({x = i, y = 1}, Point)
                    t[i] = function() return p.x + i end
                    s = s + p:norm() + #tostring(flip(i, i)) + t[i]()
                end
                for k, v in ipairs(t) do s = s + v() end
                return s
            end
            for i = 1, 30 do total(20) end
            """;
    /** Bytes before the content of a section: kind, length, checksum; those before the first one are magic and version. */
    private static final int HEADER = 10;
    private static final int SECTION = 9;

    /** What was compiled, beside the records of it. */
    private static final List<CompileRequest> requests = new ArrayList<>();
    private static final List<CompileResult> results = new ArrayList<>();
    private static List<byte[]> records;

    @BeforeAll
    static void record() {
        ReplayTest.Recorder recorder = new ReplayTest.Recorder();
        CompileListener keeper = new CompileListener() {
            @Override
            public Stages begin(CompileRequest request, CompileSettings settings) {
                requests.add(request);
                return new Stages() {
                    @Override
                    public void ended(CompileResult result) {
                        results.add(result);
                    }
                };
            }
        };
        try (TieredProgram program = TieredProgram.optimizing(RegisterSet.three(),
                TierOptions.DEFAULT.withListener(CompileListener.all(List.of(keeper, recorder))))) {
            program.run(PROGRAM);
        }
        records = recorder.records.stream().map(bytes -> bytes.toByteArray()).toList();
        assertEquals(requests.size(), records.size());
        assertEquals(results.size(), records.size());
    }

    // ---- nothing is lost -------------------------------------------------------------------------------------------------

    /** Types that were compared. */
    private final Set<String> seen = new HashSet<>();

    @Test
    void allComponentsComeBack() throws MalformedRecordException {
        for (int i = 0; i < records.size(); i++) {
            CompileRecord record = CompileRecord.read(records.get(i));
            equal("request", requests.get(i), record.request());
            equal("result", results.get(i), record.result(record.result()));
            assertEquals(RegisterSet.FEWEST, record.settings().registers().gprs());
        }
        assertTrue(seen.containsAll(List.of("CompileRequest", "FunctionFacts", "FieldFact", "ShapeFact", "GlobalFact",
                "TableSite", "MetamethodFact", "MetatableFact", "Prototype", "Code", "OptimizedCode", "MachineCode", "InlineTree", "Relocation",
                "Site", "StateAt", "Exit", "Call", "DeoptState", "VirtualFrame", "Rests", "ConstantCell")), seen::toString);
    }

    /** Compares component by component, whatever components there are. */
    private void equal(String path, Object expected, Object actual) {
        if (expected == null || actual == null) {
            assertEquals(expected, actual, path);
        } else if (expected instanceof Record) {
            assertEquals(expected.getClass(), actual.getClass(), path);
            seen.add(expected.getClass().getSimpleName());
            for (RecordComponent component : expected.getClass().getRecordComponents()) {
                equal(path + "." + component.getName(), value(component, expected), value(component, actual));
            }
        } else if (expected.getClass().isArray()) {
            assertEquals(Array.getLength(expected), Array.getLength(actual), path);
            for (int i = 0; i < Array.getLength(expected); i++) {
                equal(path + "[" + i + "]", Array.get(expected, i), Array.get(actual, i));
            }
        } else if (expected instanceof Map<?, ?> map) {
            Map<?, ?> other = new TreeMap<>((Map<?, ?>) actual);
            assertEquals(map.keySet(), other.keySet(), path);
            map.forEach((key, value) -> equal(path + "." + key, value, other.get(key)));
        } else if (expected instanceof List<?> list) {
            equal(path, list.toArray(), ((Collection<?>) actual).toArray());
        } else {
            assertEquals(expected, actual, path);
        }
    }

    private static Object value(RecordComponent component, Object record) {
        try {
            component.getAccessor().setAccessible(true);
            return component.getAccessor().invoke(record);
        } catch (ReflectiveOperationException e) {
            throw new AssertionError(e);
        }
    }

    /** The result is appended when the compile has ended. */
    @Test
    void theBeginningIsARecord() throws MalformedRecordException {
        byte[] whole = records.getFirst();
        int end = HEADER + SECTION + ByteBuffer.wrap(whole).order(ByteOrder.LITTLE_ENDIAN).getInt(HEADER + 1);
        assertNull(CompileRecord.read(Arrays.copyOf(whole, end)).result());
        assertNotNull(CompileRecord.read(whole).result());
    }

    // ---- bad input -------------------------------------------------------------------------------------------------------

    private static String refusal(byte[] bytes) {
        return assertThrows(MalformedRecordException.class, () -> CompileRecord.read(bytes)).getMessage();
    }

    private static byte[] changed(byte[] bytes, int at) {
        byte[] copy = bytes.clone();
        copy[at] ^= 1;
        return copy;
    }

    @Test
    void foreignFilesAreRefused() {
        assertEquals("not a record of a compile", refusal(new byte[0]));
        assertEquals("not a record of a compile", refusal(PROGRAM.getBytes()));
        assertEquals("not a record of a compile", refusal(changed(records.getFirst(), 0)));
        assertTrue(refusal(changed(records.getFirst(), 8)).matches("a record of version [0-9]+; this is version [0-9]+"));
        assertEquals("the checksum is wrong: the record has been changed", refusal(changed(records.getFirst(), 100)));
        byte[] longer = Arrays.copyOf(records.getFirst(), records.getFirst().length + 3);
        assertEquals("3 bytes too many", refusal(longer));
    }

    @Test
    void truncatedFilesAreRefused() throws MalformedRecordException {
        byte[] whole = records.getFirst();
        int request = HEADER + SECTION + ByteBuffer.wrap(whole).order(ByteOrder.LITTLE_ENDIAN).getInt(HEADER + 1);
        for (int length = HEADER; length < whole.length; length++) {
            if (length != request) {
                assertEquals("truncated", refusal(Arrays.copyOf(whole, length)));
            }
        }
    }

    /** Damage that the checksums agree with is found by the readers, if at all: nothing else comes of it. */
    @Test
    void damageIsAnError() {
        Random random = new Random(1);
        int refused = 0;
        for (int n = 0; n < 5000; n++) {
            byte[] bytes = records.get(random.nextInt(records.size())).clone();
            int content = HEADER + SECTION + random.nextInt(bytes.length - HEADER - SECTION);
            bytes[content] = (byte) random.nextInt(256);
            correct(bytes, HEADER);
            try {
                CompileRecord record = CompileRecord.read(bytes);
                record.result(record.result());
            } catch (MalformedRecordException expected) {
                refused++;
            }
        }
        assertTrue(refused > 500, "refused " + refused);
    }

    private static void correct(byte[] bytes, int first) {
        ByteBuffer buffer = ByteBuffer.wrap(bytes).order(ByteOrder.LITTLE_ENDIAN);
        for (int at = first; at + SECTION <= bytes.length; ) {
            int length = Math.min(Math.max(0, buffer.getInt(at + 1)), bytes.length - at - SECTION);
            CRC32C sum = new CRC32C();
            sum.update(bytes, at + SECTION, length);
            buffer.putInt(at + 5, (int) sum.getValue());
            at += SECTION + length;
        }
    }
}
