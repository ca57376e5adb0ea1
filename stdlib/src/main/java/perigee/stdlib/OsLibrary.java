package perigee.stdlib;

import java.io.File;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import perigee.runtime.Call;
import perigee.runtime.LuaState;
import perigee.runtime.ProgramExit;
import perigee.value.Word;

/** The operating system's facilities (manual 6.9) but for date and time, which {@link DateFunctions} has. */
public final class OsLibrary {
    private static final String[] CATEGORIES = {"all", "collate", "ctype", "monetary", "numeric", "time"};

    private OsLibrary() {
    }

    /** Makes the library. */
    public static void open(LuaState state) {
        LibraryTable library = new LibraryTable(state, "os");
        DateFunctions.addTo(state, library);
        library.add("clock", OsLibrary::clock)
                .add("execute", OsLibrary::execute)
                .add("exit", OsLibrary::exit)
                .add("getenv", OsLibrary::getEnvironment)
                .add("remove", OsLibrary::remove)
                .add("rename", OsLibrary::rename)
                .add("setlocale", OsLibrary::setLocale)
                .add("tmpname", OsLibrary::temporaryName)
                .publish();
    }

    private static int clock(Call call) {
        return call.result(Word.ofFloat(ProcessorTime.seconds()));
    }

    private static int getEnvironment(Call call) {
        byte[] value = Environment.get(call.checkName(1));
        return call.result(value == null ? Word.NIL : call.state().strings().of(value));
    }

    private static int setLocale(Call call) {
        String locale = call.isNoneOrNil(1) ? null : call.checkText(1);
        call.checkOption(2, "all", CATEGORIES);
        boolean known = locale == null || locale.isEmpty() || locale.equals("C") || locale.equals("POSIX");
        return call.result(known ? call.state().strings().of("C") : Word.NIL);
    }

    // ---- processes ---------------------------------------------------------------------------------------------------

    private static int execute(Call call) {
        if (call.isNoneOrNil(1)) {
            return call.result(new File("/bin/sh").canExecute());
        }
        return ChildProcess.results(call, ChildProcess.run(call.checkName(1)));
    }

    private static int exit(Call call) {
        int status;
        if (Word.isBoolean(call.arg(1))) {
            status = call.arg(1) == Word.TRUE ? 0 : 1;
        } else {
            status = (int) call.optInteger(1, 0);
        }
        throw new ProgramExit(status, call.toBoolean(2));
    }

    // ---- files -------------------------------------------------------------------------------------------------------

    private static int remove(Call call) {
        byte[] name = call.checkName(1);
        String path = HostFiles.name(name);
        if (new File(path).delete()) {
            return call.result(true);
        }
        try {
            // The same again, this time by one that tells why it fails.
            HostFiles.checkNotEmpty(path);
            Files.delete(Path.of(path));
            return call.result(true);
        } catch (IOException e) {
            return SystemErrors.failure(call, name, e);
        }
    }

    private static int rename(Call call) {
        String from = HostFiles.name(call.checkName(1));
        String to = HostFiles.name(call.checkName(2));
        if (new File(from).renameTo(new File(to))) {
            return call.result(true);
        }
        try {
            HostFiles.checkNotEmpty(from);
            HostFiles.checkNotEmpty(to);
            Files.move(Path.of(from), Path.of(to), StandardCopyOption.ATOMIC_MOVE);
            return call.result(true);
        } catch (IOException e) {
            return SystemErrors.failure(call, e);
        }
    }

    private static int temporaryName(Call call) {
        try {
            return call.result(call.state().strings().of(HostFiles.bytes(FileOpening.newTemporaryFile())));
        } catch (IOException e) {
            throw call.error("unable to generate a unique filename");
        }
    }
}
