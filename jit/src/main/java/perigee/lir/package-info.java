/**
 * Low-level IR: a function as machine operations on virtual registers, before registers are allocated.
 *
 * <p><b>In:</b> calls of {@link perigee.lir.LirBuilder}, an operation each, from the selection of the optimising tier.
 * <b>Out:</b> a {@link perigee.lir.LirFunction}, for {@code perigee.regalloc} and {@code perigee.emit}.
 *
 * <pre>
 *   graph ── selection ──► LirBuilder ──► LirFunction ──► LirVerifier      regalloc ──► emit ──► MachineCode, sites
 *                                          |   ^   |
 *                                          |   |   +────► LirText ──► text ──► LirParser ─┐
 *                                          |   +───────────────────────────────────────────┘
 *          a Block:  parameters, LABEL, instructions, terminator
 *          an Instruction:  Op, [Test and condition], operands as Values, [address], [Exit or Call]
 *          an Op:  a Rule for each operand, in a notation of its own; nobody else knows what an operation needs
 * </pre>
 *
 * <p>For example, {@code for i = 1, n do total = total + i end} on integers:
 *
 * <pre>
 *   b0 1:
 *     v2:word = parameter #0
 *     v3:word = ...
 *     v4:int! = lea [v2 + offset]
 *     jump b1(int:0, int:1)
 *   b1(v0:int, v1:int) 100:
 *     v5:int = lea [v0 + v1]
 *     v6:int = lea [v1 + 1]
 *     safepoint exit 0 line_2 {v4, v5, v6}
 *     branch cmp.le v6, v4 ? b2 : b3
 * </pre>
 *
 * <h2>Form</h2>
 * <ul>
 * <li><b>Static single assignment</b>: one instruction, or block parameter, defines a virtual register, and dominates
 *     its uses. Values meet in block parameters, not in phis: a jump's arguments are operands as any others, in the block
 *     in which they are read, so neither liveness nor the allocator has a special case for them; and since only a
 *     {@code jump} has arguments, an edge from a block with several successors to a block with several predecessors cannot
 *     carry any. (The verifier forbids such edges altogether, so that moves along an edge have a place.)
 * <li><b>Kinds.</b> Each register has a {@link perigee.lir.Kind}. A WORD lives across collections as it is; FLOAT and
 *     INT, as words made of them; RAW, not at all. An INT marked {@code fits} (in the text, {@code !}) needs one word, any
 *     other two.
 * <li><b>Tests</b> are no instructions: there is no register for flags. What needs a comparison (a branch, a guard,
 *     {@code set}, {@code select}) has it as a part, so flags live within one instruction.
 * <li><b>Frame states.</b> The last operands of a guard, a call, a safepoint or an exit are the values of its frame
 *     state. They may be anywhere, so they cost nothing but that they stay alive. Its {@link perigee.lir.Exit} says whose
 *     they are; literals are allowed.
 * <li><b>Two-address operations</b> are written with a result of their own ({@code D} and {@code a} in the notation of
 *     {@link perigee.lir.Rule}); the allocator has the move, or saves it.
 * <li><b>Memory.</b> At most one operand is memory, either by the instruction's address or by the allocator's choice of
 *     a slot.
 * </ul>
 *
 * <h2>Calls, and the frame</h2>
 *
 * <p>The arguments of a guest call have places in the frame that is to be made (the function in {@code out-3}, arguments
 * from {@code out0} on); the allocator moves them there, whatever the size of this frame will be. The first result is a
 * register, others are read by {@code result} before anything else is called. While guest code runs, while Java runs, and
 * at a safepoint that leaves, everything alive is in frame slots, as words.
 *
 * <p>If a call's exit is a {@link perigee.lir.FrameOrigin}, the frame is at least as large as that wants it, so that the
 * frames which it stands for fit below the one that is called.
 *
 * <pre>
 *   [r14 + 8 * frame size + 24 ...]   out0 ...       arguments
 *   [r14 + 8 * frame size ...]        out-3 ...      header of the frame to be made
 *   [r14 + 8 * parameters ...]        spilled values, reserved slots
 *   [r14 ...]                         parameters
 *   [r14 - 24 ...]                    this frame's header
 * </pre>
 */
package perigee.lir;
