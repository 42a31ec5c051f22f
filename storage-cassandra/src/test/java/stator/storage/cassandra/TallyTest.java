package stator.storage.cassandra;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;

import java.util.Map;
import java.util.Set;
import org.junit.jupiter.api.Test;

class TallyTest {
    private static Tally.Part part(long version, int generation, long... numbers) {
        return new Tally.Part(version, Map.of(generation, numbers));
    }

    @Test
    void isReadAsItWasWritten() {
        Tally tally =
                Tally.empty()
                        .with("1-1", 7, part(100, 3, 1, -20))
                        .with("1-2", 7, part(90, 3, 1, 5, 9))
                        .with("1-3", 8, part(Long.MAX_VALUE, 4))
                        .with("1-4", 8, Tally.Part.NONE);
        Tally read = Tally.read(tally.bytes());
        assertEquals("1-4", read.id());
        assertEquals(Set.of(7L, 8L), read.parts().keySet());
        assertEquals(100, read.parts().get(7L).version());
        assertArrayEquals(new long[] {2, -15, 9}, read.parts().get(7L).sums().get(3));
        assertEquals(Long.MAX_VALUE, read.parts().get(8L).version());
        assertArrayEquals(new long[0], read.parts().get(8L).sums().get(4));
    }

    @Test
    void forgetsPeriodsThatAreWrittenDown() {
        Tally tally = Tally.empty().with("a", 1, part(1, 1, 1)).with("b", 2, part(2, 1, 1));
        assertEquals(Set.of(2L), tally.from(2).parts().keySet());
        assertEquals(Set.of(), tally.from(3).parts().keySet());
        assertEquals(Set.of(1L, 2L), tally.parts().keySet());
    }

    @Test
    void nothingIsATallyOfNothing() {
        assertEquals("", Tally.read(null).id());
        assertEquals(Map.of(), Tally.read(Tally.empty().bytes()).parts());
    }
}
