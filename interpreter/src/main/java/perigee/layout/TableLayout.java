package perigee.layout;

/**
 * Tables and the blocks they own.
 *
 * <pre>
 *   table ── shape ────────► Shape (Java): string key → slot
 *     │ slots in the object, then
 *     ├─ slots ────► SLOTS block: further slots (of a table with cells: addresses of cells)
 *     ├─ array ────► ARRAY block: element 0, 1, 2, ...
 *     └─ hash  ────► HASH block: pairs of key and value, open addressing
 * </pre>
 */
public final class TableLayout {
    public static final Layout LAYOUT = new Layout("table", ObjectHeader.LAYOUT);
    /** The metatable's address, or 0. */
    public static final int METATABLE = LAYOUT.reference("metatable");
    /** The ARRAY block, or the shared empty one: never 0. */
    public static final int ARRAY = LAYOUT.reference("array");
    /**
     * Elements 0 to size - 1 are in the array part. The last one is not nil unless it is element 0, and key
     * {@code size} is nowhere in the table, so that size - 1 is a border.
     */
    public static final int ARRAY_SIZE = LAYOUT.u32("arraySize");
    /** Hash of the table as a key, drawn at allocation. */
    public static final int IDENTITY = LAYOUT.u32("identity");
    /** The SLOTS block, or 0. */
    public static final int SLOTS = LAYOUT.reference("slots");
    /** The HASH block, or 0. */
    public static final int HASH = LAYOUT.reference("hash");
    /** First slot in the object; the header's detail byte says how many there are. */
    public static final int INLINE_SLOTS = LAYOUT.size();

    /** Flag: string keys are in the hash part; the shape says so, too. */
    public static final int IS_DICTIONARY = 1;
    /** Flag, of the collector: found to have weak keys by the marking that is on its way. */
    public static final int WEAK_KEYS = 4;
    /** Flag, of the collector: likewise, weak values. */
    public static final int WEAK_VALUES = 8;
    /** Flag: has (or had) a finalizer. */
    public static final int FINALIZER = 16;

    /** Flag of a block, of the collector: stores into it are recorded by cards. */
    public static final int BLOCK_HAS_CARDS = 1;
    /** Flag of a block with cards: one of them is dirty. */
    public static final int BLOCK_IS_DIRTY = 2;
    /** In FLAGS of a large ARRAY or HASH block that is young: the minor collection that is going on has reached it. */
    public static final int BLOCK_IS_REACHED = 4;

    public static final Layout ARRAY_BLOCK = new Layout("array", ObjectHeader.LAYOUT);
    /** How many elements the block has room for. */
    public static final int ARRAY_CAPACITY = ARRAY_BLOCK.raw("capacity");
    /** Element 0. */
    public static final int ELEMENTS = ARRAY_BLOCK.size();

    public static final Layout SLOTS_BLOCK = new Layout("slots", ObjectHeader.LAYOUT);
    public static final int SLOTS_CAPACITY = SLOTS_BLOCK.raw("capacity");
    public static final int FIRST_SLOT = SLOTS_BLOCK.size();

    public static final Layout HASH_BLOCK = new Layout("hash", ObjectHeader.LAYOUT);
    /** Number of entries, a power of two. */
    public static final int HASH_CAPACITY = HASH_BLOCK.u32("capacity");
    /** Entries that have a key, dead ones included. */
    public static final int HASH_USED = HASH_BLOCK.u32("used");
    /** First entry: a key word and a value word. */
    public static final int ENTRIES = HASH_BLOCK.size();
    public static final int ENTRY_BYTES = 16;
    /** Offset of the value in an entry. */
    public static final int ENTRY_VALUE = 8;

    private TableLayout() {
    }
}
