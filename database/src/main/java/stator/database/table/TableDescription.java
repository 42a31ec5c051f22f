package stator.database.table;

import java.util.ArrayList;
import java.util.Collections;
import java.util.Comparator;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import stator.model.AttributeValue;
import stator.model.Item;
import stator.model.KeySchema;
import stator.model.KeySchema.KeyAttribute;

/**
 * Everything that CreateTable and its sisters can say of a table and DescribeTable answers, except
 * what is counted ({@link TableStatistics}).
 *
 * <p>Immutable. A new one is made by {@link #of}, a changed one by {@link #toBuilder()}. What a
 * client leaves out has a value that says so ({@link Throughput#UNSET}, {@link
 * StreamSettings#NONE}, …).
 *
 * @param id the table's UUID; empty until {@code Catalog.create} gives it one
 * @param arn the table's ARN; empty until created
 * @param createdMillis when it was created
 * @param transition what is under way
 * @param attributeDefinitions in the order given; exactly the attributes that keys and search
 *     schemas use
 * @param indexes local ones, global ones, and vector indexes, each in the order given
 * @param tags by key, in the order given
 * @param changeReaders who reads the table's changes beside its stream: for each of them, by a name
 *     that it chooses, for how many milliseconds its changes are kept. While there is one, records
 *     hold the items before and afterwards
 * @param settings what single features and operations keep of a table, by the names of their {@link
 *     TableSetting}
 */
