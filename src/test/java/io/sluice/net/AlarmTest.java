package io.sluice.net;

import static io.sluice.net.MemoryShortage.HOPELESS_NANOS;
import static io.sluice.net.MemoryShortage.HOPELESS_REFUSALS;
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

    private long now;
    private final List<Integer> exits = new ArrayList<>();
    private final Alarm alarm = new Alarm(exits::add, () -> now);
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
    void endsTheProcessWhenMemoryIsRefusedForAMinuteWithoutRelief() {
        refuse(HOPELESS_REFUSALS);
        now += HOPELESS_NANOS - 1;
        alarm.memoryRefused();
        assertThat(exits).isEmpty();

        now++;
        alarm.memoryRefused();

        assertThat(exits).containsExactly(70);
    }

    @Test
    void outlivesAnyNumberOfRefusalsWithinAMinute() {
        refuse(100 * HOPELESS_REFUSALS);

        assertThat(exits).isEmpty();
    }

    @Test
    void outlivesAFewRefusalsOverALongTime() {
        for (int i = 1; i < HOPELESS_REFUSALS; i++) {
            alarm.memoryRefused();
            now += HOPELESS_NANOS;
        }

        assertThat(exits).isEmpty();
    }

    @Test
    void countsAnewAfterMemoryWasGranted() {
        for (int round = 0; round < 3; round++) {
            refuse(HOPELESS_REFUSALS);
            now += HOPELESS_NANOS;
            alarm.memoryGranted();
        }
        alarm.memoryRefused();

        assertThat(exits).isEmpty();
    }

    @Test
    void warnsOfAShortageAtMostEveryTenSeconds() {
        for (int i = 0; i < 1_000; i++) {
            alarm.memoryRefused();
            alarm.memoryGranted();
        }

        assertThat(text().lines()).hasSize(1);
    }

    private void refuse(int times) {
        for (int i = 0; i < times; i++) {
            alarm.memoryRefused();
        }
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
