package stator.protocol.shape;

import java.util.Arrays;
import java.util.List;

/**
 * A structure of AWS's model: its members as declared, and in the order in which AWS checks them.
 *
 * <p>Members are found by name in a small hash table, so that reading a request makes no objects
 * for it.
 */
public final class StructShape implements Shape {
    private final String name;
    private final Member[] members;
    private final int[] checkOrder;

    /** Index of a member plus one, or 0; open addressing. */
    private final byte[] slots;

    /** A member. */
    public record Member(String name, Shape shape, boolean required) {}

    public StructShape(String name, List<Member> members, List<String> checkedFirst) {
        this.name = name;
        this.members = members.toArray(Member[]::new);
        slots = new byte[Integer.highestOneBit(Math.max(this.members.length, 1)) * 4];
        for (int i = 0; i < this.members.length; i++) {
            int slot = slotOf(this.members[i].name());
            while (slots[slot] != 0) {
                slot = slot + 1 & slots.length - 1;
            }
            slots[slot] = (byte) (i + 1);
        }
        checkOrder = checkOrder(checkedFirst);
        assert Arrays.stream(checkOrder).distinct().count() == members.size()
                : "A member of " + name + " is checked twice or never";
        assert members.stream().allMatch(member -> members.get(indexOf(member.name())) == member)
                : "Two members of " + name + " have one name";
    }

    private int[] checkOrder(List<String> checkedFirst) {
        int[] order = new int[members.length];
        int next = 0;
        for (String first : checkedFirst) {
            order[next++] = indexOf(first);
        }
        for (int i = 0; i < members.length; i++) {
            if (!checkedFirst.contains(members[i].name())) {
                order[next++] = i;
            }
        }
        return order;
    }

    @Override
    public String name() {
        return name;
    }

    /** How many members there are. */
    public int size() {
        return members.length;
    }

    /** The member of that index. */
    public Member member(int index) {
        return members[index];
    }

    /** The index of the member that is checked as the {@code n}th. */
    public int checked(int n) {
        return checkOrder[n];
    }

    /** The index of the member of that name, or -1. */
    public int indexOf(String member) {
        int slot = slotOf(member);
        while (slots[slot] != 0) {
            int index = slots[slot] - 1;
            if (members[index].name().equals(member)) {
                return index;
            }
            slot = slot + 1 & slots.length - 1;
        }
        return -1;
    }

    private int slotOf(String member) {
        int hash = member.hashCode();
        return (hash ^ hash >>> 15) & slots.length - 1;
    }
}
