package stator.operation.table;

import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Set;
import stator.model.ApiException;
import stator.operation.protocol.ResponseWriter;
import stator.operation.protocol.Struct;
import stator.operation.request.Operation;
import stator.operation.request.RequestContext;

/** UntagResource. Its answer is empty, not even an object. */
public final class UntagResource implements Operation {
    @Override
    public String name() {
        return "UntagResource";
    }

    @Override
    public void execute(RequestContext context, Struct request, ResponseWriter response) {
        TaggedResource tagged = TaggedResource.read(context, this, request);
        if (request.strings("TagKeys").isEmpty()) {
            throw ApiException.validation("Atleast one Tag Key needs to be provided as Input.");
        }
        Set<String> removed = TagRules.readKeys(request);
        tagged.require(context);
        context.database()
                .tables()
                .update(
                        context.namespace(),
                        tagged.table().name(),
                        table -> {
                            Map<String, String> tags = new LinkedHashMap<>(tagged.tagsOf(table));
                            tags.keySet().removeAll(removed);
                            return tagged.with(table, tags);
                        })
                .orElseThrow(tagged::notFound);
    }
}
