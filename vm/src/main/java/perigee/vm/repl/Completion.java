package perigee.vm.repl;

import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.TreeSet;
import perigee.runtime.LuaState;
import perigee.syntax.TokenSpans.Kind;
import perigee.syntax.TokenSpans.Span;
import perigee.value.ValueType;
import perigee.value.Word;

/** What may stand at the cursor: keywords, variables, fields, methods, modules, files, and the prompt's own commands. */
final class Completion {
    private static final List<String> KEYWORDS = List.of("and", "break", "do", "else", "elseif", "end", "false",
            "for", "function", "goto", "if", "in", "local", "nil", "not", "or", "repeat", "return", "then", "true",
            "until", "while");

    /**
     * What was found.
     *
     * @param from  where the part of the text begins that the names are to replace
     * @param names not only those that begin with that part
     */
    record Result(int from, Collection<String> names) {
        private static Result none(int cursor) {
            return new Result(cursor, List.of());
        }
    }

    private final LuaState state;
    private final Members members;
    private final FileNames files;

    Completion(LuaState state) {
        this.state = state;
        members = new Members(state);
        files = new FileNames(state);
    }

    /** What may stand before a cursor. */
    Result at(String text, int cursor) {
        String before = text.substring(0, cursor);
        if (TypedText.isCommand(before)) {
            Result result = command(before);
            if (result != null) {
                return result;
            }
        }
        TypedText typed = TypedText.of(before);
        List<Span> spans = typed.spans();
        if (spans.isEmpty()) {
            return new Result(cursor, variables(typed));
        }
        Span last = spans.getLast();
        boolean touches = last.to() == cursor;
        if (last.kind() == Kind.UNFINISHED) {
            return string(typed);
        }
        if (touches && (last.kind() == Kind.COMMENT || last.kind() == Kind.NUMBER)) {
            return Result.none(cursor);
        }
        boolean isWord = touches && (last.kind() == Kind.NAME || last.kind() == Kind.KEYWORD);
        int from = isWord ? last.from() : cursor;
        return new Result(from, names(typed, isWord ? spans.size() - 2 : spans.size() - 1));
    }

    // ---- commands ------------------------------------------------------------------------------------------------------

    /** Null where Lua text is expected. */
    private static Result commandOrStage(String before, int colon) {
        int blank = before.indexOf(' ', colon);
        if (blank < 0) {
            return new Result(colon + 1, Command.names());
        }
        String rest = before.substring(blank + 1);
        boolean isStage = before.startsWith(Command.DUMP.title(), colon + 1) && rest.indexOf(' ') < 0;
        return isStage ? new Result(blank + 1, Command.stages()) : null;
    }

    private Result command(String before) {
        int colon = before.indexOf(':');
        int blank = before.indexOf(' ', colon);
        if (blank >= 0 && before.substring(colon + 1, blank).equals(Command.LOAD.title())) {
            String file = before.substring(blank + 1);
            return new Result(blank + 1 + FileNames.lastPart(file), files.files(file));
        }
        return commandOrStage(before, colon);
    }

    // ---- names ---------------------------------------------------------------------------------------------------------

    /** @param last index of the last span before the word that is completed; -1 when there is none */
    private Collection<String> names(TypedText typed, int last) {
        List<Span> spans = typed.spans();
        if (last < 0 || !isAccess(typed, spans.get(last))) {
            return variables(typed);
        }
        long object = object(typed, last - 1);
        return object == Word.NIL ? List.of() : fields(object, typed.is(spans.get(last), ":"));
    }

    private static boolean isAccess(TypedText typed, Span span) {
        return typed.is(span, ".") || typed.is(span, ":");
    }

    /** What a chain of names, or a string, says that ends with this span; nil when that cannot be known. */
    private long object(TypedText typed, int last) {
        List<Span> spans = typed.spans();
        if (last >= 0 && spans.get(last).kind() == Kind.STRING) {
            return state.strings().empty();
        }
        List<String> path = new ArrayList<>();
        int i = last;
        for (; i >= 0 && spans.get(i).kind() == Kind.NAME; i -= 2) {
            path.addFirst(typed.textOf(spans.get(i)));
            if (i == 0 || !isAccess(typed, spans.get(i - 1))) {
                return resolve(path);
            }
        }
        return Word.NIL;
    }

    private long resolve(List<String> path) {
        long value = state.globals();
        for (String name : path) {
            value = members.get(value, name);
        }
        return value;
    }

    private Collection<String> fields(long object, boolean functionsOnly) {
        TreeSet<String> names = new TreeSet<>();
        members.forEach(object, (name, value) -> {
            if (isName(name) && (!functionsOnly || ValueType.isFunction(value))) {
                names.add(name);
            }
        });
        return names;
    }

    /** Keywords, globals, and the names in the text itself: they may be local variables. */
    private Collection<String> variables(TypedText typed) {
        Collection<String> names = fields(state.globals(), false);
        names.addAll(KEYWORDS);
        int end = typed.text().length();
        for (Span span : typed.spans()) {
            if (span.kind() == Kind.NAME && span.to() < end) {
                names.add(typed.textOf(span));
            }
        }
        return names;
    }

    private static boolean isName(String text) {
        List<Span> spans = TypedText.of(text).spans();
        return spans.size() == 1 && spans.getFirst().kind() == Kind.NAME && spans.getFirst().to() == text.length();
    }

    // ---- strings -------------------------------------------------------------------------------------------------------

    /** In a string, the last span, that is not closed yet. */
    private Result string(TypedText typed) {
        Span last = typed.spans().getLast();
        char quote = typed.text().charAt(last.from());
        if (quote != '"' && quote != '\'') {
            return Result.none(typed.text().length());
        }
        String content = typed.text().substring(last.from() + 1);
        if (isArgumentOf(typed, "require")) {
            return new Result(last.from() + 1, files.modules(content));
        }
        return new Result(last.from() + 1 + FileNames.lastPart(content), files.files(content));
    }

    private static boolean isArgumentOf(TypedText typed, String function) {
        List<Span> spans = typed.spans();
        int i = spans.size() - 2;
        if (i >= 0 && typed.is(spans.get(i), "(")) {
            i--;
        }
        return i >= 0 && spans.get(i).kind() == Kind.NAME && typed.textOf(spans.get(i)).equals(function);
    }
}
