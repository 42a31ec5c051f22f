package stator.conformance;

import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;

/**
 * A graph of what must have come before what. A cycle means that there is no such order.
 *
 * <p>Cycles are found as strongly connected components by Tarjan's algorithm, with a stack of its
 * own in place of recursion.
 */
final class AppendGraph {
    private int nodes;
    private int edges;
    private int[] from = new int[1024];
    private int[] to = new int[1024];

    /** Adds a node and returns its number. */
    int addNode() {
        return nodes++;
    }

    /** Says that {@code before} came before {@code after}; a node may be said to precede itself. */
    void addEdge(int before, int after) {
        if (before == after) {
            return;
        }
        if (edges == from.length) {
            from = Arrays.copyOf(from, 2 * edges);
            to = Arrays.copyOf(to, 2 * edges);
        }
        from[edges] = before;
        to[edges++] = after;
    }

    /** A shortest cycle through one node of a cycle, if there is any cycle. */
    Optional<List<Integer>> cycle() {
        Successors successors = new Successors();
        int[] component = components(successors);
        int[] sizes = new int[nodes];
        for (int node = 0; node < nodes; node++) {
            if (++sizes[component[node]] > 1) {
                return Optional.of(shortestCycle(node, component, successors));
            }
        }
        return Optional.empty();
    }

    /** The edges by the node that they leave. */
    private final class Successors {
        private final int[] start = new int[nodes + 1];
        private final int[] targets = new int[edges];

        Successors() {
            for (int edge = 0; edge < edges; edge++) {
                start[from[edge] + 1]++;
            }
            for (int node = 0; node < nodes; node++) {
                start[node + 1] += start[node];
            }
            int[] next = start.clone();
            for (int edge = 0; edge < edges; edge++) {
                targets[next[from[edge]]++] = to[edge];
            }
        }
    }

    private int[] components(Successors successors) {
        int[] component = new int[nodes];
        int[] index = new int[nodes];
        int[] low = new int[nodes];
        int[] nextEdge = Arrays.copyOf(successors.start, nodes);
        boolean[] isOnStack = new boolean[nodes];
        int[] stack = new int[nodes];
        int[] path = new int[nodes];
        int stacked = 0;
        int indexes = 0;
        for (int root = 0; root < nodes; root++) {
            if (index[root] != 0) {
                continue;
            }
            int depth = 0;
            path[depth] = root;
            index[root] = low[root] = ++indexes;
            stack[stacked++] = root;
            isOnStack[root] = true;
            while (depth >= 0) {
                int node = path[depth];
                if (nextEdge[node] < successors.start[node + 1]) {
                    int successor = successors.targets[nextEdge[node]++];
                    if (index[successor] == 0) {
                        path[++depth] = successor;
                        index[successor] = low[successor] = ++indexes;
                        stack[stacked++] = successor;
                        isOnStack[successor] = true;
                    } else if (isOnStack[successor]) {
                        low[node] = Math.min(low[node], index[successor]);
                    }
                    continue;
                }
                if (low[node] == index[node]) {
                    int member;
                    do {
                        member = stack[--stacked];
                        isOnStack[member] = false;
                        component[member] = node;
                    } while (member != node);
                }
                depth--;
                if (depth >= 0) {
                    low[path[depth]] = Math.min(low[path[depth]], low[node]);
                }
            }
        }
        return component;
    }

    private List<Integer> shortestCycle(int start, int[] component, Successors successors) {
        int[] previous = new int[nodes];
        Arrays.fill(previous, -1);
        ArrayDeque<Integer> queue = new ArrayDeque<>(List.of(start));
        while (true) {
            int node = queue.remove();
            for (int at = successors.start[node]; at < successors.start[node + 1]; at++) {
                int successor = successors.targets[at];
                if (successor == start) {
                    return path(node, start, previous);
                }
                if (component[successor] == component[start] && previous[successor] < 0) {
                    previous[successor] = node;
                    queue.add(successor);
                }
            }
        }
    }

    private static List<Integer> path(int last, int start, int[] previous) {
        List<Integer> path = new ArrayList<>();
        for (int node = last; node != start; node = previous[node]) {
            path.add(node);
        }
        path.add(start);
        return path.reversed();
    }
}
