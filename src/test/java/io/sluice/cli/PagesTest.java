package io.sluice.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Collections;
import java.util.List;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

/** Pools and their health as people read them. */
class PagesTest {

    private static final Terminal COLOURED = new Terminal(true, true, 100);

    private static final String HEALTH = """
            {"pool":"web","time":"2026-11-21T08:36:35.100Z","frozen":true,"objective":"leastping","rounds_discarded":2,"backends":[
             {"name":"b1","checked":true,"class":"qualified","since":"2026-11-21T08:33:23.000Z","ejected":false,"candidate":true,
              "not_candidate_because":null,
              "statistics":{"samples":10,"failures":0,"mean_ms":0.412,"min_ms":0.3,"max_ms":0.6,"stddev_ms":0.05},
              "last":{"time":"2026-11-21T08:36:33.000Z","duration_ms":0.4,"result":"ok","reason":"ok","detail":""},
              "recent_ms":[0.8,0.4,null,0.2,0.1]},
             {"name":"10.0.0.12:8080","checked":true,"class":"failed","since":"2026-11-20T08:00:00Z","ejected":true,"candidate":false,
              "not_candidate_because":"it is failed, others are not",
              "statistics":{"samples":10,"failures":10,"mean_ms":null,"min_ms":null,"max_ms":null,"stddev_ms":null},
              "last":{"time":"2026-11-21T08:36:35.090Z","duration_ms":2000,"result":"failed","reason":"timeout","detail":"no answer"},
              "recent_ms":[null,null,null]},
             {"name":"b3","checked":false,"class":"alive","since":null,"ejected":false,"candidate":false,
              "not_candidate_because":"it is disabled","statistics":null,"last":null,"recent_ms":[]}]}
            """;

    private static final String HEALTH_PAGE = """
            Pool web  objective leastping  candidates 1 of 3 (*)  rounds discarded 2  decisions frozen
              BACKEND         CLASS              FOR  LAST        AGO    MEAN  STDDEV  FAILED  RECENT
            * b1              qualified        3m12s  ok           2s  0.41ms  0.05ms    0/10  ▁▂×▄█
              10.0.0.12:8080  failed, ejected  1d00h  timeout      0s                   10/10  ×××
              b3              alive                   not probed
            """;

    private static final String HISTORY = """
            {"pool":"web","time":"2026-11-21T08:36:35.123Z","frozen":false,"name":"b1","checked":true,"class":"failed",
             "since":"2026-11-21T08:36:20.022Z","ejected":false,"candidate":false,
             "not_candidate_because":"it is failed, others are not",
             "statistics":{"samples":3,"failures":2,"mean_ms":0.5,"min_ms":0.5,"max_ms":0.5,"stddev_ms":0.25},
             "last":{"time":"2026-11-21T08:36:30.022Z","duration_ms":0.1,"result":"failed","reason":"refused","detail":"no"},
             "results_kept":17280,"results":[
              {"time":"2026-11-21T08:36:30.022Z","duration_ms":0.1,"result":"failed","reason":"refused","detail":"no",
               "class":"failed","discarded":false},
              {"time":"2026-11-21T08:36:25.022Z","duration_ms":2000.4,"result":"failed","reason":"timeout","detail":"no answer",
               "class":"alive","discarded":true},
              {"time":"2026-11-21T08:36:20.022Z","duration_ms":0.5,"result":"ok","reason":"ok","detail":"","class":"alive",
               "discarded":false}],
             "changes":[
              {"time":"2026-11-21T08:36:30.022Z","from":"alive","to":"failed","reason":"refused","detail":"no","after":1},
              {"time":"2026-11-21T08:36:20.022Z","from":"unknown","to":"alive","reason":"ok","detail":"","after":1}]}
            """;

