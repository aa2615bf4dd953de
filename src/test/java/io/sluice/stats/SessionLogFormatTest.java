package io.sluice.stats;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.jr.ob.JSON;
import java.io.IOException;
import java.util.Map;
import java.util.Random;
import java.util.random.RandomGenerator;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

class SessionLogFormatTest {

    private static final String KEYS =
            "time listener protocol client pool backend bytes_in bytes_out connect_ms duration_ms attempts code reason";

    @Test
    void writesASessionAsText() {
        assertThat(SessionLogFormat.TEXT.line(SessionRecords.normal()))
                .isEqualTo("2026-01-02T03:04:05.006Z listener=web protocol=tcp client=192.0.2.7:51034 pool=web"
                        + " backend=10.0.0.11:8080 bytes_in=1234 bytes_out=5678901234 connect_ms=1.235"
                        + " duration_ms=12000.000 attempts=2 code=-- reason=\"ended by both sides\"");
    }

    @Test
    void writesADashForWhatIsAbsent() {
        assertThat(SessionLogFormat.TEXT.line(SessionRecords.refused()))
                .isEqualTo("2026-01-02T03:04:05.006Z listener=dns protocol=udp client=[2001:db8::1]:53 pool=- backend=-"
                        + " bytes_in=0 bytes_out=0 connect_ms=- duration_ms=0.001 attempts=0 code=PC"
                        + " reason=\"refused by a limit or an access list\"");
    }

    @Test
    void writesASessionAsJson() {
        assertThat(SessionLogFormat.JSON.line(SessionRecords.normal()))
                .isEqualTo("{\"time\":\"2026-01-02T03:04:05.006Z\",\"listener\":\"web\",\"protocol\":\"tcp\","
                        + "\"client\":\"192.0.2.7:51034\",\"pool\":\"web\",\"backend\":\"10.0.0.11:8080\","
                        + "\"bytes_in\":1234,\"bytes_out\":5678901234,\"connect_ms\":1.235,\"duration_ms\":12000.000,"
                        + "\"attempts\":2,\"code\":\"--\",\"reason\":\"ended by both sides\"}");
    }

    @Test
    void writesNullForWhatIsAbsent() {
        assertThat(SessionLogFormat.JSON.line(SessionRecords.refused()))
                .isEqualTo("{\"time\":\"2026-01-02T03:04:05.006Z\",\"listener\":\"dns\",\"protocol\":\"udp\","
                        + "\"client\":\"[2001:db8::1]:53\",\"pool\":null,\"backend\":null,"
                        + "\"bytes_in\":0,\"bytes_out\":0,\"connect_ms\":null,\"duration_ms\":0.001,"
                        + "\"attempts\":0,\"code\":\"PC\",\"reason\":\"refused by a limit or an access list\"}");
    }

    @Test
    void quotesANameThatCouldBeMisread() {
        assertThat(SessionLogFormat.TEXT.line(SessionRecords.saying("a b"))).contains("listener=\"a b\" protocol");
        assertThat(SessionLogFormat.TEXT.line(SessionRecords.saying("a=b"))).contains("pool=\"a=b\" ");
        assertThat(SessionLogFormat.TEXT.line(SessionRecords.saying("-"))).contains("backend=\"-\" ");
        assertThat(SessionLogFormat.TEXT.line(SessionRecords.saying(""))).contains("client=\"\" ");
    }

    @Test
    void escapesWhatWouldForgeTextLines() {
        assertThat(SessionLogFormat.TEXT.line(SessionRecords.saying("x\" code=--\n\r\t\\\u0000\u001b[2J\u007f")))
                .endsWith("reason=\"x\\\" code=--\\n\\r\\t\\\\\\u0000\\u001b[2J\\u007f\"");
        assertThat(SessionLogFormat.TEXT.line(SessionRecords.saying("\u0085\u2028\u202e\ud800!")))
                .endsWith("reason=\"\\u0085\\u2028\\u202e\ufffd!\"");
    }

    @Test
    void keepsWhatPrints() {
        assertThat(SessionLogFormat.TEXT.line(SessionRecords.saying("Grüße-負荷-😀")))
                .contains("pool=Grüße-負荷-😀 ");
    }

    @ParameterizedTest
    @EnumSource
    void keepsTheFirst256Characters(SessionLogFormat format) {
        String line = format.line(SessionRecords.saying("x".repeat(255) + "😀" + "y".repeat(1_000)));

        assertThat(line)
                .contains("x".repeat(255))
                .doesNotContain("y".repeat(20))
                .doesNotContain("😀");
    }

    @ParameterizedTest
    @EnumSource
    void isOnePrintableLineWhateverTheStringsHold(SessionLogFormat format) {
        for (long seed = 0; seed < 500; seed++) {
            String hostile = hostile(seed);
            String line = format.line(SessionRecords.saying(hostile));

            assertThat(line.chars().noneMatch(Character::isISOControl))
                    .as("seed %d", seed)
                    .isTrue();
            assertThat(line.codePoints().noneMatch(point -> Character.getType(point) == Character.SURROGATE))
                    .as("seed %d", seed)
                    .isTrue();
        }
    }

    @Test
    void jsonReadsBackAsWritten() throws IOException {
        for (long seed = 0; seed < 500; seed++) {
            String hostile = hostile(seed);

            Map<String, Object> read = JSON.std.mapFrom(SessionLogFormat.JSON.line(SessionRecords.saying(hostile)));

            assertThat(read.keySet()).as("seed %d", seed).containsExactly(KEYS.split(" "));
            for (String key : new String[] {"listener", "client", "pool", "backend", "reason"}) {
                assertThat(read).as("seed %d", seed).containsEntry(key, SafeText.bounded(hostile));
            }
        }
    }

    @Test
    void roundsTimesToMicroseconds() {
        assertThat(LogNumbers.millis(0)).hasToString("0.000");
        assertThat(LogNumbers.millis(499)).hasToString("0.000");
        assertThat(LogNumbers.millis(3_600_000_000_000_000L)).hasToString("3600000000.000");
    }

    /** Up to 400 characters, most of them awkward ones. */
    private static String hostile(long seed) {
        RandomGenerator random = new Random(seed);
        StringBuilder text = new StringBuilder();
        for (int left = random.nextInt(400); left > 0; left--) {
            text.append((char) (random.nextInt(3) == 0 ? random.nextInt(0x1_0000) : random.nextInt(0xA0)));
        }
        return text.toString();
    }
}
