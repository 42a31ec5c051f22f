package stator.expression;

import static org.junit.jupiter.api.Assertions.assertNotSame;
import static org.junit.jupiter.api.Assertions.assertSame;
import static org.junit.jupiter.api.Assertions.assertThrows;

import java.util.List;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import stator.expression.error.InvalidExpressionException;
import stator.expression.tree.ConditionNode;
import stator.expression.tree.ExpressionKind;
import stator.expression.tree.ParsedExpression;

final class ExpressionCacheTest {
    private static final ExpressionKind KIND = ExpressionKind.FILTER;

    @Test
    void parsesATextOnce() {
        ExpressionCache cache = new ExpressionCache(10);
        assertSame(cache.condition(KIND, "a = b"), cache.condition(KIND, "a = b"));
        assertSame(cache.update("REMOVE a"), cache.update("REMOVE a"));
        assertSame(cache.projection("a"), cache.projection("a"));
    }

    @Test
    void tellsKindsApart() {
        ExpressionCache cache = new ExpressionCache(10);
        assertNotSame(
                cache.condition(KIND, "a = b"), cache.condition(ExpressionKind.CONDITION, "a = b"));
    }

    @Test
    void keepsWhatIsUsedAndDropsTheRest() {
        ExpressionCache cache = new ExpressionCache(10);
        ParsedExpression<?> used = cache.condition(KIND, "used = b");
        ParsedExpression<?> unused = cache.condition(KIND, "unused = b");
        for (int i = 0; i < 100; i++) {
            cache.condition(KIND, "a" + i + " = b");
            assertSame(used, cache.condition(KIND, "used = b"));
        }
        assertNotSame(unused, cache.condition(KIND, "unused = b"));
    }

    @Test
    void keepsFewTextsIfTheyAreLong() {
        ParseCache<String, Object> cache = new ParseCache<>(1000, 1000, String::length);
        String text = "a".repeat(100);
        Object parsed = cache.find(text, key -> new Object());
        for (int i = 0; i < 4; i++) {
            cache.find(i + text, key -> new Object());
        }
        assertSame(parsed, cache.find(text, key -> new Object()));
        for (int i = 0; i < 12; i++) {
            cache.find(i + text + i, key -> new Object());
        }
        assertNotSame(parsed, cache.find(text, key -> new Object()));
    }

    @Test
    void answersAnErrorEveryTime() {
        ExpressionCache cache = new ExpressionCache(10);
        for (int i = 0; i < 2; i++) {
            assertThrows(InvalidExpressionException.class, () -> cache.condition(KIND, "a ="));
        }
    }

    @Test
    void servesManyThreads() throws Exception {
        ExpressionCache cache = new ExpressionCache(8);
        try (ExecutorService threads = Executors.newFixedThreadPool(4)) {
            List<Callable<Boolean>> tasks =
                    IntStream.range(0, 4)
                            .<Callable<Boolean>>mapToObj(t ->
                                    () -> {
                                        for (int i = 0; i < 5_000; i++) {
                                            String name = "a" + (i * 7 + t) % 20;
                                            ParsedExpression<ConditionNode> parsed =
                                                    cache.condition(KIND, name + " = b");
                                            if (!Tree.print(parsed).equals("(= " + name + " b)")) {
                                                return false;
                                            }
                                        }
                                        return true;
                                    })
                            .toList();
            for (Future<Boolean> task : threads.invokeAll(tasks)) {
                assertSame(true, task.get());
            }
        }
    }
}
