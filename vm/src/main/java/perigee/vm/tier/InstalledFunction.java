package perigee.vm.tier;

import java.util.ArrayList;
import java.util.List;
import perigee.code.CodeObject;
import perigee.code.Patcher;
import perigee.code.SiteKind;
import perigee.code.Sites;
import perigee.feedback.FieldCache;
import perigee.layout.FunctionLayout;
import perigee.memory.Memory;

/** The compiled code of one function: owns its table of instructions, and switches off what it must not rely on any more. */
final class InstalledFunction implements AutoCloseable {
    /** The shape of nothing. */
    private static final int NO_SHAPE = 0;

    private final long block;
    private final CodeObject code;
    private final Patcher patcher;
    private final long map;
    /** Fields with shapes that are still compared with. */
    private final List<ShapeField> shapes = new ArrayList<>();
    private boolean isClosed;

    private record ShapeField(long address, int shape) {
    }

    /**
     * Makes the function run compiled code.
     *
     * @param block   its CODE block
     * @param entry   offset of the entry in the code
     * @param offsets of the instructions
     */
    InstalledFunction(long block, CodeObject code, Patcher patcher, int entry, int[] offsets) {
        this.block = block;
        this.code = code;
        this.patcher = patcher;
        map = Memory.reserve(4L * offsets.length);
        for (int i = 0; i < offsets.length; i++) {
            Memory.putInt(map + 4L * i, offsets[i]);
        }
        relyOnFields();
        Memory.putLong(block + FunctionLayout.NATIVE_MAP, map);
        Memory.putLong(block + FunctionLayout.NATIVE_START, code.start());
        Memory.putLong(block + FunctionLayout.NATIVE_ENTRY, code.start() + entry);
    }

    long block() {
        return block;
    }

    CodeObject code() {
        return code;
    }

    private void relyOnFields() {
        Sites sites = code.sites();
        for (int i = 0; i < sites.count(); i++) {
            if (sites.kind(i) == SiteKind.PATCH && sites.detail(i) instanceof FieldCache.Entry entry) {
                ShapeField field = new ShapeField(code.address(i), entry.shape());
                shapes.add(field);
                if (entry.validity() != null) {
                    entry.validity().whenInvalid(() -> forget(field));
                }
            }
        }
    }

    private void forget(ShapeField field) {
        if (!isClosed && shapes.remove(field)) {
            patcher.replaceInt(field.address, field.shape, NO_SHAPE);
        }
    }

    /** No field access takes its cached way any more. */
    void forgetFields() {
        while (!shapes.isEmpty()) {
            forget(shapes.getLast());
        }
    }

    /** The function is dead, or has other code: gives back what belongs to this one, the code itself aside. */
    @Override
    public void close() {
        isClosed = true;
        Memory.release(map);
    }
}
