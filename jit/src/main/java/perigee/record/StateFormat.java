package perigee.record;

import java.util.List;
import perigee.bytecode.Prototype;
import perigee.deopt.DeoptHistory.Failure;
import perigee.deopt.DeoptState;
import perigee.deopt.Reason;
import perigee.deopt.Resume;
import perigee.deopt.VirtualFrame;
import perigee.deopt.VirtualObject;

/** Frame states, as bytes. Of the functions of the frames the request has the rest: {@link Functions}. */
final class StateFormat {
    private static final int TABLE = 0;
    private static final int CLOSURE = 1;
    private static final int CELL = 2;

    /** The functions of the request that a result belongs to. */
    interface Functions {
        /** Null if there is none at an address. */
        Prototype at(long code);
    }

    private StateFormat() {
    }

    static void write(Output out, DeoptState state) {
        switch (state) {
            case DeoptState(Failure(long code, int pc, Reason reason), List<VirtualFrame> frames,
                    List<VirtualObject> objects) -> {
                out.word(code);
                out.count(pc);
                out.constant(reason);
                out.sharedList(frames, frame -> write(out, frame));
                out.sharedList(objects, object -> write(out, object));
            }
        }
    }

    static DeoptState readState(Input in, Functions functions) throws MalformedRecordException {
        Failure cause = new Failure(in.word(), in.count(), in.constant(Reason.class));
        List<VirtualFrame> frames = in.sharedList(VirtualFrame.class, () -> readFrame(in, functions));
        List<VirtualObject> objects = in.sharedList(VirtualObject.class, () -> readObject(in));
        if (frames.isEmpty() || !frames.getFirst().isOutermost()) {
            throw new MalformedRecordException("a state without frames");
        }
        return new DeoptState(cause, frames, objects);
    }

    private static void write(Output out, VirtualFrame frame) {
        switch (frame) {
            case VirtualFrame(long code, Prototype _, int pc, Resume resume, int[] registers, int function, int calledAt,
                    int wanted, long linkFlags, int argumentCount, int[] extra) -> {
                out.word(code);
                out.count(pc);
                out.constant(resume);
                out.numbers(registers);
                out.number(function);
                out.number(calledAt);
                out.number(wanted);
                out.word(linkFlags);
                out.count(argumentCount);
                out.numbers(extra);
            }
        }
    }

    private static VirtualFrame readFrame(Input in, Functions functions) throws MalformedRecordException {
        long code = in.word();
        Prototype prototype = functions.at(code);
        if (prototype == null) {
            throw new MalformedRecordException("a frame of a function that is not of the request");
        }
        return new VirtualFrame(code, prototype, in.count(), in.constant(Resume.class), in.numbers(), in.number(), in.number(),
                in.number(), in.word(), in.count(), in.numbers());
    }

    private static void write(Output out, VirtualObject object) {
        switch (object) {
            case VirtualObject.Table(int shape, int[] slots, int[] elements, int size, int metatable) -> {
                out.count(TABLE);
                out.number(shape);
                out.numbers(slots);
                out.numbers(elements);
                out.number(size);
                out.number(metatable);
            }
            case VirtualObject.Closure(long code, int[] upvalues) -> {
                out.count(CLOSURE);
                out.word(code);
                out.numbers(upvalues);
            }
            case VirtualObject.Cell(int value) -> {
                out.count(CELL);
                out.number(value);
            }
        }
    }

    private static VirtualObject readObject(Input in) throws MalformedRecordException {
        int kind = in.count();
        return switch (kind) {
            case TABLE -> new VirtualObject.Table(in.number(), in.numbers(), in.numbers(), in.number(), in.number());
            case CLOSURE -> new VirtualObject.Closure(in.word(), in.numbers());
            case CELL -> new VirtualObject.Cell(in.number());
            default -> throw new MalformedRecordException("no object is of kind " + kind);
        };
    }
}
