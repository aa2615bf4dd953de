package io.sluice;

import static org.assertj.core.api.Assertions.assertThat;

import io.sluice.topology.LogSpec.Level;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.atomic.AtomicBoolean;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.slf4j.ILoggerFactory;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.slf4j.simple.SimpleLoggerFactory;

class LoggingTest {

    private final Level before = Logging.PROCESS.now();
    private final Logger known = LoggerFactory.getLogger("io.sluice.known");

    @AfterEach
    void restore() {
        Logging.level(before);
    }

    @Test
    void isWrittenBySlf4jSimpleAlone() {
        ILoggerFactory factory = LoggerFactory.getILoggerFactory();

        assertThat(factory).isExactlyInstanceOf(SimpleLoggerFactory.class);
    }

    @ParameterizedTest
    @EnumSource(Level.class)
    void setsLoggersThatThereAreAndThoseToCome(Level level) {
        Logging.PROCESS.set(level);

        assertThat(Logging.PROCESS.now()).isEqualTo(level);
        for (Logger logger : List.of(known, LoggerFactory.getLogger("io.sluice.later." + level))) {
            assertThat(logger.isTraceEnabled()).isEqualTo(level == Level.TRACE);
            assertThat(logger.isDebugEnabled()).isEqualTo(level.compareTo(Level.DEBUG) <= 0);
            assertThat(logger.isInfoEnabled()).isEqualTo(level.compareTo(Level.INFO) <= 0);
            assertThat(logger.isWarnEnabled()).isEqualTo(level.compareTo(Level.WARN) <= 0);
            assertThat(logger.isErrorEnabled()).isTrue();
        }
    }

    @ParameterizedTest
    @EnumSource(Level.class)
    void hearsOfNettyNothingBelowAWarning(Level level) {
        Logger netty = LoggerFactory.getLogger("io.netty.known");

        Logging.PROCESS.set(level);

        for (Logger logger : List.of(netty, LoggerFactory.getLogger("io.netty.later." + level))) {
            assertThat(logger.isInfoEnabled()).isFalse();
            assertThat(logger.isWarnEnabled()).isEqualTo(level != Level.ERROR);
            assertThat(logger.isErrorEnabled()).isTrue();
        }
    }

    @ParameterizedTest
    @EnumSource(Level.class)
    void neverHidesWhoAskedForAChange(Level level) {
        Logging.PROCESS.set(level);

        assertThat(LoggerFactory.getLogger("io.sluice.audit").isInfoEnabled()).isTrue();
    }

    @Test
    void agreesWithItselfWhateverThreadsDo() {
        AtomicBoolean isOver = new AtomicBoolean();
        List<CompletableFuture<Void>> others = List.of(Level.TRACE, Level.ERROR, Level.DEBUG).stream()
                .map(level -> CompletableFuture.runAsync(() -> {
                    while (!isOver.get()) {
                        Logging.level(level);
                    }
                }))
                .toList();
        for (int i = 0; i < 2_000; i++) {
            LoggerFactory.getLogger("io.sluice.made." + i);
        }
        isOver.set(true);
        others.forEach(CompletableFuture::join);

        Level last = Logging.PROCESS.now();
        assertThat(known.isTraceEnabled()).isEqualTo(last == Level.TRACE);
        assertThat(known.isDebugEnabled()).isEqualTo(last != Level.ERROR);
        Logging.level(Level.WARN);
        for (int i = 0; i < 2_000; i++) {
            assertThat(LoggerFactory.getLogger("io.sluice.made." + i).isInfoEnabled())
                    .isFalse();
        }
    }
}
