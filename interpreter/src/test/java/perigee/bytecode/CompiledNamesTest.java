package perigee.bytecode;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static perigee.bytecode.Assembly.bytes;

import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import perigee.compile.Compiler;

/** Names as messages of the reference (5.4.8) give them for the same statements. */
class CompiledNamesTest {
    /** An instruction and the function that it is in. */
    private record Place(Prototype prototype, int pc) {
    }

    private static Place lastOf(Opcode op, Prototype prototype) {
        for (Prototype nested : prototype.prototypes()) {
            Place place = lastOf(op, nested);
            if (place != null) {
                return place;
            }
        }
        for (int pc = prototype.code().length - 1; pc >= 0; pc--) {
            if (Instruction.op(prototype.code()[pc]) == op) {
                return new Place(prototype, pc);
            }
        }
        return null;
    }

    private static Place compile(String text, Opcode op) {
        byte[] bytes = bytes(text);
        return lastOf(op, Compiler.compile(bytes, 0, bytes.length, bytes("=chunk")));
    }

    @ParameterizedTest
    @CsvSource(delimiter = '#', quoteCharacter = '`', nullValues = "none", value = {
        "nofunc()                                               # global 'nofunc'",
        "return nofunc()                                        # global 'nofunc'",
        "local f; (f)()                                         # local 'f'",
        "local t = {}; t.x()                                    # field 'x'",
        "local t = {}; t:m()                                    # method 'm'",
        "local t = {}; t[255]()                                 # field 'integer index'",
        "local t = {}; t[256]()                                 # field '?'",
        "local t, k = {}, 'a'; t[k]()                           # field '?'",
        "local t = {}; t['a b']()                               # field 'a b'",
        "local t = {}; t['a\\0b']()                             # field 'a'",
        "('x')()                                                # constant 'x'",
        "local a <const> = 'str'; a()                           # constant 'str'",
        "(nil)()                                                # none",
        "(1)()                                                  # none",
        "(...)()                                                # none",
        "local a = {}; (a or b)()                               # none",
        "local a; (a and b or nofunc)()                         # none",
        "local a; function g() a() end                          # upvalue 'a'",
        "local a; function g() a = nil; a() end                 # upvalue 'a'",
        "local a; local function g() a = 1 end; a = 2; _()      # global '_'",
        "local a = {}; function g() a.b() end                   # field 'b'",
        "local a = {}; function g() a = {}; a:b() end           # method 'b'",
        "local _ENV = {}; nofunc()                              # global 'nofunc'",
        "local _ENV = {}; function g() nofunc() end             # global 'nofunc'",
        "local _ENV = {}; function g() _ENV = {}; nofunc() end  # global 'nofunc'",
        "_ENV = {}; nofunc()                                    # global 'nofunc'",
        "local e = '_ENV'; e.x()                                # field 'x'",
        "if x then y = 1 end nofunc()                           # global 'nofunc'",
        "for i = 1, 2 do i() end                                # local 'i'",
        "while true do local x; x() end                         # local 'x'",
    })
    void calledFunctions(String text, String expected) {
        Place place = compile(text, text.startsWith("return") ? Opcode.TAILCALL : Opcode.CALL);
        VariableNames.Name name = VariableNames.calledFunction(place.prototype, place.pc);
        assertEquals(expected, name == null ? null : name.toString());
    }

    @ParameterizedTest
    @CsvSource(delimiter = '#', quoteCharacter = '`', nullValues = "none", value = {
        "local t = {}; x = t.a.b                                # GETFIELD # field 'a'",
        "x = noglobal.b                                         # GETFIELD # global 'noglobal'",
        "x = noglobal[1]                                        # GETI     # global 'noglobal'",
        "local t; x = t.a                                       # GETFIELD # local 't'",
        "local t; function g() t = nil; return t.x end          # GETFIELD # upvalue 't'",
        "local t; local function g() t = 1 end local x = t[g]   # GETINDEX # local 't'",
        "x = ('x').y.z                                          # GETFIELD # field 'y'",
        "local a; x = (a or a).y                                # GETFIELD # none",
        "local a = {}; x = a[1] + 1                             # ADDI     # field 'integer index'",
        "local a = 1.5; x = a | 1                               # BORK     # local 'a'",
        "x = -noglobal                                          # UNM      # global 'noglobal'",
    })
    void operandsB(String text, Opcode op, String expected) {
        Place place = compile(text, op);
        VariableNames.Name name = VariableNames.describe(place.prototype, place.pc,
                Instruction.b(place.prototype.code()[place.pc]));
        assertEquals(expected, name == null ? null : name.toString());
    }

    @ParameterizedTest
    @CsvSource(delimiter = '#', quoteCharacter = '`', nullValues = "none", value = {
        "noglobal.x = 1                                         # SETFIELD # global 'noglobal'",
        "local t; t[1] = 1                                      # SETI     # local 't'",
        "local t; t[t] = 1                                      # SETINDEX # local 't'",
        "local t; function g() t = nil; t.x = 1 end             # SETFIELD # upvalue 't'",
        "local t; function g() t.x = 1 end                      # SETFIELD # upvalue 't'",
        "local _ENV = nil; y = 1                                # SETFIELD # local '_ENV'",
        "_ENV = nil; y = 1                                      # SETFIELD # upvalue '_ENV'",
        "local a; function g() return a .. 'x' end              # CONCAT   # upvalue 'a'",
        "local a, b; x = a .. b                                 # CONCAT   # local 'a'",
    })
    void operandsA(String text, Opcode op, String expected) {
        Place place = compile(text, op);
        VariableNames.Name name = VariableNames.describe(place.prototype, place.pc,
                Instruction.a(place.prototype.code()[place.pc]));
        assertEquals(expected, name == null ? null : name.toString());
    }

    @ParameterizedTest
    @CsvSource(delimiter = '#', quoteCharacter = '`', value = {
        "x = y                                                  # GETGLOBAL # upvalue '_ENV'",
        "function g() return y end                              # GETGLOBAL # upvalue '_ENV'",
    })
    void indexedUpvalues(String text, Opcode op, String expected) {
        Place place = compile(text, op);
        assertEquals(expected, VariableNames.describeUpvalue(place.prototype,
                Instruction.b(place.prototype.code()[place.pc])).toString());
    }
}
