package perigee.vm.repl;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.Collection;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What is offered at a cursor, which stands where the text has a bar, or else at its end. */
class CompletionTest {
    private static final String PROGRAM = """
            called = 0
            local function trap() called = called + 1 end
            Base = {inherited = print, constant = 1}
            Base.__index = Base
            obj = setmetatable({own = print, size = 1, ["no name"] = print, ["end"] = print, [1] = print}, Base)
            deep = {a = {b = {c = {d1 = 1, d2 = 2}}}}
            loop = {} loop.__index = loop setmetatable(loop, loop)
            proxy = setmetatable({seen = 1}, {__index = trap, __pairs = trap, __newindex = trap, __call = trap})
            setmetatable(_G, {__index = {hidden_global = 1}})
            package.preload['some.module'] = print
            """;

    @TempDir
    private Path directory;

    private static List<String> complete(String text) {
        return complete(text, PROGRAM);
    }

    private static List<String> complete(String marked, String chunk) {
        int bar = marked.indexOf('|');
        String text = marked.replace("|", "");
        int cursor = bar < 0 ? text.length() : bar;
        try (TestProgram program = new TestProgram(chunk)) {
            Completion.Result result = new Completion(program.state).at(text, cursor);
            String part = text.substring(result.from(), cursor);
            Collection<String> names = result.names();
            return names.stream().filter(name -> name.startsWith(part)).toList();
        }
    }

    private static void offers(String text, String... names) {
        assertEquals(Arrays.asList(names), complete(text), text);
    }

    @Test
    void globalsAndKeywords() {
        offers("rep", "repeat");
        offers("x = 1 collect", "collectgarbage");
        offers("x = 1 el", "else", "elseif");
        offers("hidden", "hidden_global");
        offers("pri|x", "print");
        offers("local longname = 1 print(longn", "longname");
        assertTrue(complete("").containsAll(List.of("print", "string", "while")));
    }

    @Test
    void fields() {
        offers("string.re", "rep", "reverse");
        offers("x = string.rep(math.ma", "max", "maxinteger");
        offers("deep.a.b.c.", "d1", "d2");
        offers("deep . a. b .c .d", "d1", "d2");
        offers("obj.", "__index", "constant", "inherited", "own", "size");
        offers("deep.nothing.", new String[0]);
        offers("f().", new String[0]);
        offers("loop.", "__index");
        offers("1.", new String[0]);
    }

    @Test
    void methodsAreFunctions() {
        offers("obj:", "inherited", "own");
        offers("x = obj:o", "own");
        offers("('x'):re", new String[0]);
        offers("'x':re", "rep", "reverse");
        offers("io.stdout:wr", "write");
    }

    @Test
    void noLuaCodeRuns() {
        try (TestProgram program = new TestProgram(PROGRAM)) {
            Completion completion = new Completion(program.state);
            for (String text : new String[] {"proxy.", "proxy:", "proxy.seen.", "proxy.x.y.", "proxy"}) {
                completion.at(text, text.length());
            }
            assertEquals(List.of("seen"), List.copyOf(completion.at("proxy.", 6).names()));
            assertEquals(program.state.integer(0),
                    new Members(program.state).get(program.state.globals(), "called"));
        }
    }

    @Test
    void modulesAndFiles() throws IOException {
        Files.createDirectories(directory.resolve("pkg/sub"));
        Files.writeString(directory.resolve("pkg/mod.lua"), "");
        Files.writeString(directory.resolve("alone.lua"), "");
        Files.writeString(directory.resolve("pkg/sub/init.lua"), "");
        String program = PROGRAM + "package.path = '" + directory + "/?.lua;" + directory + "/?/init.lua'";
        assertEquals(List.of("alone"), complete("require 'al", program));
        assertEquals(List.of("pkg."), complete("require(\"pk", program));
        assertEquals(List.of("pkg.mod", "pkg.sub", "pkg.sub."), complete("x = require 'pkg.", program));
        assertEquals(List.of("some.module", "string"), complete("require 's", program));
        assertEquals(List.of("mod.lua", "sub/"), complete("dofile '" + directory + "/pkg/", program));
        assertEquals(List.of("alone.lua"), complete(":load " + directory + "/al", program));
    }

    @Test
    void commands() {
        offers(":re", "reload", "reset");
        offers(":dump ", "bytecode", "inline", "graph", "lir", "asm");
        offers(":dump asm string.rev", "reverse");
        offers(":tier deep.a.", "b");
    }

    @Test
    void nothingInCommentsAndNumbers() {
        offers("-- pri", new String[0]);
        offers("x = 12", new String[0]);
        offers("[[pri", new String[0]);
        assertFalse(complete("'x' .. pri").isEmpty());
    }
}
