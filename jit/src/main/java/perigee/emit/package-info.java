/**
 * Emission: machine code of low-level code whose registers are allocated.
 *
 * <p><b>In:</b> an {@link perigee.regalloc.Allocation}. <b>Out:</b> {@link perigee.emit.OptimizedCode}: position-free code
 * whose sites ({@link perigee.emit.LirSite}) say for each guard, call and safepoint where the values of its frame state
 * are ({@link perigee.emit.StateAt}).
 *
 * <pre>
 *   Allocation ──► BlockLayout ──► Emitter ──► IntegerEmitter  FloatEmitter  TestEmitter  ControlEmitter
 *                  cold blocks       │               └──────────────┴───────┬─────┴─────────────┘
 *                  come last         └──► Moves                          Operands ──► Assembler
 *
 *   in memory:   entry: attention, room, arguments; clear the spill slots
 *                hot blocks, loops aligned
 *                cold blocks
 *                out of line: failing guards, safepoints that leave
 *                data: constants, jump tables
 * </pre>
 *
 * <h2>What the code expects, and what others find</h2>
 * <ul>
 * <li>It is entered as {@link perigee.emit.Entry} says, with the registers of {@link perigee.stub.Abi}. Called, it sees to
 *     attention, to room for {@link perigee.emit.OptimizedCode#words}, and to parameters that were not given; the driver
 *     sees to the first two itself and enters behind. A loop is entered in the middle on a frame of the interpreter, whose
 *     registers are the parameters; there has to be room.
 * <li>{@code [rsp]} to {@code [rsp + 8 * 255]} are its own until it calls or leaves.
 * <li>A failing guard jumps to {@link perigee.emit.OptimizedCode#GUARD_FAILED} with the address of its site in r11, and with
 *     every other register, the frame and the C stack as the site describes them.
 * <li>A safepoint that leaves, and a {@code call leave}, jump to their stub with the address where to go on in r11; there
 *     is a site at that address, and the stub makes the frame's pc word of it. Everything alive is in the frame then, as
 *     words; all registers but the pinned ones may have anything in them when the code goes on.
 * <li>A call of guest code is what the baseline's is: return address in the callee's header, the links that it stands for
 *     before it, rdx and ecx as the entry wants them; the results are in rax and ecx, the others from the callee's function
 *     slot on. The frame's pc word is the call's site.
 * <li>A return goes to the address in rdx, or to the driver if that is a link.
 * </ul>
 *
 * <h2>Invariants</h2>
 * <ul>
 * <li>Nothing depends on flags from one low-level instruction to the next, so moves may change them.
 * <li>An operand is used where the allocation says it is. If that is a slot of the frame that holds the word of a number,
 *     it is brought to r11 or xmm15 for the one instruction.
 * </ul>
 */
package perigee.emit;
