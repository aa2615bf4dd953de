package io.sluice;

import io.sluice.stats.QueuedSessionLog;
import io.sluice.stats.SessionLog;
import io.sluice.stats.SessionLogFormat;
import io.sluice.topology.LogSpec;
import java.io.IOException;
import java.io.OutputStream;
import org.jspecify.annotations.Nullable;

/** The session log that a configuration asks for, if it asks for one. */
final class SessionLogs implements AutoCloseable {

    private final @Nullable QueuedSessionLog queued;

    private SessionLogs(@Nullable QueuedSessionLog queued) {
        this.queued = queued;
    }

    static SessionLogs open(LogSpec spec, OutputStream stdout) throws IOException {
        SessionLogFormat format = spec.format() == LogSpec.Format.JSON ? SessionLogFormat.JSON : SessionLogFormat.TEXT;
        if (spec.sessions() instanceof LogSpec.Sessions.File file) {
            return new SessionLogs(QueuedSessionLog.toFile(file.path(), format));
        }
        boolean isStdout = spec.sessions() instanceof LogSpec.Sessions.Stdout;
        return new SessionLogs(isStdout ? QueuedSessionLog.toStream(stdout, format) : null);
    }

    SessionLog log() {
        return queued == null ? SessionLog.OFF : queued;
    }

    /** Lines that had to be dropped. */
    long lost() {
        return queued == null ? 0 : queued.lost();
    }

    @Override
    public void close() {
        if (queued != null) {
            queued.close();
        }
    }
}
