package stator.http;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.nio.charset.StandardCharsets;
import java.util.HashSet;
import java.util.Random;
import java.util.Set;
import org.junit.jupiter.api.Test;

class RequestIdsTest {
    @Test
    void areAllDifferentAndLookLikeThoseOfAws() {
        RequestIds ids = new RequestIds(new Random(7));
        Set<String> seen = new HashSet<>();
        for (int i = 0; i < 10_000; i++) {
            String id = new String(ids.next(), StandardCharsets.US_ASCII);
            assertTrue(id.matches("[0-9A-V]{26}VV4KQNSO5AEMVJF66Q9ASUAAJG"), id);
            seen.add(id);
        }
        assertEquals(10_000, seen.size());
    }
}
