package stator.operation.table;

import stator.database.table.Table;
import stator.operation.request.Operation;
import stator.operation.request.RequestContext;
import stator.protocol.ResponseWriter;
import stator.protocol.Struct;

/**
 * ListTagsOfResource. All tags that a table can have fit in one answer, so that there is no next
 * page; like AWS, it does not look at {@code NextToken}.
 */
public final class ListTagsOfResource implements Operation {
    @Override
    public String name() {
        return "ListTagsOfResource";
    }

    @Override
    public boolean worksAcrossAccounts() {
        return true;
    }

    @Override
    public void execute(RequestContext context, Struct request, ResponseWriter response) {
        TaggedResource tagged = TaggedResource.read(context, this, request);
        Table table = tagged.require(context);
        response.startObject().field("Tags").startArray();
        tagged.tagsOf(table.description())
                .forEach((key, value) ->
                        response.startObject()
                                .member("Key", key)
                                .member("Value", value)
                                .endObject());
        response.endArray().endObject();
    }
}
