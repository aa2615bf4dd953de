package org.slf4j.simple;

import java.util.Arrays;
import org.jspecify.annotations.NullMarked;
import org.slf4j.ILoggerFactory;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.slf4j.event.Level;

/**
 * The level of every logger of this process, to be read and set while it runs. Thread-safe; other threads go by a new level a
 * moment later, since the fields that hold it are plain ones.
 *
 * <p>This class is ours. It lives in the package of slf4j-simple because that reads its levels once and has no public way to
 * change them. A release that names the fields otherwise does not compile, or fails with the first call, before anything is open.
 */
@NullMarked
public final class LoggerLevels {

    private static final SimpleLoggerFactory FACTORY = factory();

    private LoggerLevels() {}

    private static SimpleLoggerFactory factory() {
        ILoggerFactory bound = LoggerFactory.getILoggerFactory();
        if (bound instanceof SimpleLoggerFactory simple) {
            return simple;
        }
        throw new IllegalStateException("the log is written by " + bound.getClass() + " (expected: slf4j-simple)");
    }

    /** Of the loggers that have no level of their own. */
    public static Level now() {
        int number = SimpleLogger.CONFIG_PARAMS.defaultLogLevel;
        return Arrays.stream(Level.values()) // the most severe first; "off", which is not one of them, is past it
                .filter(level -> level.toInt() <= number)
                .findFirst()
                .orElse(Level.TRACE);
    }

    /**
     * Has every logger, those that are made later too, log from this level on. Those whose level a property gives, such as {@code
     * org.slf4j.simpleLogger.log.io.netty}, go by what it says now. One that another thread makes in this very moment may miss it.
     */
    public static synchronized void set(Level level) {
        // First: a logger that is made from now on takes it from here.
        SimpleLogger.CONFIG_PARAMS.defaultLogLevel = level.toInt();
        for (Logger each : FACTORY.loggerMap.values()) {
            if (each instanceof SimpleLogger logger) {
                String own = logger.recursivelyComputeLevelString();
                logger.currentLogLevel = own == null ? level.toInt() : SimpleLoggerConfiguration.stringToLevel(own);
            }
        }
    }
}
