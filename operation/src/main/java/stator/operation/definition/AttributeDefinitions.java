package stator.operation.definition;

import java.util.ArrayList;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import stator.model.ApiException;
import stator.model.AttributeType;
import stator.model.KeySchema.KeyAttribute;
import stator.operation.request.TableErrors;
import stator.protocol.Struct;

/** The {@code AttributeDefinitions} of a request: the types of the attributes that keys use. */
public final class AttributeDefinitions {
    private final Map<String, AttributeType> types;

    private AttributeDefinitions(Map<String, AttributeType> types) {
        this.types = types;
    }

    /** The definitions of a request's member; none if it is absent. */
    public static AttributeDefinitions read(Struct request) {
        Map<String, AttributeType> types = new LinkedHashMap<>();
        for (Struct definition : request.structs("AttributeDefinitions")) {
            String name = definition.string("AttributeName");
            AttributeType type = AttributeType.valueOf(definition.string("AttributeType"));
            if (types.put(name, type) != null) {
                throw ApiException.validation("Attribute Name is duplicated: " + name);
            }
        }
        return new AttributeDefinitions(types);
    }

    /** These definitions, and others for the names that are not among them. */
    public AttributeDefinitions or(List<KeyAttribute> others) {
        Map<String, AttributeType> all = new LinkedHashMap<>(types);
        others.forEach(other -> all.putIfAbsent(other.name(), other.type()));
        return new AttributeDefinitions(all);
    }

    /** How many there are. */
    public int size() {
        return types.size();
    }

    /** All of them, in the order given. */
    public List<KeyAttribute> attributes() {
        List<KeyAttribute> attributes = new ArrayList<>();
        types.forEach((name, type) -> attributes.add(new KeyAttribute(name, type)));
        return attributes;
    }

    /** Whether there is an attribute of that name. */
    public boolean defines(String name) {
        return types.containsKey(name);
    }

    /** The attribute of that name, which must be defined. */
    KeyAttribute attribute(String name) {
        return new KeyAttribute(name, types.get(name));
    }

    /** Refuses a key of which some attribute is not defined. */
    public void requireDefined(List<String> keyNames) {
        if (!types.keySet().containsAll(keyNames)) {
            throw TableErrors.invalid(
                    "Some index key attributes are not defined in AttributeDefinitions. Keys: "
                            + keyNames
                            + ", AttributeDefinitions: "
                            + names());
        }
    }

    /** Refuses definitions that no key uses, for a table that has indexes. */
    public void requireAllUsed(Set<String> keyNames) {
        if (!keyNames.containsAll(types.keySet())) {
            throw TableErrors.invalid(
                    "Some AttributeDefinitions are not used. AttributeDefinitions: "
                            + names()
                            + ", keys used: "
                            + new HashSet<>(keyNames));
        }
    }

    /**
     * The names in the order in which AWS lists them in messages: that of a Java hash set with room
     * for as many as there are, found by comparing with recorded answers.
     */
    private Set<String> names() {
        Set<String> names = new HashSet<>(types.size());
        names.addAll(types.keySet());
        return names;
    }
}
