package io.sluice.net;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.ByteArrayOutputStream;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

class AlarmTest {

    private static final int PATIENCE = 100;

    private final List<Integer> exits = new ArrayList<>();
    private final Alarm alarm = new Alarm(exits::add);
    private final PrintStream before = System.err;
    private final ByteArrayOutputStream heard = new ByteArrayOutputStream();

    @BeforeEach
    void listen() {
        System.setErr(new PrintStream(heard, true, StandardCharsets.UTF_8));
    }

    @AfterEach
    void stop() {
        System.setErr(before);
    }

    @Test
    void endsTheProcessWhenMemoryIsRefusedAHundredTimesInARow() {
        for (int i = 1; i < PATIENCE; i++) {
            alarm.memoryRefused();
        }
        assertThat(exits).isEmpty();

        alarm.memoryRefused();

        assertThat(exits).containsExactly(70);
    }

    @Test
    void countsAnewAfterMemoryWasGranted() {
        for (int round = 0; round < 3; round++) {
            for (int i = 1; i < PATIENCE; i++) {
                alarm.memoryRefused();
            }
            alarm.memoryGranted();
        }

        assertThat(exits).isEmpty();
    }

    @Test
    void takesAnOutOfMemoryErrorForARefusal() {
        alarm.raised(new OutOfMemoryError("Cannot reserve 65536 bytes of direct buffer memory"));

        assertThat(exits).isEmpty();
        assertThat(text()).contains("out of direct memory").doesNotContain("internal error");
    }

    @Test
    void endsTheProcessWhenAClassIsMissing() {
        alarm.raised(new NoClassDefFoundError("io/sluice/Gone"));

        assertThat(exits).containsExactly(70);
        assertThat(text()).contains("fatal", "io/sluice/Gone");
    }

    @Test
    void endsTheProcessWhenTheMachineIsBroken() {
        alarm.raised(new InternalError("a bug of the JVM"));

        assertThat(exits).containsExactly(70);
    }

    @Test
    void survivesABug() {
        alarm.raised(new IllegalStateException("ours"));
        alarm.raised(new AssertionError("ours, too"));

        assertThat(exits).isEmpty();
    }

    @Test
    void logsAtMostOnceASecond() {
        for (int i = 0; i < 1_000; i++) {
            alarm.raised(new IllegalStateException("bug " + i));
        }

        assertThat(text().lines().filter(line -> line.contains("internal error")))
                .hasSize(1);
        assertThat(text()).contains("bug 0").doesNotContain("bug 1");
    }

    private String text() {
        return heard.toString(StandardCharsets.UTF_8);
    }
}
