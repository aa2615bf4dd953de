package io.sluice.control;

import io.sluice.model.BackendSpec;
import io.sluice.model.Health;
import io.sluice.pool.Backend;
import io.sluice.pool.Member;
import io.sluice.topology.PoolSpec;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * The step from the members of a pool to those of another specification. A backend is the same one when its name and its address
 * are: then it keeps its counters, its sessions and its health. What the file says wins over what was said at run time.
 */
final class Membership {

    /** One member that stays. */
    record Kept(Member before, Member after) {}

    private final PoolSpec next;
    private final List<Member> members = new ArrayList<>();
    private final List<Kept> kept = new ArrayList<>();
    private final List<Member> joined = new ArrayList<>();
    private final List<Member> left;
    private final List<String> lines = new ArrayList<>();

    private final Map<String, BackendSpec> written = new HashMap<>();

    /**
     * Compares.
     *
     * @param now what the members go by
     * @param file the backends as the configuration in force has them: what the members are otherwise was said at run time
     */
    Membership(PoolSpec now, List<BackendSpec> file, List<Member> before, PoolSpec next, Departed departed) {
        this.next = next;
        this.left = new ArrayList<>(before);
        Wording.of(now, next).forEach(words -> lines.add("pool " + next.name() + ": " + words));
        file.forEach(spec -> written.put(spec.name(), spec));
        boolean isChecked = now.check() != null;
        for (BackendSpec spec : next.backends()) {
            Member same = same(before, spec);
            if (same == null) {
                join(spec, departed);
            } else {
                keep(same, written.getOrDefault(spec.name(), spec), spec, isChecked);
            }
        }
        left.forEach(this::leave);
    }

    private void leave(Member member) {
        String name = member.backend().name();
        String origin = written.containsKey(name) ? "" : ", had been added at run time";
        lines.add(prefix(name) + "removed, sessions that go on: "
                + member.backend().stats().active() + origin);
    }

    private static @Nullable Member same(List<Member> members, BackendSpec spec) {
        for (Member member : members) {
            Backend backend = member.backend();
            if (backend.name().equals(spec.name()) && backend.endpoint().equals(spec.endpoint())) {
                return member;
            }
        }
        return null;
    }

    private void join(BackendSpec spec, Departed departed) {
        Backend known = departed.back(next.name(), spec);
        Backend backend = known == null ? new Backend(next.name(), spec.name(), spec.endpoint()) : known;
        Member member = Member.of(backend, spec, next.check() == null ? Health.UNCHECKED : Health.UNKNOWN);
        members.add(member);
        joined.add(member);
        String origin = spec.equals(written.get(spec.name())) ? ", had been removed at run time" : "";
        lines.add(prefix(spec.name()) + "added, " + spec.endpoint().text() + origin);
    }

    private void keep(Member before, BackendSpec wrote, BackendSpec spec, boolean wasChecked) {
        left.remove(before);
        Health health = health(before.health(), wasChecked);
        Member after = Member.of(before.backend(), spec, health).withRamp(before.ramp());
        members.add(after);
        kept.add(new Kept(before, after));
        tell(spec, "weight", before.weight(), wrote.weight(), spec.weight());
        tell(spec, "max_sessions", before.maxSessions(), wrote.maxSessions(), spec.maxSessions());
        tell(
                spec,
                "state",
                before.state().word(),
                wrote.state().word(),
                spec.state().word());
        tell(spec, "priority", before.priority(), wrote.priority(), spec.priority());
        tell(spec, "backup", before.backup(), wrote.backup(), spec.backup());
    }

    /** What is known stays until a changed check knows better. */
    private Health health(Health now, boolean wasChecked) {
        if (next.check() == null) {
            return Health.UNCHECKED.ejected(now.ejected());
        }
        return wasChecked ? now : Health.UNKNOWN.ejected(now.ejected());
    }

    private void tell(BackendSpec spec, String key, Object now, Object wrote, Object after) {
        if (!now.equals(after)) {
            String origin = now.equals(wrote) ? "" : " (set at run time)";
            lines.add(prefix(spec.name()) + key + " " + now + origin + " -> " + after);
        }
    }

    private String prefix(String backend) {
        return "pool " + next.name() + ": backend " + backend + ": ";
    }

    /** All members, in the order of the specification. */
    List<Member> members() {
        return members;
    }

    List<Kept> kept() {
        return kept;
    }

    List<Member> joined() {
        return joined;
    }

    List<Member> left() {
        return left;
    }

    /** What is different, in words. */
    List<String> lines() {
        return lines;
    }
}
