package perigee.stdlib;

import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;
import perigee.runtime.PatternProgram;
import perigee.runtime.PatternProgram.Kind;
import perigee.runtime.PatternProgram.Step;

/**
 * Finds out whether a pattern can be matched without backtracking, and how. A repetition is left for good when all it could
 * give back, or take more, is of no use to what follows:
 * <ul>
 * <li>what follows cannot fail; or it can only begin with bytes that the repetition does not take;
 * <li>of a repetition that takes as little as possible, {@code .-"}: what follows is one byte, and then what cannot fail. It
 *     takes all but that byte;
 * <li>or {@code .-%s*$}: it ends where the bytes at the subject's end begin.
 * </ul>
 */
final class StraightPattern {
    private final Pattern pattern;
    private final List<Step> steps = new ArrayList<>();
    private final Deque<Integer> open = new ArrayDeque<>();
    private int captures;

    private StraightPattern(Pattern pattern) {
        this.pattern = pattern;
    }

    /** The program of a pattern; null: it has none. */
    static PatternProgram of(Pattern pattern) {
        StraightPattern straight = new StraightPattern(pattern);
        if (pattern.kinds.length > PatternProgram.MOST_STEPS || !straight.convert()) {
            return null;
        }
        boolean skips = !pattern.anchored && pattern.first != null && !pattern.first[Pattern.SUBJECT_END];
        return new PatternProgram(pattern.anchored, straight.captures, skips ? pattern.first : null, straight.steps);
    }

    private boolean convert() {
        for (int i = 0; i < pattern.kinds.length; i++) {
            boolean isStraight = switch (pattern.kinds[i]) {
                case Pattern.ACCEPT -> open.isEmpty() && add(Kind.ACCEPT, null);
                case Pattern.LITERAL -> add(Kind.ONE, CharacterClass.ofByte(pattern.operands[i]));
                case Pattern.ONE -> add(Kind.ONE, pattern.tables[i]);
                case Pattern.OPTIONAL -> takesForGood(i) && add(Kind.OPTIONAL, pattern.tables[i]);
                case Pattern.STAR -> takesForGood(i) && add(pattern.tables[i] == CharacterClass.ALL ? Kind.REST : Kind.STAR,
                        pattern.tables[i]);
                case Pattern.PLUS -> takesForGood(i) && add(Kind.PLUS, pattern.tables[i]);
                case Pattern.LAZY -> lazy(i);
                case Pattern.OPEN -> capture(Kind.OPEN);
                case Pattern.POSITION -> capture(Kind.POSITION);
                case Pattern.CLOSE -> !open.isEmpty() && steps.add(new Step(Kind.CLOSE, open.pop(), null));
                case Pattern.AT_END -> add(Kind.AT_END, null);
                default -> false;
            };
            if (!isStraight) {
                return false;
            }
        }
        return true;
    }

    private boolean add(Kind kind, boolean[] set) {
        return steps.add(new Step(kind, 0, kind == Kind.REST ? null : set));
    }

    private boolean capture(Kind kind) {
        if (captures == PatternProgram.MOST_CAPTURES) {
            return false;
        }
        if (kind == Kind.OPEN) {
            open.push(captures);
        }
        return steps.add(new Step(kind, captures++, null));
    }

    private boolean takesForGood(int item) {
        return cannotFail(item + 1, pattern.tables[item] == CharacterClass.ALL && pattern.kinds[item] != Pattern.OPTIONAL)
                || isDisjoint(item);
    }

    private boolean lazy(int item) {
        boolean[] set = pattern.tables[item];
        if (cannotFail(item + 1, false)) {
            return true;
        }
        if (isDisjoint(item)) {
            return add(Kind.STAR, set);
        }
        int next = next(item + 1);
        byte kind = pattern.kinds[next];
        if ((kind == Pattern.LITERAL || kind == Pattern.ONE) && cannotFail(next + 1, false)) {
            return add(Kind.STAR, without(set, next));
        }
        int end = next(next + 1);
        return set == CharacterClass.ALL && kind == Pattern.STAR && pattern.kinds[end] == Pattern.AT_END
                && add(Kind.BEFORE_TAIL, pattern.tables[next]);
    }

    private boolean[] without(boolean[] set, int item) {
        boolean[] rest = set.clone();
        for (int b = 0; b < rest.length; b++) {
            rest[b] &= !isMember(item, b);
        }
        return rest;
    }

    private boolean isMember(int item, int b) {
        return pattern.kinds[item] == Pattern.LITERAL ? pattern.operands[item] == b : pattern.tables[item][b];
    }

    /** The first item from this one on that is not about a capture. */
    private int next(int item) {
        int i = item;
        while (pattern.kinds[i] == Pattern.OPEN || pattern.kinds[i] == Pattern.POSITION || pattern.kinds[i] == Pattern.CLOSE) {
            i++;
        }
        return i;
    }

    /** Whether the items from this one on match whatever there is. {@code atEnd}: they are only tried at the subject's end. */
    private boolean cannotFail(int item, boolean atEnd) {
        boolean isEnd = atEnd;
        for (int i = next(item); ; i = next(i + 1)) {
            switch (pattern.kinds[i]) {
                case Pattern.ACCEPT -> {
                    return true;
                }
                // Where there has to be nothing left, both can take all that is.
                case Pattern.STAR, Pattern.LAZY -> isEnd |= pattern.tables[i] == CharacterClass.ALL;
                case Pattern.OPTIONAL -> {
                }
                case Pattern.AT_END -> {
                    return isEnd;
                }
                default -> {
                    return false;
                }
            }
        }
    }

    /** Whether what follows an item has to begin with a byte that the item does not take, or at the subject's end. */
    private boolean isDisjoint(int item) {
        boolean[] set = pattern.tables[item];
        for (int i = next(item + 1); ; i = next(i + 1)) {
            byte kind = pattern.kinds[i];
            if (kind == Pattern.AT_END) {
                return true;
            } else if (kind < Pattern.LITERAL || kind > Pattern.LAZY) {
                return false;
            }
            for (int b = 0; b < set.length; b++) {
                if (set[b] && isMember(i, b)) {
                    return false;
                }
            }
            if (kind == Pattern.LITERAL || kind == Pattern.ONE || kind == Pattern.PLUS) {
                return true;
            }
        }
    }
}
