package stator.logs.pattern;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.BitSet;
import java.util.Collections;
import java.util.List;

/**
 * The regular expressions of filter patterns: characters, classes, repetitions, anchors and
 * alternatives, but no groups.
 *
 * <p>Java's own take exponential time for some expressions and texts, and both come from strangers.
 * So the text is read once, with the set of all places in the expression where a match may be: that
 * takes the product of both lengths at most.
 */
final class Regex {
    /** Repetitions count as often as they are. */
    private static final int STATES_MAX = 500;

    private static final int ASCII = 128;
    private static final String SYMBOLS = " :_#=@/;,-";

    private final List<Sequence> alternatives = new ArrayList<>();
    private final String text;
    private int position;

    /** One alternative: steps that are taken in order. */
    private static final class Sequence {
        private final List<Step> steps = new ArrayList<>();
        private boolean atStart;
        private boolean atEnd;
    }

    /**
     * What one character may be.
     *
     * @param others whether a character outside of ASCII fits
     * @param optional whether there need not be one
     * @param repeated whether there may be more of them
     */
    private record Step(BitSet ascii, boolean others, boolean optional, boolean repeated) {
        boolean fits(char character) {
            return character < ASCII ? ascii.get(character) : others;
        }
    }

    private Regex(String text) {
        this.text = text;
    }

    /**
     * Reads an expression, without the percent signs around it.
     *
     * @throws InvalidPatternException if it is none, or too long
     */
    static Regex parse(String text) {
        Regex regex = new Regex(text);
        do {
            regex.alternatives.add(regex.sequence());
        } while (regex.take('|'));
        if (regex.position < text.length() || text.isEmpty() || regex.states() > STATES_MAX) {
            throw InvalidPatternException.plain();
        }
        return regex;
    }

    /** How many places there are. */
    int states() {
        return alternatives.stream().mapToInt(sequence -> sequence.steps.size() + 1).sum();
    }

    // Reading.

    private boolean take(char wanted) {
        boolean found = position < text.length() && text.charAt(position) == wanted;
        position += found ? 1 : 0;
        return found;
    }

    private char next() {
        if (position == text.length()) {
            throw InvalidPatternException.plain();
        }
        return text.charAt(position++);
    }

    private Sequence sequence() {
        Sequence sequence = new Sequence();
        sequence.atStart = take('^');
        while (position < text.length() && text.charAt(position) != '|') {
            if (take('$')) {
                sequence.atEnd = true;
                break;
            }
            repeat(step(), sequence.steps);
            if (sequence.steps.size() > STATES_MAX) {
                throw InvalidPatternException.plain();
            }
        }
        return sequence;
    }

    private Step step() {
        char character = next();
        return switch (character) {
            case '.' -> step(all(), true);
            case '[' -> characterClass();
            case '\\' -> escaped();
            default -> {
                requireLiteral(character);
                yield step(single(character), false);
            }
        };
    }

    private static void requireLiteral(char character) {
        boolean alphanumeric =
                character >= 'a' && character <= 'z'
                        || character >= 'A' && character <= 'Z'
                        || character >= '0' && character <= '9';
        if (!alphanumeric && SYMBOLS.indexOf(character) < 0) {
            throw InvalidPatternException.plain();
        }
    }

    private static Step step(BitSet ascii, boolean others) {
        return new Step(ascii, others, false, false);
    }

    private static BitSet all() {
        BitSet all = new BitSet();
        all.set(0, ASCII);
        return all;
    }

    private static BitSet single(char character) {
        BitSet set = new BitSet();
        set.set(character);
        return set;
    }

    private static BitSet complement(BitSet set) {
        BitSet complement = all();
        complement.andNot(set);
        return complement;
    }

    private Step escaped() {
        char character = next();
        return switch (character) {
            case 'd', 'w', 's' -> step(named(character), false);
            case 'D', 'W', 'S' -> step(complement(named(Character.toLowerCase(character))), true);
            default -> step(single(escapedCharacter(character)), false);
        };
    }

    private static BitSet named(char name) {
        BitSet set = new BitSet();
        switch (name) {
            case 'd' -> set.set('0', '9' + 1);
            case 's' -> " \t\n\r\f\u000b".chars().forEach(set::set);
            default -> {
                set.set('a', 'z' + 1);
                set.set('A', 'Z' + 1);
                set.set('0', '9' + 1);
                set.set('_');
            }
        }
        return set;
    }

