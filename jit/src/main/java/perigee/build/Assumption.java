package perigee.build;

/** Something that compiled code rests on, and that may become false: then the code is to be thrown away. */
public sealed interface Assumption {
    /** What the snapshot has under this number, {@link Snapshot.Taken#rests}, is valid. */
    record Rests(int number) implements Assumption {
    }

    /** The cell is not assigned again. */
    record ConstantCell(long cell) implements Assumption {
    }
}
