package stator.admin;

import java.util.Map;
import java.util.Optional;
import java.util.function.LongSupplier;
import stator.door.Reply;

/**
 * LocalStack's resource {@code DELETE /_aws/dynamodb/expired}: deletes the items of all accounts
 * and regions whose time to live is over.
 *
 * <p>It answers how many were deleted since it was asked last, not only those of this call: by
 * default items go by themselves within a second, and whoever puts expired items and then asks
 * wants to hear of them.
 */
final class ExpiredItems implements Resource {
    private static final String PATH = "/_aws/dynamodb/expired";

    private final LongSupplier removal;

    /**
     * @param removal deletes them and tells how many
     */
    ExpiredItems(LongSupplier removal) {
        this.removal = removal;
    }

    @Override
    public Optional<Reply> answer(String method, String path, byte[] body) {
        if (!method.equals("DELETE") || !path.equals(PATH)) {
            return Optional.empty();
        }
        String json = Json.of(Map.of("ExpiredItems", removal.getAsLong()));
        return Optional.of(Reply.of(200, Reply.JSON, json));
    }
}
