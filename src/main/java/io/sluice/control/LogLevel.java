package io.sluice.control;

import io.sluice.topology.LogSpec;

/** From which level on the daemon writes to its own log, for those who change it while it runs. Thread-safe; does not block. */
public interface LogLevel {

    LogSpec.Level now();

    /** In force when this returns; a change is logged. */
    void set(LogSpec.Level level);
}
