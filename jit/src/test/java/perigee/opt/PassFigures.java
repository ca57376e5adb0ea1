package perigee.opt;

import java.util.LinkedHashMap;
import java.util.Map;
import perigee.ir.Graph;
import perigee.ir.GraphParser;
import perigee.ir.GraphText;
import perigee.ir.RandomGraph;

/**
 * What the passes cost, at best:
 * {@code java -cp jit/target/classes:jit/target/test-classes:interpreter/target/classes
 * --add-exports=java.base/jdk.internal.misc=ALL-UNNAMED perigee.opt.PassFigures [nodes]}.
 */
final class PassFigures {
    private static final int ROUNDS = 1000;

    private PassFigures() {
    }

    public static void main(String[] arguments) {
        int size = arguments.length > 0 ? Integer.parseInt(arguments[0]) : 700;
        Map<String, Long> times = new LinkedHashMap<>();
        long before = 0;
        long after = 0;
        String text = GraphText.of(RandomGraph.of(1, size));
        for (int round = 0; round < ROUNDS; round++) {
            Graph graph = GraphParser.parse(text);
            before = count(graph);
            int[] number = new int[1];
            long start = System.nanoTime();
            Pipeline.run(graph, false,
                    (name, done, nanoseconds) -> times.merge(++number[0] + " " + name, nanoseconds, Math::min));
            times.merge("all", System.nanoTime() - start, Math::min);
            after = count(graph);
        }
        System.out.println(before + " nodes before, " + after + " after");
        times.forEach((name, time) -> System.out.printf("%-28s %8.1f us%n", name, time / 1e3));
    }

    private static long count(Graph graph) {
        return graph.blocks().stream().mapToLong(block -> block.nodes().size()).sum();
    }
}
