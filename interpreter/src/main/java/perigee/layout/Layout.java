package perigee.layout;

import java.util.ArrayList;
import java.util.Collections;
import java.util.List;

/**
 * The declaration of one guest structure: its fields in order, from which come the offsets that code uses (as
 * constants), the reference map of the collector, and the names in dumps.
 *
 * <pre>{@code
 * static final Layout LAYOUT = new Layout("cell", ObjectHeader.LAYOUT);
 * static final int VALUE = LAYOUT.word("value");
 * static final int SIZE = LAYOUT.size();
 * }</pre>
 */
public final class Layout {
    /** What a field holds, which is also what the collector does with it. */
    public enum Kind {
        /** Eight bits. */
        U8(1),
        /** 32 bits. */
        U32(4),
        /** 64 bits that are no value: addresses of code, counts. */
        RAW(8),
        /** A value word. */
        WORD(8),
        /** The address of a heap object, or 0. */
        REFERENCE(8);

        public final int bytes;

        Kind(int bytes) {
            this.bytes = bytes;
        }
    }

    /** One field: its name, kind and offset from the start of the structure in bytes. */
    public record Field(String name, Kind kind, int offset) {
    }

    private final String name;
    private final List<Field> fields = new ArrayList<>();
    private int size;

    /** A structure that starts at offset 0. */
    public Layout(String name) {
        this.name = name;
    }

    /** A structure that starts with the fields of another one. */
    public Layout(String name, Layout prefix) {
        this.name = name;
        fields.addAll(prefix.fields);
        size = prefix.size;
    }

    /** A structure whose fields stand at negative offsets too, the first one at {@code start}. */
    public Layout(String name, int start) {
        this.name = name;
        size = start;
    }

    public int u8(String field) {
        return add(field, Kind.U8);
    }

    public int u32(String field) {
        return add(field, Kind.U32);
    }

    public int raw(String field) {
        return add(field, Kind.RAW);
    }

    public int word(String field) {
        return add(field, Kind.WORD);
    }

    public int reference(String field) {
        return add(field, Kind.REFERENCE);
    }

    private int add(String field, Kind kind) {
        if (size % kind.bytes != 0) {
            throw new IllegalStateException(name + "." + field + " is not aligned at offset " + size);
        }
        int offset = size;
        fields.add(new Field(field, kind, offset));
        size += kind.bytes;
        return offset;
    }

    public String name() {
        return name;
    }

    /** Bytes declared so far: where a variable part (elements, slots, bytes) starts. */
    public int size() {
        return size;
    }

    public List<Field> fields() {
        return Collections.unmodifiableList(fields);
    }

    /** Name of the field at this offset, or null. */
    public String fieldAt(int offset) {
        for (Field field : fields) {
            if (field.offset == offset) {
                return field.name;
            }
        }
        return null;
    }
}