    private static final String HISTORY_PAGE = """
            Backend web/b1  failed for 15s  no candidate: it is failed, others are not
              statistics  2 of 3 failed  mean 0.50ms  stddev 0.25ms  least 0.50ms  most 0.50ms
              recent      ▄××  old to new, × failed, █ 1.0ms

            Class changes  the last 2 of 2
              TIME (UTC)               FROM     TO      REASON   AFTER  DETAIL
              2026-11-21 08:36:30.022  alive    failed  refused      1  no
              2026-11-21 08:36:20.022  unknown  alive   ok           1

            Results  the last 2 of 17280
              TIME (UTC)               DURATION  RESULT     REASON   CLASS   DETAIL
              2026-11-21 08:36:30.022    0.10ms  failed     refused  failed  no
              2026-11-21 08:36:25.022      2.0s  discarded  timeout  alive   no answer
            """;

    private static final String POOL = """
            {"name":"web","scheduler":"wlc","objective":"leastping",
             "pick":{"max_rtt_ms":100.0,"max_fail":1,"expected":2,"baselines_ms":[50.0,1500.0],"learn":"both"},
             "fallback":"pool:spare","candidates":["b1"],
             "queue":{"waiting":3,"max":100,"queued_total":7},"affinity":{"entries":12,"max":1000,"refused_total":0},
             "backends":[
              {"name":"b1","address":"10.0.0.11:8080","weight":10,"effective_weight":2.5,"priority":0,"backup":false,
               "max_sessions":500,"state":"enabled","class":"qualified","ejected":false,"candidate":true,
               "not_candidate_because":null,"sessions":3,"probe":{"mean_ms":0.41,"reason":"ok"}},
              {"name":"10.0.0.12:8080","address":"10.0.0.12:8080","weight":1,"effective_weight":1.0,"priority":1,"backup":true,
               "max_sessions":0,"state":"enabled","class":"failed","ejected":true,"candidate":false,
               "not_candidate_because":"it is not among the 2 best by the standard deviation of its times","sessions":0,
               "probe":{"mean_ms":null,"reason":"refused"}}]}
            """;

    private static final String POOL_PAGE = """
            Pool web
              scheduler   wlc
              objective   leastping  expected 2  baseline 50ms  baseline 1.5s  learn both  max_rtt 100ms  max_fail 1
              candidates  1 of 2 (*)
              fallback    pool:spare
              queue       3 waiting of 100, 7 since the start
              affinity    12 clients of 1000, 0 refused

              BACKEND         ADDRESS         PRIORITY  WEIGHT  STATE    CLASS            ACTIVE  MAX    PROBE
            * b1              10.0.0.11:8080  0         2.5/10  enabled  qualified             3  500   0.41ms
              10.0.0.12:8080                  1 backup       1  enabled  failed, ejected       0    -  refused

              NO CANDIDATE    BECAUSE
              10.0.0.12:8080  it is not among the 2 best by the standard deviation of its times
            """;

    @Test
    void showsAPoolsHealthWithALineOfBlocks() {
        assertThat(new HealthPage(document(HEALTH), Terminal.NONE).lines()).isEqualTo(HEALTH_PAGE);
    }

    @Test
    void showsABackendsHistory() {
        assertThat(new HistoryPage(document(HISTORY), Terminal.NONE, 2).lines()).isEqualTo(HISTORY_PAGE);
    }

    @Test
    void showsAPoolInFull() {
        assertThat(new PoolPage(document(POOL), Terminal.NONE).lines()).isEqualTo(POOL_PAGE);
    }

    @Test
    void saysThatABackendIsNotProbed() {
        String unprobed = HISTORY.replace("\"checked\":true", "\"checked\":false");

        assertThat(new HistoryPage(document(unprobed), Terminal.NONE, 2).lines())
                .endsWith("\n  not probed: its pool has no check, or it is disabled\n")
                .hasLineCount(2);
    }

    @Test
    void keepsColoursOutOfTheAlignment() {
        String health = new HealthPage(document(HEALTH), COLOURED).lines();
        String history = new HistoryPage(document(HISTORY), COLOURED, 2).lines();
        String pool = new PoolPage(document(POOL.replace("\"enabled\"", "\"draining\"")), COLOURED).lines();

        assertThat(health).contains("\033[31m×××\033[0m").contains("▁▂\033[31m×\033[0m▄█");
        assertThat(plain(health)).isEqualTo(HEALTH_PAGE);
        assertThat(history).contains("\033[31mfailed\033[0m for 15s").contains("▄\033[31m××\033[0m");
        assertThat(plain(history)).isEqualTo(HISTORY_PAGE);
        assertThat(pool).contains("\033[33mdraining\033[0m");
    }