public record TableDescription(
        String name,
        String id,
        String arn,
        long createdMillis,
        Transition transition,
        KeySchema key,
        List<KeyAttribute> attributeDefinitions,
        List<IndexDescription> indexes,
        Billing billing,
        Throughput throughput,
        TableClass tableClass,
        Encryption encryption,
        boolean deletionProtection,
        StreamSettings stream,
        ResourcePolicy resourcePolicy,
        Map<String, String> tags,
        Map<String, Long> changeReaders,
        Item settings) {
    public TableDescription {
        attributeDefinitions = List.copyOf(attributeDefinitions);
        indexes = List.copyOf(indexes);
        tags = Collections.unmodifiableMap(new LinkedHashMap<>(tags));
        changeReaders = Map.copyOf(changeReaders);
        assert !name.isEmpty() : "A table without a name";
        assert haveDifferentNames(indexes) : "Two indexes of one name";
    }

    private static boolean haveDifferentNames(List<IndexDescription> indexes) {
        return indexes.stream().map(IndexDescription::name).distinct().count() == indexes.size();
    }

    /** A table to be created, with nothing set but what it must have. */
    public static TableDescription of(
            String name,
            KeySchema key,
            List<KeyAttribute> attributeDefinitions,
            List<IndexDescription> indexes) {
        return new TableDescription(
                name,
                "",
                "",
                0,
                Transition.NONE,
                key,
                attributeDefinitions,
                indexes,
                Billing.PROVISIONED,
                Throughput.ON_DEMAND,
                TableClass.STANDARD,
                Encryption.OWNED,
                false,
                StreamSettings.NONE,
                ResourcePolicy.NONE,
                Map.of(),
                Map.of(),
                Item.EMPTY);
    }

    /** The status at a time. */
    public TableStatus statusAt(long nowMillis) {
        return transition.statusAt(nowMillis);
    }

    /** The index of that name. */
    public Optional<IndexDescription> index(String indexName) {
        return indexes.stream().filter(index -> index.name().equals(indexName)).findFirst();
    }

    /** The local secondary indexes. */
    public List<IndexDescription> localIndexes() {
        return indexes.stream().filter(IndexDescription::isLocal).toList();
    }

    /** The global secondary indexes. */
    public List<IndexDescription> globalIndexes() {
        return indexes.stream().filter(IndexDescription::isGlobal).toList();
    }

    /** The local and global secondary indexes. */
    public List<IndexDescription> secondaryIndexes() {
        return indexes.stream().filter(index -> !index.isVector()).toList();
    }

    /** The vector indexes. */
    public List<IndexDescription> vectorIndexes() {
        return indexes.stream().filter(IndexDescription::isVector).toList();
    }

    /** The same with one more index, and with the attributes that it needs defined. */
    public TableDescription withIndex(IndexDescription index) {
        List<IndexDescription> more = new ArrayList<>(indexes);
        more.add(index);
        more.sort(Comparator.comparing(IndexDescription::scope));
        Set<KeyAttribute> definitions = new LinkedHashSet<>(attributeDefinitions);
        definitions.addAll(index.definedAttributes());
        return toBuilder().indexes(more).attributeDefinitions(List.copyOf(definitions)).build();
    }

    /** The same without an index, and without definitions that nothing uses any longer. */
    public TableDescription withoutIndex(String indexName) {
        List<IndexDescription> others =
                indexes.stream().filter(index -> !index.name().equals(indexName)).toList();
        Set<KeyAttribute> used = new HashSet<>(key.attributes());
        others.forEach(index -> used.addAll(index.definedAttributes()));
        return toBuilder()
                .indexes(others)
                .attributeDefinitions(attributeDefinitions.stream().filter(used::contains).toList())
                .build();
    }

    /** The ARN of an index of this table. */
    public String indexArn(String indexName) {
        return arn + "/index/" + indexName;
    }

    /** The ARN of the latest stream; empty if there never was one. */
    public String streamArn() {
        return stream.label().isEmpty() ? "" : arn + "/stream/" + stream.label();
    }

    /** Starts a changed copy. */
    public Builder toBuilder() {
        return new Builder(this);
    }

    /** A description in the making. */
    public static final class Builder {
        private final String name;
        private final KeySchema key;
        private String id;
        private String arn;
        private long createdMillis;
        private Transition transition;
        private List<KeyAttribute> attributeDefinitions;
        private List<IndexDescription> indexes;
        private Billing billing;
        private Throughput throughput;
        private TableClass tableClass;
        private Encryption encryption;
        private boolean deletionProtection;
        private StreamSettings stream;
        private ResourcePolicy resourcePolicy;
        private Map<String, String> tags;
        private Map<String, Long> changeReaders;
        private Item settings;

        private Builder(TableDescription table) {
            name = table.name;
            key = table.key;
            id = table.id;
            arn = table.arn;
            createdMillis = table.createdMillis;
            transition = table.transition;
            attributeDefinitions = table.attributeDefinitions;
            indexes = table.indexes;
            billing = table.billing;
            throughput = table.throughput;
            tableClass = table.tableClass;
            encryption = table.encryption;
            deletionProtection = table.deletionProtection;
            stream = table.stream;
            resourcePolicy = table.resourcePolicy;
            tags = table.tags;
            changeReaders = table.changeReaders;
            settings = table.settings;
        }

        /** Who it is; {@code Catalog.create} sets this. */
        public Builder identity(String id, String arn, long createdMillis) {
            this.id = id;
            this.arn = arn;
            this.createdMillis = createdMillis;
            return this;
        }

        public Builder transition(Transition transition) {
            this.transition = transition;
            return this;
        }

        public Builder attributeDefinitions(List<KeyAttribute> attributeDefinitions) {
            this.attributeDefinitions = attributeDefinitions;
            return this;
        }

        public Builder indexes(List<IndexDescription> indexes) {
            this.indexes = indexes;
            return this;
        }

        /** Puts an index in the place of the one of the same name. */
        public Builder replaceIndex(IndexDescription index) {
            List<IndexDescription> changed = new ArrayList<>(indexes);
            changed.replaceAll(old -> old.name().equals(index.name()) ? index : old);
            indexes = changed;
            return this;
        }

        public Builder billing(Billing billing) {
            this.billing = billing;
            return this;
        }

        public Builder throughput(Throughput throughput) {
            this.throughput = throughput;
            return this;
        }

        public Builder tableClass(TableClass tableClass) {
            this.tableClass = tableClass;
            return this;
        }

        public Builder encryption(Encryption encryption) {
            this.encryption = encryption;
            return this;
        }

        public Builder deletionProtection(boolean deletionProtection) {
            this.deletionProtection = deletionProtection;
            return this;
        }

        public Builder stream(StreamSettings stream) {
            this.stream = stream;
            return this;
        }

        public Builder resourcePolicy(ResourcePolicy resourcePolicy) {
            this.resourcePolicy = resourcePolicy;
            return this;
        }

        public Builder tags(Map<String, String> tags) {
            this.tags = tags;
            return this;
        }

        public Builder changeReaders(Map<String, Long> changeReaders) {
            this.changeReaders = changeReaders;
            return this;
        }

        /** Puts the written value of a setting in the place of the one of its name, if any. */
        Builder setting(String name, AttributeValue value) {
            Map<String, AttributeValue> changed = settings.toMap();
            changed.put(name, value);
            settings = Item.of(changed);
            return this;
        }

        /** Takes a setting away. */
        Builder withoutSetting(String name) {
            Map<String, AttributeValue> changed = settings.toMap();
            changed.remove(name);
            settings = Item.of(changed);
            return this;
        }

        /** The description. */
        public TableDescription build() {
            return new TableDescription(
                    name,
                    id,
                    arn,
                    createdMillis,
                    transition,
                    key,
                    attributeDefinitions,
                    indexes,
                    billing,
                    throughput,
                    tableClass,
                    encryption,
                    deletionProtection,
                    stream,
                    resourcePolicy,
                    tags,
                    changeReaders,
                    settings);
        }
    }
}
