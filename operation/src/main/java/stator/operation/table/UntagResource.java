package stator.operation.table;

import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Set;
import stator.model.ApiException;
import stator.operation.request.Operation;
import stator.operation.request.RequestContext;
import stator.protocol.ResponseWriter;
import stator.protocol.Struct;

/** UntagResource. Its answer is empty, not even an object. */
public final class UntagResource implements Operation {
    @Override
    public String name() {
        return "UntagResource";
    }

    @Override
    public boolean worksAcrossAccounts() {
        return true;
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
                        tagged.table().namespace(),
                        tagged.table().name(),
                        table -> {
                            Map<String, String> tags = new LinkedHashMap<>(tagged.tagsOf(table));
                            tags.keySet().removeAll(removed);
                            return tagged.with(table, tags);
                        })
                .orElseThrow(tagged::notFound);
    }
}
