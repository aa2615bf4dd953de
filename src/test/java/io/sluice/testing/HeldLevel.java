package io.sluice.testing;

import io.sluice.control.LogLevel;
import io.sluice.topology.LogSpec;

/** A level that is only remembered: the log of the process that runs the tests stays as it is. */
public final class HeldLevel implements LogLevel {

    private volatile LogSpec.Level level = LogSpec.Level.INFO;

    @Override
    public LogSpec.Level now() {
        return level;
    }

    @Override
    public void set(LogSpec.Level next) {
        level = next;
    }
}
