package perigee.lower;

import static perigee.lir.Place.*;

/** Which registers the stubs lose that are neither their operands nor their results: as bits by {@link perigee.lir.Place}. */
final class Clobbers {
    private static final int R8_TO_R10 = 7 << 8;

    /** {@link perigee.stub.NurseryStubs#BOX} */
    static final int BOX = 1 << RDX;
    /** {@link perigee.stub.FloatStubs} */
    static final int FLOAT = 1 << RDX | 7 << XMM0 + 1;
    /** What C may use: {@link perigee.stub.MathFunctionStubs}, and {@link perigee.stub.FloatStubs#POWER}. */
    static final int C = 1 << RAX | 1 << RCX | 1 << RDX | 1 << RSI | 1 << RDI | R8_TO_R10 | -1 << XMM0;
    /** {@link perigee.stub.BarrierStubs} */
    static final int BARRIER = 1 << RDX | 1 << RSI;
    /** {@link perigee.stub.LibraryStubs} */
    static final int LIBRARY = 1 << RAX | 1 << RCX | 1 << RDX | 1 << RSI | 1 << RDI | R8_TO_R10 | 15 << XMM0;
    /** {@link perigee.stub.CallStubs#RAISE_WORDS} */
    static final int RAISE = 1 << RAX | 1 << RCX;
    /** {@link perigee.stub.RuntimeStubs} */
    static final int RUNTIME = LIBRARY;

    private Clobbers() {
    }
}
