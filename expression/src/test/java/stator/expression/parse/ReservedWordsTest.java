package stator.expression.parse;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import org.junit.jupiter.api.Test;

final class ReservedWordsTest {
    @Test
    void areThoseOfTheDeveloperGuide() {
        assertEquals(573, ReservedWords.WORDS.size());
    }

    @Test
    void areReservedInAnyCase() {
        for (String word : new String[] {"NAME", "name", "Name", "nAmE", "abort", "ZONE", "ttl"}) {
            assertTrue(ReservedWords.contains(word), word);
        }
        for (String word : new String[] {"names_", "x", "", "user1", "statu", "a".repeat(300)}) {
            assertFalse(ReservedWords.contains(word), word);
        }
    }
}
