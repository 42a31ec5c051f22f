package stator.operation.table;

import java.util.LinkedHashMap;
import java.util.Map;
import stator.model.ApiException;
import stator.operation.protocol.ResponseWriter;
import stator.operation.protocol.Struct;
import stator.operation.request.Operation;
import stator.operation.request.RequestContext;

/** TagResource. Its answer is empty, not even an object. */
public final class TagResource implements Operation {
    @Override
    public String name() {
        return "TagResource";
    }

    @Override
    public void execute(RequestContext context, Struct request, ResponseWriter response) {
        TaggedTable tagged = TaggedTable.read(context, this, request);
        if (request.structs("Tags").isEmpty()) {
            throw ApiException.validation("Atleast one Tag needs to be provided as Input.");
        }
        Map<String, String> added = TagRules.read(request);
        context.database()
                .catalog()
                .update(
                        context.namespace(),
                        tagged.table().name(),
                        table -> {
                            Map<String, String> tags = new LinkedHashMap<>(table.tags());
                            tags.putAll(added);
                            TagRules.requireNotTooMany(tags);
                            return table.toBuilder().tags(tags).build();
                        })
                .orElseThrow(tagged::notFound);
    }
}
