package io.sluice.simulation;

import java.util.Comparator;
import java.util.List;

/**
 * All that a run depends on but the scheduler. Every random number comes from the seed, and those of the load from streams of their own: two
 * schedulers meet the same sessions. Immutable.
 *
 * @param changes in any order; those of one moment happen in this order, before what arrives then
 */
public record Scenario(List<SyntheticBackend> backends, Load load, List<Change> changes, long seed) {

    public Scenario {
        backends = List.copyOf(backends);
        changes = changes.stream().sorted(Comparator.comparing(Change::at)).toList();
    }

    /** In which nothing changes. */
    public Scenario(List<SyntheticBackend> backends, Load load, long seed) {
        this(backends, load, List.of(), seed);
    }
}
