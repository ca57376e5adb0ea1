package perigee.asm;

/**
 * Registers as operands. A register operand is a {@code long} as every {@link Operand}, tagged so that a number is not
 * taken for one; allocators that count registers use {@link #gpr} and {@link #xmm}.
 */
public final class Register {
    private static final long GPR = Operand.REGISTER << Operand.KIND_SHIFT;
    private static final long XMM = GPR | 16;

    public static final long RAX = GPR;
    public static final long RCX = GPR | 1;
    public static final long RDX = GPR | 2;
    public static final long RBX = GPR | 3;
    public static final long RSP = GPR | 4;
    public static final long RBP = GPR | 5;
    public static final long RSI = GPR | 6;
    public static final long RDI = GPR | 7;
    public static final long R8 = GPR | 8;
    public static final long R9 = GPR | 9;
    public static final long R10 = GPR | 10;
    public static final long R11 = GPR | 11;
    public static final long R12 = GPR | 12;
    public static final long R13 = GPR | 13;
    public static final long R14 = GPR | 14;
    public static final long R15 = GPR | 15;

    public static final long XMM0 = XMM;
    public static final long XMM1 = XMM | 1;
    public static final long XMM2 = XMM | 2;
    public static final long XMM3 = XMM | 3;
    public static final long XMM4 = XMM | 4;
    public static final long XMM5 = XMM | 5;
    public static final long XMM6 = XMM | 6;
    public static final long XMM7 = XMM | 7;
    public static final long XMM8 = XMM | 8;
    public static final long XMM9 = XMM | 9;
    public static final long XMM10 = XMM | 10;
    public static final long XMM11 = XMM | 11;
    public static final long XMM12 = XMM | 12;
    public static final long XMM13 = XMM | 13;
    public static final long XMM14 = XMM | 14;
    public static final long XMM15 = XMM | 15;

    private static final String[] NAMES64 = {"rax", "rcx", "rdx", "rbx", "rsp", "rbp", "rsi", "rdi"};
    private static final String[] NAMES8 = {"al", "cl", "dl", "bl", "spl", "bpl", "sil", "dil"};

    private Register() {
    }

    /** The general register of an encoding from 0 to 15. */
    public static long gpr(int encoding) {
        assert encoding >= 0 && encoding < 16 : encoding;
        return GPR | encoding;
    }

    /** The vector register of an encoding from 0 to 15. */
    public static long xmm(int encoding) {
        assert encoding >= 0 && encoding < 16 : encoding;
        return XMM | encoding;
    }

    public static boolean isGpr(long operand) {
        return operand >>> 4 == GPR >>> 4;
    }

    public static boolean isXmm(long operand) {
        return operand >>> 4 == XMM >>> 4;
    }

    /** The encoding of a register, from 0 to 15. */
    public static int encoding(long register) {
        assert isGpr(register) || isXmm(register);
        return (int) register & 15;
    }

    /** The name of a register's low bytes: {@code name(RAX, 4)} is {@code eax}. The size does not matter to xmm. */
    public static String name(long register, int bytes) {
        int number = encoding(register);
        if (isXmm(register)) {
            return "xmm" + number;
        }
        if (number >= 8) {
            return switch (bytes) {
                case 8 -> "r" + number;
                case 4 -> "r" + number + "d";
                case 2 -> "r" + number + "w";
                default -> "r" + number + "b";
            };
        }
        return switch (bytes) {
            case 8 -> NAMES64[number];
            case 4 -> "e" + NAMES64[number].substring(1);
            case 2 -> NAMES64[number].substring(1);
            default -> NAMES8[number];
        };
    }
}
