package perigee.syntax;

import java.util.Arrays;

/** Expressions, each with the line at which its value is delivered. */
public final class ExpressionList {
    public static final ExpressionList EMPTY = new ExpressionList(new Expression[0], 0, null);

    private final Expression[] items;
    /** The line of all items, if {@link #lines} is null. */
    private final int line;
    private final int[] lines;

    private ExpressionList(Expression[] items, int line, int[] lines) {
        this.items = items;
        this.line = line;
        this.lines = lines;
    }

    static ExpressionList of(Expression only, int line) {
        return new ExpressionList(new Expression[] {only}, line, null);
    }

    public int size() {
        return items.length;
    }

    public boolean isEmpty() {
        return items.length == 0;
    }

    public Expression get(int index) {
        return items[index];
    }

    public int line(int index) {
        return lines == null ? line : lines[index];
    }

    public Expression last() {
        return items[items.length - 1];
    }

    /** Whether the number of values is known only when the program runs. */
    public boolean isOpen() {
        return items.length > 0 && last().isMultiple();
    }

    ExpressionList withoutLast() {
        int size = items.length - 1;
        return new ExpressionList(Arrays.copyOf(items, size), line, lines == null ? null : Arrays.copyOf(lines, size));
    }

    /** Collects a list; keeps lines apart only once they differ. */
    static final class Builder {
        private Expression[] items = new Expression[4];
        private int size;
        private int[] lines;
        private int line;

        int size() {
            return size;
        }

        void add(Expression item, int itemLine) {
            if (size == items.length) {
                items = Arrays.copyOf(items, 2 * size);
            }
            if (size == 0) {
                line = itemLine;
            } else if (lines == null && itemLine != line) {
                lines = new int[items.length];
                Arrays.fill(lines, 0, size, line);
            }
            if (lines != null) {
                if (size >= lines.length) {
                    lines = Arrays.copyOf(lines, items.length);
                }
                lines[size] = itemLine;
            }
            items[size++] = item;
        }

        ExpressionList build() {
            if (size == 0) {
                return EMPTY;
            }
            int[] kept = lines == null ? null : Arrays.copyOf(lines, size);
            return new ExpressionList(Arrays.copyOf(items, size), line, kept);
        }
    }
}
