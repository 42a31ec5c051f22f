package stator.conformance.house;

import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.Pattern;

/** Groups of classes of which each needs each, found by their names in the code of the others. */
final class Circles {
    private static final Pattern WORD = Pattern.compile("\\b[A-Z]\\w*\\b");

    private final Map<String, Set<String>> uses = new HashMap<>();

    Circles(List<Source> sources) {
        Set<String> names = new HashSet<>();
        sources.forEach(source -> names.add(source.name()));
        for (Source source : sources) {
            Set<String> used = new HashSet<>();
            WORD.matcher(source.code()).results().forEach(word -> used.add(word.group()));
            used.retainAll(names);
            used.remove(source.name());
            uses.put(source.name(), used);
        }
    }

    /** The circles of more classes than that. */
    List<Set<String>> longerThan(int classes) {
        Map<String, Set<String>> reachable = new HashMap<>();
        uses.keySet().forEach(name -> reachable.put(name, reachableFrom(name)));
        List<Set<String>> circles = new ArrayList<>();
        Set<String> seen = new HashSet<>();
        for (String name : new TreeSet<>(uses.keySet())) {
            if (seen.contains(name)) {
                continue;
            }
            Set<String> circle = new TreeSet<>();
            for (String other : reachable.get(name)) {
                if (reachable.get(other).contains(name)) {
                    circle.add(other);
                }
            }
            seen.addAll(circle);
            if (circle.size() > classes) {
                circles.add(circle);
            }
        }
        return circles;
    }

    private Set<String> reachableFrom(String name) {
        Set<String> found = new HashSet<>();
        Deque<String> open = new ArrayDeque<>(uses.get(name));
        while (!open.isEmpty()) {
            String next = open.pop();
            if (found.add(next)) {
                open.addAll(uses.get(next));
            }
        }
        return found;
    }
}
