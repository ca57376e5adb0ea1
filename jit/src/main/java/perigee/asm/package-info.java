/**
 * The assembler and the disassembler: x86-64 instructions as rows of tables, bytes made from the rows, and the rows
 * found again in bytes.
 *
 * <p><b>In:</b> calls, an instruction each, from stubs and compilers. <b>Out:</b> {@link perigee.asm.MachineCode},
 * which is position-free and bound to no process: bytes, relocations, sites. Linking and placing it is another
 * package's job. The package knows nothing of Lua, of the heap, or of the machine it runs on but for
 * {@link perigee.asm.CpuFeatures}.
 *
 * <pre>
 *   Alu  Data  Bits  Flow  Sse  Avx        one line a form, as in the manual:
 *     \    \    |     |    /    /          ADD_R64_RM64("REX.W + 03 /r", "add r64, r/m64")
 *      +-------- Notation -----+
 *                   | parsed when first used
 *                   v
 *   Operand ---->  Row  &lt;---------------------------+
 *   (a long)        |                               |
 *                   v                               |
 *                Encoder --> Stretches              |
 *                   |         (short or long,       |
 *                   |          padding)             |
 *   Assembler ------+------+                        |
 *   labels, symbols, data, |                        |
 *   sites, patchable forms v                        |
 *                     MachineCode --> Listing --> Disassembler --> text
 *                          |             ^
 *                          v             +-- Symbols: names of addresses and fields
 *                   code cache, linker
 * </pre>
 *
 * <p>For example, a half plus the sum of rsi doubles, at least one, from the address in rdi on:
 *
 * <pre>{@code
 * Assembler a = new Assembler();
 * a.emit(MOVSD_XMM_XM64, XMM0, a.constant(0.5));
 * Label loop = a.here();
 * a.emit(ADDSD, XMM0, mem(RDI, RSI, 8, -8));
 * a.emit(SUB_RM64_IMM32, RSI, 1);
 * a.jump(Condition.NE, loop);
 * a.jump("return_double");
 * MachineCode code = a.finish();
 *
 *   0000  f2 0f 10 05 18 00 00 00         movsd  xmm0,QWORD PTR [rip+0x18]        # 0x3fe0000000000000 = 0.5
 * L1:
 *   0008  f2 0f 58 44 f7 f8               addsd  xmm0,QWORD PTR [rdi+rsi*8-0x8]
 *   000e  48 83 ee 01                     sub    rsi,0x1
 *   0012  75 f4                           jne    L1
 *   0014  e9 00 00 00 00                  jmp    return_double
 *   0020  00 00 00 00 00 00 e0 3f         0x3fe0000000000000 = 0.5
 * }</pre>
 *
 * <h2>Invariants</h2>
 * <ul>
 * <li>A row encodes what the manual says: the tests hold every row, with every register in each of its places, every
 *     kind of address and extreme of immediates, against binutils, and the text and the disassembler as well.
 * <li>A row refuses operands that it does not take, before it emits anything.
 * <li>Emitting allocates nothing: operands are longs. Code that is made once costs no parsing of rows it does not use.
 * <li>Offsets exist in the result only, since branches and padding find their size at the end.
 * <li>What is recorded as patchable lies within eight aligned bytes, provided that the code is placed at its alignment.
 * </ul>
 *
 * <p>To add an instruction, copy its line from the manual into the table of its family. If it has a kind of operand
 * that {@link perigee.asm.Form} does not know, that is the other place. The tests find it by themselves.
 */
package perigee.asm;
