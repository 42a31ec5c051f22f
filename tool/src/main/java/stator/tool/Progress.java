package stator.tool;

import java.time.Duration;
import java.util.Locale;
import java.util.concurrent.atomic.LongAdder;
import java.util.function.LongSupplier;

/**
 * Shows how far a command is: on a screen a bar that is drawn again and again, elsewhere a line now
 * and then. Nothing at all if the command is to be quiet.
 */
public final class Progress implements AutoCloseable {
    private static final Duration SCREEN_PERIOD = Duration.ofMillis(200);
    private static final Duration LINE_PERIOD = Duration.ofSeconds(10);
    private static final int BAR_CELLS = 24;

    /** Of the usual 80 columns; a line that wraps cannot be drawn again. */
    private static final int COLUMNS_MAX = 79;

    /** What most commands count. */
    static final String ITEM = "item";

    private static final double NANOS_PER_SECOND = 1e9;
    private static final String[] UNITS = {"B", "KB", "MB", "GB", "TB"};

    private final Terminal terminal;
    private final boolean quiet;
    private final String what;
    private final String unit;
    private final long expected;
    private final LongSupplier nanos;
    private final long start;
    private final LongAdder items = new LongAdder();
    private final LongAdder bytes = new LongAdder();
    private final Thread drawer;
    private int drawn;

    private Progress(
            Terminal terminal,
            boolean quiet,
            String what,
            String unit,
            long expected,
            LongSupplier nanos) {
        this.terminal = terminal;
        this.quiet = quiet;
        this.what = what;
        this.unit = unit;
        this.expected = expected;
        this.nanos = nanos;
        start = nanos.getAsLong();
        drawer = Thread.ofPlatform().daemon().name("progress").unstarted(this::draw);
    }

    /**
     * Begins.
     *
     * @param what is done to what
     * @param expected how many items there will be; 0 if nobody knows
     */
    public static Progress start(
            Terminal terminal, boolean quiet, String what, long expected, LongSupplier nanos) {
        return new Progress(terminal, quiet, what, ITEM, expected, nanos).started();
    }

    /** Begins something that is about rows, nobody knows how many. */
    static Progress startRows(Terminal terminal, boolean quiet, String what, LongSupplier nanos) {
        return new Progress(terminal, quiet, what, "row", 0, nanos).started();
    }

    private Progress started() {
        if (!quiet) {
            drawer.start();
        }
        return this;
    }

    /** Some more items are done. */
    public void add(long moreItems, long moreBytes) {
        items.add(moreItems);
        bytes.add(moreBytes);
    }

    long items() {
        return items.sum();
    }

    /** "3 items, 1.2 KB in 0.5 s". */
    public String summary() {
        return count(items.sum(), unit)
                + (bytes.sum() > 0 ? ", " + size(bytes.sum()) : "")
                + String.format(Locale.ROOT, " in %.1f s", seconds());
    }

    private void draw() {
        Duration period = terminal.interactive() ? SCREEN_PERIOD : LINE_PERIOD;
        try {
            while (true) {
                Thread.sleep(period);
                show();
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    private synchronized void show() {
        String line =
                line(
                        what,
                        unit,
                        items.sum(),
                        expected,
                        bytes.sum(),
                        seconds(),
                        terminal.interactive());
        if (!terminal.interactive()) {
            terminal.err().println(line);
            return;
        }
        terminal.err().print("\r" + line + " ".repeat(Math.max(0, drawn - line.length())));
        terminal.err().flush();
        drawn = line.length();
    }

    private double seconds() {
        return (nanos.getAsLong() - start) / NANOS_PER_SECOND;
    }

    /** One line that says it all. */
    static String line(
            String what,
            String unit,
            long items,
            long expected,
            long bytes,
            double seconds,
            boolean bar) {
        StringBuilder line = new StringBuilder(what).append(' ');
        if (expected > 0) {
            // The expectation may be hours old; only the end is the end.
            double part = Math.min(0.99, (double) items / expected);
            int full = (int) (part * BAR_CELLS);
            if (bar) {
                line.append('[')
                        .append("#".repeat(full))
                        .append("-".repeat(BAR_CELLS - full))
                        .append("] ");
            }
            line.append(String.format(Locale.ROOT, "%2.0f%% ", part * 100));
        }
        line.append(count(items, unit));
        if (bytes > 0) {
            line.append(", ").append(size(bytes));
        }
        if (seconds > 0) {
            line.append(String.format(Locale.ROOT, ", %,.0f/s", items / seconds));
        }
        return bar && line.length() > COLUMNS_MAX
                ? line.substring(0, COLUMNS_MAX)
                : line.toString();
    }

    private static String count(long items, String unit) {
        return String.format(Locale.ROOT, "%,d %s", items, items == 1 ? unit : unit + "s");
    }

    private static String size(long bytes) {
        double value = bytes;
        int unit = 0;
        while (value >= 1000 && unit < UNITS.length - 1) {
            value /= 1000;
            unit++;
        }
        return String.format(Locale.ROOT, unit == 0 ? "%.0f %s" : "%.1f %s", value, UNITS[unit]);
    }

    /** Stops drawing and leaves an empty line to write on. */
    public void stop() {
        drawer.interrupt();
        synchronized (this) {
            if (!quiet && drawn > 0) {
                terminal.err().print("\r" + " ".repeat(drawn) + "\r");
                terminal.err().flush();
                drawn = 0;
            }
        }
    }

    @Override
    public void close() {
        stop();
    }
}
