package perigee.layout;

/** Functions of both kinds, their code, and cells. */
public final class FunctionLayout {
    // ---- Lua functions -------------------------------------------------------------------------------------------
    public static final Layout CLOSURE = new Layout("closure", ObjectHeader.LAYOUT);
    /** Address of the first instruction: a call needs nothing else of the code block to start. */
    public static final int ENTRY = CLOSURE.raw("entry");
    /** The CODE block. */
    public static final int CODE = CLOSURE.reference("code");
    public static final int IDENTITY = CLOSURE.u32("identity");
    public static final int UPVALUE_COUNT = CLOSURE.u32("upvalueCount");
    /** First upvalue word: a value, or a cell. */
    public static final int UPVALUES = CLOSURE.size();

    // ---- functions written in Java ---------------------------------------------------------------------------
    public static final Layout NATIVE = new Layout("native", ObjectHeader.LAYOUT);
    /** Number of the Java function in the state's table. */
    public static final int NATIVE_ID = NATIVE.raw("id");
    public static final int NATIVE_IDENTITY = NATIVE.u32("identity");
    public static final int NATIVE_UPVALUE_COUNT = NATIVE.u32("upvalueCount");
    public static final int NATIVE_UPVALUES = NATIVE.size();

    // ---- code ----------------------------------------------------------------------------------------------------
    public static final Layout CODE_BLOCK = new Layout("code", ObjectHeader.LAYOUT);
    /** Number of the function in the state's table of loaded prototypes. */
    public static final int CODE_ID = CODE_BLOCK.u32("id");
    /** Fixed parameters. */
    public static final int PARAMETERS = CODE_BLOCK.u32("parameters");
    /** Registers of a frame. */
    public static final int MAX_STACK = CODE_BLOCK.u32("maxStack");
    public static final int IS_VARARG = CODE_BLOCK.u32("isVararg");
    /** Calls so far: what tier-up decisions are taken by. */
    public static final int CALLS = CODE_BLOCK.u32("calls");
    /** Not 0: a loop of the function has become hot. */
    public static final int HOT_LOOP = CODE_BLOCK.u32("hotLoop");
    public static final int CONSTANT_COUNT = CODE_BLOCK.u32("constantCount");
    public static final int INSTRUCTION_COUNT = CODE_BLOCK.u32("instructionCount");
    /** Address of the first constant; the instructions stand before the constants. */
    public static final int CONSTANTS = CODE_BLOCK.raw("constants");
    /** Where compiled code is called; 0: there is none. */
    public static final int NATIVE_ENTRY = CODE_BLOCK.raw("nativeEntry");
    /** First byte of the compiled code. */
    public static final int NATIVE_START = CODE_BLOCK.raw("nativeStart");
    /** Address of a table of 32-bit words: by instruction, where in the compiled code it begins. */
    public static final int NATIVE_MAP = CODE_BLOCK.raw("nativeMap");
    /** Words above its frames' base that there have to be when optimised code is entered; 0: there is none. */
    public static final int NATIVE_WORDS = CODE_BLOCK.raw("nativeWords");
    /** Closures of it that were made, outside optimised code at least; more than one after those that that has made. */
    public static final int CLOSURES = CODE_BLOCK.raw("closures");
    /** First instruction. */
    public static final int INSTRUCTIONS = CODE_BLOCK.size();

    // ---- cells ---------------------------------------------------------------------------------------------------
    public static final Layout CELL = new Layout("cell", ObjectHeader.LAYOUT);
    public static final int CELL_VALUE = CELL.word("value");
    public static final int CELL_SIZE = CELL.size();
    /** Flag of a cell: assigned more than once, so nobody may take its value for a constant. */
    public static final int CELL_MUTABLE = 1;

    // ---- boxed integers --------------------------------------------------------------------------------------------
    public static final Layout BOX = new Layout("box", ObjectHeader.LAYOUT);
    public static final int BOX_VALUE = BOX.raw("value");
    public static final int BOX_SIZE = BOX.size();

    private FunctionLayout() {
    }
}
