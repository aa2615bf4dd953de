package io.sluice.control;

import io.sluice.model.BackendSpec;
import io.sluice.pool.Member;
import java.util.ArrayList;
import java.util.Collections;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.function.UnaryOperator;
import org.jspecify.annotations.Nullable;

/** The members of one pool in order, found by name in O(1). Used on the control loop only. */
final class Roster {

    private final List<Member> members = new ArrayList<>();
    private final List<Member> view = Collections.unmodifiableList(members);
    private final Map<String, Integer> indices = new HashMap<>();

    /** As they are now: a view. */
    List<Member> all() {
        return view;
    }

    /** The member of this name, or null. */
    @Nullable
    Member find(String backend) {
        Integer index = indices.get(backend);
        return index == null ? null : members.get(index);
    }

    void add(Member member) {
        indices.put(member.backend().name(), members.size());
        members.add(member);
    }

    /** Puts it in the place of the member of the same name. */
    void put(Member member) {
        Integer index = indices.get(member.backend().name());
        if (index == null) {
            throw new IllegalArgumentException(member.backend() + " (expected: a member)");
        }
        members.set(index, member);
    }

    void remove(Member member) {
        List<Member> others = new ArrayList<>(members);
        others.remove(member);
        replace(others);
    }

    void replace(List<Member> others) {
        members.clear();
        indices.clear();
        others.forEach(this::add);
    }

    /** Changes every member; none may change its name. */
    void replaceAll(UnaryOperator<Member> change) {
        members.replaceAll(change);
    }

    /** The members as they would be configured to be what they are now. */
    List<BackendSpec> specs() {
        return members.stream().map(Member::spec).toList();
    }
}
