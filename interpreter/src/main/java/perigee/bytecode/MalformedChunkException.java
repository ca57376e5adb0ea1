package perigee.bytecode;

/**
 * A precompiled chunk, or a prototype, that breaks the rules of the {@link Verifier} or of the binary form.
 *
 * <p>A checked exception, because the chunk is a program's data and not a fault of Perigee: {@code load} turns it into
 * an error value. Each character of the message stands for one byte (ISO 8859-1), as chunk names are bytes.
 */
public final class MalformedChunkException extends Exception {
    MalformedChunkException(String message) {
        super(message);
    }

    MalformedChunkException(String message, MalformedChunkException cause) {
        super(message, cause);
    }

    /** A function that breaks a rule as a whole. */
    static MalformedChunkException in(Prototype prototype, String reason) {
        return new MalformedChunkException(Printer.title(prototype) + ": " + reason);
    }

    /** An instruction that breaks a rule; {@code pc} is an index into the code. */
    static MalformedChunkException at(Prototype prototype, int pc, String reason) {
        int number = Instruction.opNumber(prototype.code()[pc]);
        String mnemonic = number < Opcode.count() ? Opcode.of(number).name() : "opcode " + number;
        return in(prototype, "pc " + pc + " (" + mnemonic + "): " + reason);
    }
}
