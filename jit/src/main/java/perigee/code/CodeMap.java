package perigee.code;

import java.util.Arrays;
import java.util.function.Consumer;

/**
 * From addresses to installed code, retired code included: for stack walks, symbols and dumps. A lookup allocates
 * nothing: each page of the cache has a list of the code on it, in order.
 */
public final class CodeMap {
    private static final int PAGE_SHIFT = 12;
    private static final CodeObject[] EMPTY = {};

    private final long start;
    private final CodeObject[][] pages;
    private int count;

    CodeMap(long start, long bytes) {
        this.start = start;
        pages = new CodeObject[(int) (bytes + (1 << PAGE_SHIFT) - 1 >>> PAGE_SHIFT)][];
        Arrays.fill(pages, EMPTY);
    }

    /** How many pieces of code there are. */
    public int count() {
        return count;
    }

    /** The code that has a byte at an address, or null. */
    public CodeObject find(long address) {
        long page = address - start >>> PAGE_SHIFT;
        if (page >= pages.length) { // of addresses below the start, too: the distance is unsigned
            return null;
        }
        CodeObject[] list = pages[(int) page];
        int low = 0;
        int high = list.length;
        while (low < high) {
            int middle = low + high >>> 1;
            if (list[middle].start() <= address) {
                low = middle + 1;
            } else {
                high = middle;
            }
        }
        return low > 0 && address < list[low - 1].end() ? list[low - 1] : null;
    }

    /** The code that a frame with this return address goes on in, or null. A call may be the last instruction. */
    public CodeObject findReturn(long returnAddress) {
        return find(returnAddress - 1);
    }

    /** An address as {@code name+0x1c}, or null when there is no code. */
    public String describe(long address) {
        CodeObject code = find(address);
        if (code == null) {
            return null;
        }
        return address == code.start() ? code.name() : code.name() + "+0x" + Long.toHexString(address - code.start());
    }

    /** All code in the order of addresses. */
    public void forEach(Consumer<CodeObject> action) {
        for (int page = 0; page < pages.length; page++) {
            for (CodeObject code : pages[page]) {
                if (page(code.start()) == page) {
                    action.accept(code);
                }
            }
        }
    }

    void add(CodeObject code) {
        for (int page = page(code.start()); page <= page(code.end() - 1); page++) {
            CodeObject[] list = pages[page];
            int at = position(list, code);
            CodeObject[] longer = Arrays.copyOf(list, list.length + 1);
            System.arraycopy(list, at, longer, at + 1, list.length - at);
            longer[at] = code;
            pages[page] = longer;
        }
        count++;
    }

    void remove(CodeObject code) {
        for (int page = page(code.start()); page <= page(code.end() - 1); page++) {
            CodeObject[] list = pages[page];
            int at = position(list, code);
            assert list[at] == code;
            CodeObject[] shorter = list.length == 1 ? EMPTY : Arrays.copyOf(list, list.length - 1);
            System.arraycopy(list, at + 1, shorter, at, shorter.length - at);
            pages[page] = shorter;
        }
        count--;
    }

    private int page(long address) {
        return (int) (address - start >>> PAGE_SHIFT);
    }

    /** How many of a list start below the code. */
    private static int position(CodeObject[] list, CodeObject code) {
        int at = 0;
        while (at < list.length && list[at].start() < code.start()) {
            at++;
        }
        return at;
    }
}
