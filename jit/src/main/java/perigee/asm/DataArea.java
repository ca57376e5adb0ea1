package perigee.asm;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/**
 * The constants and cells behind the code: 16-byte ones, 8-byte ones, jump tables of 4 bytes an entry, in this order,
 * so that each is aligned to its size. Constants that are equal are one.
 */
final class DataArea {
    /** A constant of 8 or 16 bytes; the upper half of the former is not used. */
    private record Word(Label label, long low, long high, String symbol) {
    }

    private record Table(Label label, Label[] targets) {
    }

    private record Pair(long low, long high) {
    }

    private final Assembler owner;
    private final List<Word> pairs = new ArrayList<>();
    private final List<Word> words = new ArrayList<>();
    private final List<Table> tables = new ArrayList<>();
    private final Map<Long, Label> knownWords = new HashMap<>();
    private final Map<Pair, Label> knownPairs = new HashMap<>();
    private final Map<String, Label> knownAddresses = new HashMap<>();

    DataArea(Assembler owner) {
        this.owner = owner;
    }

    Label word(long value) {
        return knownWords.computeIfAbsent(value, v -> add(words, owner.newLabel(), v, 0, null));
    }

    Label pair(long low, long high) {
        return knownPairs.computeIfAbsent(new Pair(low, high),
                pair -> add(pairs, owner.newLabel(), pair.low, pair.high, null));
    }

    Label address(String symbol) {
        return knownAddresses.computeIfAbsent(symbol, s -> add(words, owner.newLabel(), 0, 0, s));
    }

    Label cell(String name, long initial) {
        return add(words, owner.newLabel(name), initial, 0, null);
    }

    Label table(Label[] targets) {
        Table table = new Table(owner.newLabel(), targets.clone());
        tables.add(table);
        return table.label;
    }

    private static Label add(List<Word> list, Label label, long low, long high, String symbol) {
        list.add(new Word(label, low, high, symbol));
        return label;
    }

    /** The alignment of the area as a whole. */
    int alignment() {
        return pairs.isEmpty() ? 8 : 16;
    }

    /** Gives every label of the area its place; the number of bytes. */
    int layOut() {
        int at = 0;
        for (Word pair : pairs) {
            at = place(pair.label, at, 16);
        }
        for (Word word : words) {
            at = place(word.label, at, 8);
        }
        for (Table table : tables) {
            at = place(table.label, at, 4 * table.targets.length);
        }
        return at;
    }

    private static int place(Label label, int at, int size) {
        label.at = at;
        label.stretches = Label.IN_DATA;
        return at + size;
    }

    /** Appends the area to code of final size. */
    void write(Encoder out, Stretches stretches, int start, List<Relocation> relocations) {
        for (Word pair : pairs) {
            out.little(pair.low, 8);
            out.little(pair.high, 8);
        }
        for (Word word : words) {
            if (word.symbol != null) {
                relocations.add(new Relocation(out.size, Relocation.Kind.ABS64, word.symbol, 0));
            }
            out.little(word.low, 8);
        }
        for (Table table : tables) {
            for (Label target : table.targets) {
                out.little(stretches.offset(target, start) - (start + table.label.at), 4);
            }
        }
    }
}