    private char escapedCharacter(char character) {
        if (character == 'x') {
            int value = Character.digit(next(), 16) * 16 + Character.digit(next(), 16);
            if (value < 0 || value >= ASCII) {
                throw InvalidPatternException.plain();
            }
            return (char) value;
        }
        if (character >= ASCII || Character.isLetterOrDigit(character)) {
            throw InvalidPatternException.plain();
        }
        return character;
    }

    private Step characterClass() {
        boolean negated = take('^');
        BitSet set = new BitSet();
        while (!take(']')) {
            char first = next();
            if (first == '\\') {
                char escaped = next();
                if ("dws".indexOf(escaped) >= 0) {
                    set.or(named(escaped));
                    continue;
                }
                first = escapedCharacter(escaped);
            }
            char last = first;
            boolean range =
                    position + 1 < text.length()
                            && text.charAt(position) == '-'
                            && text.charAt(position + 1) != ']';
            if (range) {
                position++;
                last = next();
            }
            if (first > last || last >= ASCII) {
                throw InvalidPatternException.plain();
            }
            set.set(first, last + 1);
        }
        return negated ? step(complement(set), true) : step(set, false);
    }

    private void repeat(Step step, List<Step> steps) {
        if (take('?')) {
            steps.add(new Step(step.ascii, step.others, true, false));
        } else if (take('*')) {
            steps.add(new Step(step.ascii, step.others, true, true));
        } else if (take('+')) {
            steps.add(new Step(step.ascii, step.others, false, true));
        } else if (take('{')) {
            repeatCounted(step, steps);
        } else {
            steps.add(step);
        }
    }

    private void repeatCounted(Step step, List<Step> steps) {
        int least = number();
        boolean open = take(',');
        boolean endless = open && position < text.length() && text.charAt(position) == '}';
        int most = !open || endless ? least : number();
        if (!take('}') || most < least) {
            throw InvalidPatternException.plain();
        }
        steps.addAll(Collections.nCopies(least, step));
        Step optional = new Step(step.ascii, step.others, true, endless);
        steps.addAll(Collections.nCopies(endless ? 1 : most - least, optional));
    }

    private int number() {
        int number = 0;
        int start = position;
        while (position < text.length() && Character.digit(text.charAt(position), 10) >= 0) {
            number = number * 10 + Character.digit(text.charAt(position++), 10);
            if (number > STATES_MAX) {
                throw InvalidPatternException.plain();
            }
        }
        if (position == start) {
            throw InvalidPatternException.plain();
        }
        return number;
    }

    // Matching.

    /** Whether some part of a text matches. */
    boolean find(String message) {
        for (Sequence sequence : alternatives) {
            if (find(sequence, message)) {
                return true;
            }
        }
        return false;
    }

    /** {@code at[i]}: the first {@code i} steps may have been taken just now. */
    private static boolean find(Sequence sequence, String message) {
        int size = sequence.steps.size();
        boolean[] at = new boolean[size + 1];
        boolean[] next = new boolean[size + 1];
        for (int i = 0; i <= message.length(); i++) {
            if (i == 0 || !sequence.atStart) {
                at[0] = true;
            }
            passOptional(sequence.steps, at);
            if (at[size] && (!sequence.atEnd || i == message.length())) {
                return true;
            }
            if (i < message.length()) {
                Arrays.fill(next, false);
                advance(sequence.steps, at, message.charAt(i), next);
                boolean[] reached = next;
                next = at;
                at = reached;
            }
        }
        return false;
    }

    private static void passOptional(List<Step> steps, boolean[] at) {
        for (int i = 0; i < steps.size(); i++) {
            if (at[i] && steps.get(i).optional) {
                at[i + 1] = true;
            }
        }
    }

    private static void advance(List<Step> steps, boolean[] at, char character, boolean[] next) {
        for (int i = 0; i < steps.size(); i++) {
            Step step = steps.get(i);
            if (at[i] && step.fits(character)) {
                next[i + 1] = true;
                if (step.repeated) {
                    // The same step may be taken again, which its own place stands for.
                    next[i] = true;
                }
            }
        }
    }
}
