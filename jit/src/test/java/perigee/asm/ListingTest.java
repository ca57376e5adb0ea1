package perigee.asm;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static perigee.asm.Operand.mem;
import static perigee.asm.Register.*;

import org.junit.jupiter.api.Test;

class ListingTest {
    private enum Place implements Site.Kind { SAFEPOINT, PATCH }

    /** The example of the package's chapter. */
    @Test
    void theSumOfAnArray() {
        Assembler a = new Assembler(CpuFeatures.BASELINE);
        a.emit(Sse.MOVSD_XMM_XM64, XMM0, a.constant(0.5));
        Label loop = a.here();
        a.emit(Sse.ADDSD, XMM0, mem(RDI, RSI, 8, -8));
        a.emit(Alu.SUB_RM64_IMM32, RSI, 1);
        a.jump(Condition.NE, loop);
        a.jump("return_double");
        assertEquals("""
                  0000  f2 0f 10 05 18 00 00 00         movsd  xmm0,QWORD PTR [rip+0x18]  \
                      # 0x3fe0000000000000 = 0.5
                L1:
                  0008  f2 0f 58 44 f7 f8               addsd  xmm0,QWORD PTR [rdi+rsi*8-0x8]
                  000e  48 83 ee 01                     sub    rsi,0x1
                  0012  75 f4                           jne    L1
                  0014  e9 00 00 00 00                  jmp    return_double
                  0020  00 00 00 00 00 00 e0 3f         0x3fe0000000000000 = 0.5
                """, Listing.of(a.finish()));
    }

    @Test
    void namesLinesAndRemarks() {
        Assembler a = new Assembler(CpuFeatures.BASELINE);
        Label entry = a.newLabel("entry");
        a.bind(entry);
        a.line(3);
        a.comment("the receiver");
        a.emit(Data.MOV_R64_RM64, RAX, mem(RBX, 16));
        a.patchableImmediate(Place.PATCH, "shape", Alu.CMP_RM32_IMM32, mem(RAX), 7);
        a.line(4);
        a.moveAddress(RCX, "globals");
        a.emit(Flow.CALL_REL32, 0x100);
        a.site(Place.SAFEPOINT, null);
        a.emit(Data.MOV_R64_RM64, RDX, a.addressConstant("cell"));
        a.emit(Data.MOV_RM64_R64, a.at(a.cell("counter", 1)), RDX);
        a.jump(entry);
        Symbols symbols = new Symbols() {
            @Override
            public String address(long address) {
                return address == 0x511b ? "stub:far" : null;
            }

            @Override
            public String field(long at, long base, int displacement) {
                return base == RBX && displacement == 16 ? "frame+receiver" : null;
            }
        };
        MachineCode code = a.finish();
        String listing = Listing.of(code, 0x5000, symbols, line -> line == 3 ? "  local x = self" : null);
        String expected = """
                ; line 3: local x = self
                entry:
                  5000  48 8b 43 10                     mov    rax,QWORD PTR [frame+receiver]    ; the receiver
                """;
        assertEquals(expected, listing.substring(0, expected.length()));
        for (String part : new String[] {
            "cmp    DWORD PTR [rax],0x7", " ; shape (PATCH)\n", "; line 4\n", " ; address of globals\n",
            "call   stub:far", " ; SAFEPOINT\n", "# counter", "jmp    entry\n", "counter:\n",
            "         address of cell\n", "# address of cell"}) {
            assertTrue(listing.contains(part), () -> part + " is not in\n" + listing);
        }
    }

    @Test
    void bytesThatAreNoInstruction() {
        MachineCode code = new MachineCode(new byte[] {(byte) 0xC3, 0x06, (byte) 0xCC}, 3, 16, java.util.List.of(),
                java.util.List.of(), java.util.Map.of());
        assertEquals("""
                  0000  c3                              ret
                  0001  06                              (bad)  db 0x6
                  0002  cc                              int3
                """, Listing.of(code));
    }
}
