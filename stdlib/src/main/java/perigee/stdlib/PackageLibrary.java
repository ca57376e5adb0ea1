package perigee.stdlib;

import java.io.File;
import java.nio.charset.StandardCharsets;
import perigee.number.ByteBuilder;
import perigee.object.Strings;
import perigee.runtime.Call;
import perigee.runtime.LuaError;
import perigee.runtime.LuaState;
import perigee.value.ValueType;
import perigee.value.Word;

/**
 * Modules (manual 6.3): {@code require} and the table {@code package}. Functions here that need the table have it as
 * their upvalue. There is no way to load C code: it is refused as by a reference built without it.
 */
public final class PackageLibrary {
    private static final String PATH = "/usr/local/share/lua/5.4/?.lua;/usr/local/share/lua/5.4/?/init.lua;"
            + "/usr/local/lib/lua/5.4/?.lua;/usr/local/lib/lua/5.4/?/init.lua;./?.lua;./?/init.lua";
    private static final String C_PATH = "/usr/local/lib/lua/5.4/?.so;/usr/local/lib/lua/5.4/loadall.so;./?.so";
    private static final String NO_C_CODE = "dynamic libraries not enabled; check your Lua installation";
    private static final String VERSION_SUFFIX = "_5_4";
    private static final String SEPARATOR = ";";
    private static final String PRELOAD = "_PRELOAD";
    /** Registry field that tells to ignore the environment. */
    private static final String NO_ENVIRONMENT = "LUA_NOENV";

    private PackageLibrary() {
    }

    public static void open(LuaState state) {
        LibraryTable library = new LibraryTable(state, "package");
        long preload = state.tables().create(0, 0);
        state.tables().setString(state.registry(), state.strings().internOf(PRELOAD), preload, false);
        library.add("loadlib", PackageLibrary::loadLibrary)
                .add("searchpath", PackageLibrary::searchPath)
                .set("preload", preload)
                .set("loaded", LibraryTable.loaded(state))
                .set("path", path(state, "LUA_PATH", PATH))
                .set("cpath", path(state, "LUA_CPATH", C_PATH))
                .set("config", "/\n;\n?\n!\n-\n")
                .set("searchers", searchers(state, library.table()))
                .publish();
        state.tables().setString(state.globals(), state.strings().internOf("require"),
                state.functions().newNative("require", PackageLibrary::require, library.table()), false);
    }

    private static long searchers(LuaState state, long library) {
        long searchers = state.tables().create(0, 4);
        long[] functions = {
            state.functions().newNative("searcher_preload", PackageLibrary::searchPreloaded),
            state.functions().newNative("searcher_Lua", PackageLibrary::searchLua, library),
            state.functions().newNative("searcher_C", PackageLibrary::searchC, library),
            state.functions().newNative("searcher_Croot", PackageLibrary::searchCRoot, library)
        };
        for (int i = 0; i < functions.length; i++) {
            state.tables().setInteger(searchers, i + 1, functions[i]);
        }
        return searchers;
    }

    /** A path as the environment asks for, ";;" in it standing for the default. */
    private static String path(LuaState state, String variable, String standard) {
        byte[] value = Environment.get(bytes(variable + VERSION_SUFFIX));
        if (value == null) {
            value = Environment.get(bytes(variable));
        }
        long ignore = state.tables().getString(state.registry(), state.strings().internOf(NO_ENVIRONMENT));
        if (value == null || Word.isTruthy(ignore)) {
            return standard;
        }
        String path = text(value);
        int mark = path.indexOf(";;");
        if (mark >= 0) {
            String prefix = path.substring(0, mark);
            String suffix = path.substring(mark + 2);
            path = (prefix.isEmpty() ? "" : prefix + SEPARATOR) + standard + (suffix.isEmpty() ? "" : SEPARATOR + suffix);
        }
        return path;
    }

    /** Text of one character for each byte, which is how everything here is done. */
    private static String text(byte[] bytes) {
        return new String(bytes, StandardCharsets.ISO_8859_1);
    }

    private static String text(long string) {
        return text(LoadFunction.upToZero(string));
    }

    private static byte[] bytes(String text) {
        return text.getBytes(StandardCharsets.ISO_8859_1);
    }

    // ---- searching for files -------------------------------------------------------------------------------------------

    private static int searchPath(Call call) {
        // Arguments are checked in the order in which the reference happens to do it.
        String replacement = call.isNoneOrNil(4) ? "/" : text(call.checkString(4));
        String separator = call.isNoneOrNil(3) ? "." : text(call.checkString(3));
        String path = text(call.checkString(2));
        String name = text(call.checkString(1));
        Search search = new Search(name, path, separator, replacement);
        long text = call.state().strings().of(search.found != null ? search.found : search.failure());
        return search.found != null ? call.result(text) : call.results(Word.NIL, text);
    }

    /** A search for a name along a path. */
    private static final class Search {
        /** The first file that can be read; null when there is none. */
        final String found;
        private final String names;

