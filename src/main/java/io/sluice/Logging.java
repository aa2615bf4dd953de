package io.sluice;

import io.sluice.topology.LogSpec;
import java.util.Locale;

/** Sets the log level. Must be called before the first logger exists: slf4j-simple reads its settings once. */
final class Logging {

    private Logging() {}

    static void level(LogSpec.Level level) {
        String word = level.name().toLowerCase(Locale.ROOT);
        System.setProperty("org.slf4j.simpleLogger.defaultLogLevel", word);
        System.setProperty("org.slf4j.simpleLogger.log.io.netty", "warn");
    }
}