    @Test
    void staysWithinTheTerminalAndKeepsTheNewest() {
        String times =
                IntStream.range(0, 200).mapToObj(i -> i == 0 ? "null" : "1").reduce("", (a, b) -> a + "," + b);
        String health = HEALTH.replace("0.8,0.4,null,0.2,0.1", times.substring(1));

        for (int width : new int[] {80, 100, 140}) {
            String page = new HealthPage(document(health), new Terminal(false, false, width)).lines();
            String row = page.lines().toList().get(2);
            assertThat(page.lines().skip(1)).as("%s", width).allMatch(line -> line.length() <= Math.max(width, 100));
            assertThat(row).as("%s", width).endsWith("▄▄▄×");
        }
        String wide = new HealthPage(document(health), new Terminal(false, false, 140)).lines();
        assertThat(wide.lines().toList().get(2)).hasSize(140);
    }

    @Test
    void lastsThroughMissingMembers() {
        Document odd =
                document("{\"backends\":[{},3],\"results\":[{}],\"changes\":[{\"time\":\"x\"}],\"checked\":true}");

        assertThat(new HealthPage(odd, COLOURED).lines()).contains("BACKEND");
        assertThat(new HistoryPage(odd, COLOURED, 20).lines()).contains("Results");
        assertThat(new PoolPage(odd, COLOURED).lines()).contains("BACKEND");
    }

    @Test
    void scalesALineToItsLongestTimeOrTwiceItsMean() {
        assertThat(Blocks.of(List.of(1.0, 1.0, 1.0), 10)).isEqualTo("▄▄▄");
        assertThat(Blocks.of(List.of(8.0, 4.0, 2.0, 1.0, 0.1), 10)).isEqualTo("▁▁▂▄█");
        assertThat(Blocks.of(List.of(8.0, 4.0, 2.0, 1.0, 0.1), 2)).isEqualTo("▃▆");
        assertThat(Blocks.of(List.of(Double.NaN, 0.0), 10)).isEqualTo("▁×");
        assertThat(Blocks.of(List.of(), 10)).isEmpty();
        assertThat(Blocks.of(Collections.nCopies(3, 100.0), 0)).isEmpty();
        assertThat(Blocks.top(List.of(Double.NaN), 10)).isZero();
    }

    @Test
    void writesTimesAndAgesShort() {
        assertThat(Numbers.millis(0.414)).isEqualTo("0.41ms");
        assertThat(Numbers.millis(0.996)).isEqualTo("1.0ms");
        assertThat(Numbers.millis(9.96)).isEqualTo("10ms");
        assertThat(Numbers.millis(999.6)).isEqualTo("1.0s");
        assertThat(Numbers.millis(Double.NaN)).isEmpty();
        assertThat(Moments.age(-5)).isEqualTo("0s");
        assertThat(Moments.age(59_999)).isEqualTo("59s");
        assertThat(Moments.age(3_599_999)).isEqualTo("59m59s");
        assertThat(Moments.age(7_500_000)).isEqualTo("2h05m");
        assertThat(Moments.age(86_400_000L * 4 + 3 * 3_600_000)).isEqualTo("4d03h");
    }

    @Test
    void readsTheWidthOfATerminal() {
        assertThat(TerminalWidth.columns("24 80\n")).isEqualTo(80);
        assertThat(TerminalWidth.columns("132")).isEqualTo(132);
        assertThat(TerminalWidth.columns("-1")).isZero();
        assertThat(TerminalWidth.columns(null)).isZero();
        assertThat(TerminalWidth.bounded(0)).isEqualTo(100);
        assertThat(TerminalWidth.bounded(20)).isEqualTo(60);
        assertThat(TerminalWidth.bounded(9_999)).isEqualTo(200);
    }

    private static String plain(String text) {
        return text.replaceAll("\033\\[\\d+m", "");
    }

    private static Document document(String text) {
        Document document = Document.parse(text);
        assertThat(document).isNotNull();
        return document;
    }
}