        Search(String name, String path, String separator, String replacement) {
            names = path.replace("?", separator.isEmpty() ? name : name.replace(separator, replacement));
            String first = null;
            for (String file : names.isEmpty() ? new String[0] : names.split(SEPARATOR, -1)) {
                if (!file.isEmpty() && new File(HostFiles.name(bytes(file))).canRead()) {
                    first = file;
                    break;
                }
            }
            found = first;
        }

        String failure() {
            return "no file '" + names.replace(SEPARATOR, "'\n\tno file '") + "'";
        }
    }

    private static Search search(Call call, String name, String field) {
        long path = call.state().conversions().toStringOrZero(call.index(call.upvalue(0), key(call, field)));
        if (path == 0) {
            throw call.error("'package." + field + "' must be a string");
        }
        return new Search(name, text(path), ".", "/");
    }

    private static long key(Call call, String field) {
        return call.state().strings().internOf(field);
    }

    // ---- searchers -----------------------------------------------------------------------------------------------------

    private static int searchPreloaded(Call call) {
        call.checkString(1);
        long preload = call.field(call.state().registry(), PRELOAD);
        long loader = call.index(preload, call.arg(1));
        if (loader == Word.NIL) {
            return call.result(call.state().strings().of(
                    "no field package.preload['" + text(call.checkString(1)) + "']"));
        }
        return call.results(loader, call.state().strings().of(":preload:"));
    }

    private static int searchLua(Call call) {
        String name = text(call.checkString(1));
        LuaState state = call.state();
        Search search = search(call, name, "path");
        if (search.found == null) {
            return call.result(state.strings().of(search.failure()));
        }
        long loader;
        try {
            loader = ChunkLoading.loadFile(state, bytes(search.found), "bt", state.globals());
        } catch (LuaError error) {
            long message = state.conversions().toStringOrZero(state.errorValue());
            throw loadingError(call, name, search.found, message == 0 ? "?" : Strings.toJava(message));
        }
        return call.results(loader, state.strings().of(search.found));
    }

    private static LuaError loadingError(Call call, String name, String file, String reason) {
        return call.error("error loading module '" + name + "' from file '" + file + "':\n\t" + reason);
    }

    private static int searchC(Call call) {
        String name = text(call.checkString(1));
        return found(call, name, search(call, name, "cpath"));
    }

    /** Looks for the C library of the package that the module belongs to. */
    private static int searchCRoot(Call call) {
        String name = text(call.checkString(1));
        int dot = name.indexOf('.');
        return dot < 0 ? call.none() : found(call, name, search(call, name.substring(0, dot), "cpath"));
    }

    /** A C library is there, or not: neither helps. */
    private static int found(Call call, String name, Search search) {
        if (search.found == null) {
            return call.result(call.state().strings().of(search.failure()));
        }
        throw loadingError(call, name, search.found, NO_C_CODE);
    }

    private static int loadLibrary(Call call) {
        String file = text(call.checkString(1));
        call.checkString(2);
        boolean isThere = new File(HostFiles.name(bytes(file))).canRead();
        String reason = isThere ? NO_C_CODE : file + ": cannot open shared object file: No such file or directory";
        return call.results(Word.NIL, call.state().strings().of(reason),
                call.state().strings().of(isThere ? "absent" : "open"));
    }

    // ---- require -------------------------------------------------------------------------------------------------------

    private static int require(Call call) {
        call.checkString(1);
        LuaState state = call.state();
        long module = call.index(LibraryTable.loaded(state), call.arg(1));
        if (Word.isTruthy(module)) {
            return call.result(module);
        }
        findLoader(call);
        // The loader and its data are the two topmost words; the header of the loader's frame comes above them.
        call.pushFunction(call.fromTop(2));
        call.push(call.arg(1));
        call.push(call.fromTop(5));
        call.call(2, 1);
        long result = call.popWord();
        if (result != Word.NIL) {
            call.setIndex(LibraryTable.loaded(state), call.arg(1), result);
        }
        module = call.index(LibraryTable.loaded(state), call.arg(1));
        if (module == Word.NIL) {
            module = Word.TRUE;
            call.setIndex(LibraryTable.loaded(state), call.arg(1), module);
        }
        return call.results(module, call.popWord());
    }

    /** Asks the searchers one by one; pushes the first loader that one of them has, and its data. */
    private static void findLoader(Call call) {
        LuaState state = call.state();
        long searchers = call.index(call.upvalue(0), key(call, "searchers"));
        if (!ValueType.isTable(searchers)) {
            throw call.error("'package.searchers' must be a table");
        }
        call.push(searchers);
        ByteBuilder failures = new ByteBuilder();
        for (int i = 1;; i++) {
            long searcher = state.tables().getInteger(call.fromTop(1), i);
            if (searcher == Word.NIL) {
                throw call.error("module '" + text(call.checkString(1)) + "' not found:" + failures);
            }
            call.pushFunction(searcher);
            call.push(call.arg(1));
            call.call(1, 2);
            if (ValueType.isFunction(call.fromTop(2))) {
                return;
            }
            call.pop(1);
            long failure = state.conversions().toStringOrZero(call.popWord());
            if (failure != 0) {
                failures.appendAscii("\n\t");
                state.conversions().appendPlainText(failures, failure);
            }
        }
    }
}
