package io.sluice;

import io.sluice.control.LogLevel;
import io.sluice.topology.LogSpec;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.slf4j.event.Level;
import org.slf4j.simple.LoggerLevels;

/**
 * The level of this process's own log. Netty's loggers begin with warnings, whatever is asked for: what they say below is about
 * Netty, and may show what was sent. Those of the audit log have a level of their own, in {@code simplelogger.properties}.
 */
final class Logging implements LogLevel {

    static final Logging PROCESS = new Logging();

    private static final String NETTY = "org.slf4j.simpleLogger.log.io.netty";
    private static final Logger LOG = LoggerFactory.getLogger(Logging.class);

    private Logging() {}

    /** Sets it without a remark. */
    static void level(LogSpec.Level level) {
        System.setProperty(NETTY, level == LogSpec.Level.ERROR ? "error" : "warn");
        LoggerLevels.set(Level.valueOf(level.name()));
    }

    @Override
    public LogSpec.Level now() {
        return LogSpec.Level.valueOf(LoggerLevels.now().name());
    }

    /** The remark is made by whichever of both levels shows more, so that it is seen if one of them lets it through. */
    @Override
    public synchronized void set(LogSpec.Level next) {
        LogSpec.Level before = now();
        if (next == before) {
            return;
        }
        if (next.compareTo(before) < 0) {
            level(next);
            remark(next, before);
        } else {
            remark(next, before);
            level(next);
        }
    }

    private static void remark(LogSpec.Level next, LogSpec.Level before) {
        LOG.info("log level={} was={}", next.word(), before.word());
    }
}
