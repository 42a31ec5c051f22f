package stator.operation.table;

import java.util.LinkedHashMap;
import java.util.Map;
import stator.model.ApiException;
import stator.operation.request.Operation;
import stator.operation.request.RequestContext;
import stator.protocol.ResponseWriter;
import stator.protocol.Struct;

/** TagResource. Its answer is empty, not even an object. */
public final class TagResource implements Operation {
    @Override
    public String name() {
        return "TagResource";
    }

    @Override
    public boolean worksAcrossAccounts() {
        return true;
    }

    @Override
    public void execute(RequestContext context, Struct request, ResponseWriter response) {
        TaggedResource tagged = TaggedResource.read(context, this, request);
        if (request.structs("Tags").isEmpty()) {
            throw ApiException.validation("Atleast one Tag needs to be provided as Input.");
        }
        Map<String, String> added = TagRules.read(request);
        tagged.require(context);
        context.database()
                .tables()
                .update(
                        tagged.table().namespace(),
                        tagged.table().name(),
                        table -> {
                            Map<String, String> tags = new LinkedHashMap<>(tagged.tagsOf(table));
                            tags.putAll(added);
                            TagRules.requireRoom(tags);
                            return tagged.with(table, tags);
                        })
                .orElseThrow(tagged::notFound);
    }
}
