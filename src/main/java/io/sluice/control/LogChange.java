package io.sluice.control;

import io.sluice.topology.LogSpec;
import java.util.ArrayList;
import java.util.List;

/**
 * The step from one section {@code log} to another: the level follows the file at once if the file has changed it, so that a reload
 * for another reason leaves what an operator commanded; all else needs a restart. Immutable.
 */
record LogChange(LogSpec now, LogSpec next) {

    private boolean isOfLevel() {
        return now.level() != next.level();
    }

    /** Puts the level in force. What is different, in words. */
    List<String> commit(LogLevel level) {
        List<String> lines = new ArrayList<>();
        if (isOfLevel()) {
            LogSpec.Level before = level.now();
            String origin = before == now.level() ? "" : " (set at run time)";
            lines.add("log: level " + before.word() + origin + " -> "
                    + next.level().word());
            level.set(next.level());
        }
        return lines;
    }

    /** The section in force after the commit. */
    LogSpec inForce() {
        return new LogSpec(next.level(), now.sessions(), now.format());
    }
}
