package perigee.build;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import perigee.ir.Block;
import perigee.ir.Node;

/** Where ways that give so many values each meet: {@link Context.Meeting} for the results of calls. */
final class ResultMeeting {
    private final Context c;
    private final int count;
    private final List<Block> ends = new ArrayList<>();
    private final List<Node[]> values = new ArrayList<>();

    ResultMeeting(Context context, int count) {
        c = context;
        this.count = count;
    }

    /** The current block ends here, if there is one; values that it lacks are nil. */
    void arrive(Node[] results) {
        if (c.block == null) {
            return;
        }
        Node[] padded = Arrays.copyOf(results, count);
        for (int n = results.length; n < count; n++) {
            padded[n] = c.nil();
        }
        ends.add(c.block);
        values.add(padded);
        c.block = null;
    }

    /** Goes on where the ways meet; null, and no block, if there were none. */
    Node[] meet() {
        if (ends.isEmpty()) {
            c.block = null;
            return null;
        }
        if (ends.size() == 1) {
            c.block = ends.getFirst();
            return values.getFirst();
        }
        Node[][] columns = new Node[count][ends.size()];
        for (int n = 0; n < count; n++) {
            for (int way = 0; way < ends.size(); way++) {
                columns[n][way] = values.get(way)[n];
            }
        }
        return c.merge(ends, columns);
    }
}
