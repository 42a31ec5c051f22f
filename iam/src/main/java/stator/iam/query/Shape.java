package stator.iam.query;

import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.regex.Pattern;

/** What a value of a request looks like, by AWS's model. */
sealed interface Shape {
    /** How AWS tells that a text does not fit its pattern. */
    enum Words {
        /** With the pattern, among all constraints that are broken. */
        PATTERN(""),
        /** As a name, if no constraint is broken. */
        NAME("It must contain only alphanumeric characters and/or the following: +=,.@_-"),
        /** As a path, if no constraint is broken. */
        PATH(
                "It must begin and end with / and contain only alphanumeric characters and/or /"
                        + " characters."),
        /** As the beginning of a path, if no constraint is broken. */
        PREFIX(
                "It must begin with the / character and contain only alphanumeric characters and/or"
                        + " / characters.");

        private final String sentence;

        Words(String sentence) {
            this.sentence = sentence;
        }

        String sentence() {
            return sentence;
        }
    }

    /** A string. */
    record Text(Limits length, Optional<Pattern> pattern, Words words) implements Shape {
        /** Whether a text satisfies the pattern, if there is one. */
        boolean fits(String text) {
            return pattern.isEmpty() || pattern.get().matcher(text).matches();
        }
    }

    /** A string that is one of a few, in the order in which AWS lists them. */
    record Choice(List<String> values) implements Shape {}

    /** An integer of 32 bits. */
    record Whole(Limits range) implements Shape {}

    /** A boolean. */
    record Flag() implements Shape {}

    /**
     * A list.
     *
     * @param listsNull whether AWS names it among a member's constraints that it must not be null
     */
    record Sequence(Shape member, Limits length, boolean listsNull) implements Shape {}

    /** Members by their names. */
    record Structure(List<Member> members) implements Shape {
        /**
         * The members in the order in which AWS checks them: that of Java's hash table of their
         * names, as both recorded answers with several violations show (password policy, OpenID
         * Connect provider).
         */
        List<Member> checked() {
            Map<String, Member> byName = new HashMap<>();
            members.forEach(member -> byName.put(lowerCamel(member.name), member));
            return List.copyOf(byName.values());
        }
    }

    /** A name as AWS's messages write it. */
    static String lowerCamel(String name) {
        return Character.toLowerCase(name.charAt(0)) + name.substring(1);
    }

    /** A member of a structure. */
    record Member(String name, Shape shape, boolean required) {}

    /** Least and most of something; the extremes of an int where there is no limit. */
    record Limits(int min, int max) {
        /** Reads {@code 1..255}, either of which may be missing. */
        static Limits parse(String text) {
            int dots = text.indexOf("..");
            String min = text.substring(0, dots);
            String max = text.substring(dots + 2);
            return new Limits(
                    min.isEmpty() ? Integer.MIN_VALUE : Integer.parseInt(min),
                    max.isEmpty() ? Integer.MAX_VALUE : Integer.parseInt(max));
        }

        boolean allow(int number) {
            return number >= min && number <= max;
        }
    }
}
