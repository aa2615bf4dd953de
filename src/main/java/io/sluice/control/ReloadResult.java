package io.sluice.control;

import java.time.Duration;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** What became of a reload. Immutable. */
public sealed interface ReloadResult {

    /**
     * It is in force.
     *
     * @param version of the configuration now
     * @param changes what is different, and what would need a restart to be: one sentence each, empty when nothing is
     * @param confirm how long it stays unless it is confirmed; null = for good
     */
    record Applied(
            long version, List<String> changes, @Nullable Duration confirm) implements ReloadResult {

        public Applied {
            changes = List.copyOf(changes);
        }
    }

    /**
     * Nothing has changed.
     *
     * @param problems every reason, at least one, in words
     */
    record Refused(List<String> problems) implements ReloadResult {

        public Refused {
            problems = List.copyOf(problems);
        }
    }
}
