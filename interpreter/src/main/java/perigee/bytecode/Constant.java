package perigee.bytecode;

/** An entry of a constant table. */
public sealed interface Constant {
    record Nil() implements Constant {
    }

    record Bool(boolean value) implements Constant {
    }

    record Int(long value) implements Constant {
    }

    /** Equality is by bits: {@code 0.0} and {@code -0.0} are different constants. */
    record Float(double value) implements Constant {
    }

    /** The bytes are not to be written after construction. */
    record Str(byte[] bytes) implements Constant {
        @Override
        public boolean equals(Object other) {
            return other instanceof Str(byte[] otherBytes) && java.util.Arrays.equals(bytes, otherBytes);
        }

        @Override
        public int hashCode() {
            return java.util.Arrays.hashCode(bytes);
        }
    }
}
