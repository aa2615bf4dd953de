package io.sluice.balance;

import java.util.ArrayList;
import java.util.List;
import java.util.function.Predicate;

/**
 * The members that serve one address, the latest first, by name: indices change between snapshots. Immutable.
 *
 * @param names at least one
 * @param changedNanos when the first of them came or the last one left
 */
record Homes(List<String> names, long changedNanos) {

    static Homes of(String name, long nowNanos) {
        return new Homes(List.of(name), nowNanos);
    }

    /** With one more, in front, without those that are not members any more. */
    Homes with(String name, Predicate<String> isMember, long nowNanos) {
        List<String> more = new ArrayList<>();
        more.add(name);
        names.stream().filter(isMember).forEach(more::add);
        return new Homes(List.copyOf(more), nowNanos);
    }

    Homes without(String name, long nowNanos) {
        return new Homes(names.stream().filter(other -> !other.equals(name)).toList(), nowNanos);
    }
}
