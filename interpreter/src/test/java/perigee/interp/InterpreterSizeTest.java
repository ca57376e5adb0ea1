package perigee.interp;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.io.InputStream;
import java.lang.classfile.ClassFile;
import java.lang.classfile.ClassModel;
import java.lang.classfile.MethodModel;
import java.lang.classfile.attribute.CodeAttribute;
import java.lang.reflect.Field;
import org.junit.jupiter.api.Test;
import perigee.bytecode.Opcode;
import perigee.bytecode.OpcodeNumbers;

class InterpreterSizeTest {
    /** HotSpot's HugeMethodLimit: longer methods stay in its interpreter for ever. */
    private static final int LIMIT = 8000;

    @Test
    void theLoopIsSmallEnoughToBeCompiled() throws IOException {
        try (InputStream in = Interpreter.class.getResourceAsStream("Interpreter.class")) {
            ClassModel model = ClassFile.of().parse(in.readAllBytes());
            for (MethodModel method : model.methods()) {
                int length = method.code().map(code -> ((CodeAttribute) code).codeLength()).orElse(0);
                assertTrue(length < LIMIT, method.methodName().stringValue() + " has " + length + " bytes");
            }
        }
    }

    @Test
    void opcodeNumbersAreThoseOfTheTable() throws IllegalAccessException {
        Field[] fields = OpcodeNumbers.class.getFields();
        assertEquals(Opcode.count(), fields.length);
        for (Field field : fields) {
            assertEquals(Opcode.valueOf(field.getName()).ordinal(), field.getInt(null), field.getName());
        }
    }
}
