package perigee.vm.explain;

import java.util.Collection;
import java.util.IdentityHashMap;
import java.util.Map;
import java.util.TreeMap;
import perigee.bytecode.Instruction;
import perigee.bytecode.Prototype;
import perigee.code.CodeObject;
import perigee.frame.Link;
import perigee.layout.FunctionLayout;
import perigee.memory.Memory;
import perigee.runtime.LoadedFunction;
import perigee.runtime.LuaState;

/** Which part of which function runs how long: takes samples, and what they meet. */
final class Profile {
    private static final long CALL_BYTES = 1;

    private final LuaState state;
    private final Map<Prototype, FunctionParts> functions = new IdentityHashMap<>();
    /** By first address. */
    private final TreeMap<Long, SampledCode> code = new TreeMap<>();
    /** By address of the CODE block, as they were when that was last asked for. */
    private final TreeMap<Long, LoadedFunction> blocks = new TreeMap<>();
    private long elsewhere;

    Profile(LuaState state) {
        this.state = state;
    }

    FunctionParts of(Prototype prototype) {
        return functions.computeIfAbsent(prototype, FunctionParts::new);
    }

    Collection<FunctionParts> functions() {
        return functions.values();
    }

    /** Samples that belong to no function. */
    long elsewhere() {
        return elsewhere;
    }

    // ---- code ----------------------------------------------------------------------------------------------------------

    void installed(CodeObject object, SampledCode installed) {
        code.put(object.start(), installed);
    }

    void freed(CodeObject object) {
        code.remove(object.start());
    }

    private SampledCode find(long address) {
        Map.Entry<Long, SampledCode> entry = code.floorEntry(address);
        return entry != null && entry.getValue().has(address) ? entry.getValue() : null;
    }

    // ---- samples -------------------------------------------------------------------------------------------------------

    /** Functions may have come, or died, since the last samples. */
    void beginSamples() {
        blocks.clear();
    }

    /** Takes a sample, at an address in a buffer of {@link SampleCode}. */
    void sample(long at) {
        long address = Memory.getLong(at + SampleCode.INSTRUCTION);
        SampledCode found = find(address);
        if (found == null) {
            sampleOfJava(at);
        } else if (found.isShared()) {
            sampleOfStub(at);
        } else {
            found.at(address).sampled(found.tier());
        }
    }

    /** Shared code works for the code that it returns to, or whose function it finds where baseline code has it. */
    private void sampleOfStub(long at) {
        for (int field : new int[] {SampleCode.RETURN, SampleCode.NEXT_RETURN}) {
            long address = Memory.getLong(at + field) - CALL_BYTES;
            SampledCode caller = find(address);
            if (caller != null && !caller.isShared()) {
                caller.at(address).sampled(caller.tier());
                return;
            }
        }
        LoadedFunction function = function(Memory.getLong(at + SampleCode.CODE_BLOCK));
        if (function == null) {
            elsewhere++;
        } else {
            of(function.prototype()).body.sampled(Where.BASELINE);
        }
    }

    /** The topmost frame, or its caller if that is a library function's, says where the function is, or last called. */
    private void sampleOfJava(long at) {
        long callerPc = Memory.getLong(at + SampleCode.CALLER_PC);
        long pc = callerPc == 0 ? Memory.getLong(at + SampleCode.PC) : callerPc;
        if (Link.isSite(pc)) {
            long address = Link.site(pc) - CALL_BYTES;
            SampledCode waiting = find(address);
            if (waiting != null && !waiting.isShared()) {
                waiting.at(address).sampled(callerPc == 0 ? Where.RUNTIME : Where.LIBRARY);
                return;
            }
        } else if (Link.ofPc(Link.pc(pc)) == pc) {
            LoadedFunction function = function(Link.pc(pc));
            if (function != null) {
                long instruction = (Link.pc(pc) - function.code() - FunctionLayout.INSTRUCTIONS) / Instruction.BYTES;
                boolean isCompiled = Memory.getLong(function.code() + FunctionLayout.NATIVE_ENTRY) != 0;
                of(function.prototype()).atInstruction((int) Math.max(0, instruction - 1))
                        .sampled(callerPc != 0 ? Where.LIBRARY : isCompiled ? Where.RUNTIME : Where.INTERPRETER);
                return;
            }
        }
        elsewhere++;
    }

    /** The function whose CODE block has an address, or null. */
    private LoadedFunction function(long address) {
        if (blocks.isEmpty()) {
            state.functions().all().forEach(function -> blocks.put(function.code(), function));
        }
        Map.Entry<Long, LoadedFunction> entry = blocks.floorEntry(address);
        if (entry == null) {
            return null;
        }
        long instructions = Memory.getInt(entry.getKey() + FunctionLayout.INSTRUCTION_COUNT);
        long end = entry.getKey() + FunctionLayout.INSTRUCTIONS + instructions * Instruction.BYTES;
        return address <= end ? entry.getValue() : null;
    }
}
