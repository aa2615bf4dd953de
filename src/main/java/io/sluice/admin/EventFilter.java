package io.sluice.admin;

import io.sluice.control.Event;
import io.sluice.control.Happening;
import io.sluice.control.Happening.Kind;
import java.util.Arrays;
import java.util.EnumSet;
import java.util.List;
import java.util.Set;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/**
 * Which events a reader wants. Immutable.
 *
 * @param pools names; empty is any, and events of no pool
 * @param backends names; empty is any, and events of no backend
 * @param kinds empty is any
 */
record EventFilter(Set<String> pools, Set<String> backends, Set<Kind> kinds) {

    private static final Set<String> NAMES = Set.of("pool", "backend", "kind", "since");

    EventFilter {
        pools = Set.copyOf(pools);
        backends = Set.copyOf(backends);
        kinds = Set.copyOf(kinds);
    }

    static EventFilter of(Query query) {
        Set<Kind> kinds = EnumSet.noneOf(Kind.class);
        for (Kind kind : Kind.values()) {
            if (words(query).contains(kind.word())) {
                kinds.add(kind);
            }
        }
        return new EventFilter(Set.copyOf(query.all("pool")), Set.copyOf(query.all("backend")), kinds);
    }

    /** What is wrong with the query in words, or null. A filter that is misspelt would let everything through. */
    static @Nullable String complaint(Query query) {
        for (String name : query.names()) {
            if (!NAMES.contains(name)) {
                return name + ": unknown (expected: pool, backend, kind or since)";
            }
        }
        for (String word : words(query)) {
            if (Arrays.stream(Kind.values()).noneMatch(kind -> kind.word().equals(word))) {
                return "kind: " + word + " (expected: one of " + kindNames() + ")";
            }
        }
        return null;
    }

    private static String kindNames() {
        return Arrays.stream(Kind.values()).map(Kind::word).collect(Collectors.joining(", "));
    }

    /** {@code kind=class&kind=state} and {@code kind=class,state} say the same. */
    private static List<String> words(Query query) {
        return query.all("kind").stream()
                .flatMap(value -> Arrays.stream(value.split(",", -1)))
                .toList();
    }

    boolean takes(Event event) {
        Happening happening = event.happening();
        return takes(pools, happening.pool())
                && takes(backends, happening.backend())
                && (kinds.isEmpty() || kinds.contains(happening.kind()));
    }

    private static boolean takes(Set<String> wanted, @Nullable String name) {
        return wanted.isEmpty() || (name != null && wanted.contains(name));
    }
}
