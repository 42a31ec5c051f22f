package stator.autoscaling.scaling;

import java.time.DayOfWeek;
import java.time.YearMonth;
import java.time.ZonedDateTime;
import java.util.ArrayList;
import java.util.BitSet;
import java.util.List;
import java.util.Locale;
import java.util.Optional;

/**
 * AWS's six fields of a calendar: minutes, hours, day of the month, month, day of the week, year.
 *
 * <p>Each is {@code *}, {@code ?} for a day that is told by the other field, numbers or names,
 * ranges, lists and steps; days also {@code L} (the last), {@code W} (the weekday nearest to a day)
 * and {@code #} (the how-manieth of the month).
 */
final class Cron {
    private static final List<String> MONTHS =
            List.of(
                    "JAN", "FEB", "MAR", "APR", "MAY", "JUN", "JUL", "AUG", "SEP", "OCT", "NOV",
                    "DEC");
    private static final List<String> DAYS =
            List.of("SUN", "MON", "TUE", "WED", "THU", "FRI", "SAT");
    private static final int YEAR_MIN = 1970;
    private static final int YEAR_MAX = 2199;

    private final BitSet minutes;
    private final BitSet hours;
    private final BitSet months;
    private final BitSet years;
    private final Day dayOfMonth;
    private final Day dayOfWeek;

    /** Whether a day is meant. */
    private interface Day {
        boolean matches(ZonedDateTime time);
    }

    private Cron(String[] fields) {
        minutes = numbers(fields[0], 0, 59, List.of(), 0);
        hours = numbers(fields[1], 0, 23, List.of(), 0);
        dayOfMonth = dayOfMonth(fields[2]);
        months = numbers(fields[3], 1, 12, MONTHS, 1);
        dayOfWeek = dayOfWeek(fields[4]);
        years = numbers(fields[5], YEAR_MIN, YEAR_MAX, List.of(), 0);
        // Exactly one of the days says nothing.
        if (fields[2].equals("?") == fields[4].equals("?")) {
            throw new IllegalArgumentException("two days");
        }
    }

    /** Reads the six fields; empty if the text is not that. */
    static Optional<Cron> parse(String text) {
        String[] fields = text.strip().split(" +");
        if (fields.length != 6 || text.length() > 256) {
            return Optional.empty();
        }
        try {
            return Optional.of(new Cron(fields));
        } catch (IllegalArgumentException e) {
            return Optional.empty();
        }
    }

    boolean matches(ZonedDateTime time) {
        return minutes.get(time.getMinute())
                && hours.get(time.getHour())
                && months.get(time.getMonthValue())
                && years.get(Math.clamp(time.getYear(), 0, YEAR_MAX + 1))
                && dayOfMonth.matches(time)
                && dayOfWeek.matches(time);
    }

    private static BitSet numbers(
            String field, int least, int most, List<String> names, int firstName) {
        BitSet set = new BitSet();
        for (String part : field.split(",", -1)) {
            String[] stepped = part.split("/", -1);
            if (stepped.length > 2) {
                throw new IllegalArgumentException(part);
            }
            int step = stepped.length == 1 ? 1 : number(stepped[1], 1, most, List.of(), 0);
            String[] range = stepped[0].split("-", -1);
            int first = least;
            int last = most;
            if (!stepped[0].equals("*")) {
                first = number(range[0], least, most, names, firstName);
                boolean open = range.length == 1 && stepped.length == 2;
                last = open ? most : number(range[range.length - 1], least, most, names, firstName);
            }
            if (range.length > 2) {
                throw new IllegalArgumentException(part);
            }
            fill(set, first, last, step, least, most);
        }
        return set;
    }

    /** A range may go beyond the end and begin again, such as FRI-MON. */
    private static void fill(BitSet set, int first, int last, int step, int least, int most) {
        int length = last >= first ? last - first : last - first + (most - least + 1);
        for (int i = 0; i <= length; i += step) {
            set.set(least + (first - least + i) % (most - least + 1));
        }
    }

    private static int number(String text, int least, int most, List<String> names, int firstName) {
        int name = names.indexOf(text.toUpperCase(Locale.ROOT));
        int number = name >= 0 ? name + firstName : Integer.parseInt(text);
        if (number < least || number > most) {
            throw new IllegalArgumentException(text);
        }
        return number;
    }

    private static Day dayOfMonth(String field) {
        if (field.equals("?") || field.equals("*")) {
            return time -> true;
        }
        List<Day> days = new ArrayList<>();
        for (String part : field.split(",", -1)) {
            if (part.equals("L")) {
                days.add(time -> time.getDayOfMonth() == YearMonth.from(time).lengthOfMonth());
            } else if (part.endsWith("W")) {
                int day = number(part.substring(0, part.length() - 1), 1, 31, List.of(), 0);
                days.add(time -> time.getDayOfMonth() == nearestWeekday(YearMonth.from(time), day));
            } else {
                BitSet numbers = numbers(part, 1, 31, List.of(), 0);
                days.add(time -> numbers.get(time.getDayOfMonth()));
            }
        }
        return time -> days.stream().anyMatch(day -> day.matches(time));
    }

    /** In the same month; 0 if the month has no such day. */
    private static int nearestWeekday(YearMonth month, int day) {
        if (day > month.lengthOfMonth()) {
            return 0;
        }
        DayOfWeek weekday = month.atDay(day).getDayOfWeek();
        return switch (weekday) {
            case SATURDAY -> day > 1 ? day - 1 : day + 2;
            case SUNDAY -> day < month.lengthOfMonth() ? day + 1 : day - 2;
            default -> day;
        };
    }

    private static Day dayOfWeek(String field) {
        if (field.equals("?") || field.equals("*")) {
            return time -> true;
        }
        List<Day> days = new ArrayList<>();
        for (String part : field.split(",", -1)) {
            days.add(weekday(part));
        }
        return time -> days.stream().anyMatch(day -> day.matches(time));
    }

    private static Day weekday(String part) {
        int sharp = part.indexOf('#');
        if (sharp > 0) {
            int day = number(part.substring(0, sharp), 1, 7, DAYS, 1);
            int which = number(part.substring(sharp + 1), 1, 5, List.of(), 0);
            return time -> number(time) == day && (time.getDayOfMonth() + 6) / 7 == which;
        }
        if (part.equals("L")) {
            return time -> number(time) == 7;
        }
        if (part.endsWith("L")) {
            int day = number(part.substring(0, part.length() - 1), 1, 7, DAYS, 1);
            return time ->
                    number(time) == day
                            && time.getDayOfMonth() + 7 > YearMonth.from(time).lengthOfMonth();
        }
        BitSet numbers = numbers(part, 1, 7, DAYS, 1);
        return time -> numbers.get(number(time));
    }

    /** Sunday is 1. */
    private static int number(ZonedDateTime time) {
        return time.getDayOfWeek().getValue() % 7 + 1;
    }
}
