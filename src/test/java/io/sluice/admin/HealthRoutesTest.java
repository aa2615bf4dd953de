package io.sluice.admin;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.jr.ob.JSON;
import io.netty.handler.codec.http.DefaultHttpRequest;
import io.netty.handler.codec.http.HttpMethod;
import io.netty.handler.codec.http.HttpVersion;
import io.sluice.control.FakeInventory;
import io.sluice.health.ClassChange;
import io.sluice.health.HealthRecord;
import io.sluice.health.HealthRecords;
import io.sluice.health.History;
import io.sluice.model.BackendClass;
import io.sluice.model.Health;
import io.sluice.model.ProbeReason;
import io.sluice.model.ProbeResult;
import io.sluice.model.ProbeStatistics;
import java.io.IOException;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import org.junit.jupiter.api.Test;

/** What the memory of health looks like from outside. */
class HealthRoutesTest {

    private static final long START = 1_700_000_000_000L;
    private static final String WEB = "/api/v1/pools/web/health";
    private static final String B2 = "/api/v1/pools/web/backends/b2/health";

    private static final String STATISTICS = """
            "statistics":{"samples":2,"failures":1,"mean_ms":1.5,"min_ms":1.25,"max_ms":2.0,"stddev_ms":0.25},\
            "last":{"time":"2023-11-14T22:13:21Z","duration_ms":0.5,"result":"failed","reason":"refused","detail":"no"}""";

    private static final String FULL = """
            {"pool":"web","time":"2023-11-14T22:13:25Z","frozen":false,"name":"b2","checked":true,"class":"failed",\
            "since":"2023-11-14T22:13:21Z","ejected":false,"candidate":false,"not_candidate_because":"it is draining",\
            %s,"results_kept":2,"results":[\
            {"time":"2023-11-14T22:13:21Z","duration_ms":0.5,"result":"failed","reason":"refused","detail":"no","class":"failed","discarded":false},\
            {"time":"2023-11-14T22:13:20Z","duration_ms":1.5,"result":"ok","reason":"ok","detail":"","class":"alive","discarded":false}],\
            "changes":[\
            {"time":"2023-11-14T22:13:21Z","from":"alive","to":"failed","reason":"refused","detail":"no","after":3},\
            {"time":"2023-11-14T22:13:20Z","from":"unknown","to":"alive","reason":"ok","detail":"","after":1}]}
            """.formatted(STATISTICS);

    private static final String UNCHECKED = """
            {"pool":"dns","time":"2023-11-14T22:13:25Z","frozen":false,"name":"[2001:db8::1]:53","checked":false,\
            "class":"alive","since":null,"ejected":false,"candidate":true,"not_candidate_because":null,\
            "statistics":null,"last":null,"results_kept":0,"results":[],"changes":[]}
            """;

    private final FakeInventory inventory = new FakeInventory();
    private final Routes routes = new Routes(HealthRoutes.of(inventory, () -> START + 5_000));
    private final HealthRecord record = new HealthRecord(new History(History.MOST_RESULTS));

    HealthRoutesTest() {
        HealthRecords records = new HealthRecords();
        records.add("b2", record);
        records.roundDiscarded();
        inventory.add("web", records);
    }

    private Reply get(String target) {
        return (Reply) routes.answer(new DefaultHttpRequest(HttpVersion.HTTP_1_1, HttpMethod.GET, target), "");
    }

    private List<?> list(String target, String key) throws IOException {
        Reply reply = get(target);
        assertThat(reply.status().code()).isEqualTo(200);
        return (List<?>) Objects.requireNonNull(JSON.std.mapFrom(reply.body()).get(key));
    }

    private static Health health(BackendClass now) {
        return new Health(now, new ProbeStatistics(2, 1, 1_500_000, 1_250_000, 2_000_000, 250_000), false);
    }

    private void failOnce() {
        ProbeResult first = new ProbeResult(START, 1_500_000, ProbeReason.OK, "");
        record.heard(first, health(BackendClass.ALIVE));
        record.changed(new ClassChange(BackendClass.UNKNOWN, BackendClass.ALIVE, first, 1));
        ProbeResult second = new ProbeResult(START + 1_000, 500_000, ProbeReason.REFUSED, "no");
        record.heard(second, health(BackendClass.FAILED));
        record.changed(new ClassChange(BackendClass.ALIVE, BackendClass.FAILED, second, 3));
    }

    @Test
    void showsResultsAndChangesNewestFirst() {
        failOnce();

        assertThat(get(B2).body()).isEqualTo(FULL);
    }

    @Test
    void showsABackendWithoutACheckWithEmptyLists() {
        assertThat(get("/api/v1/pools/dns/backends/%5B2001:db8::1%5D:53/health").body())
                .isEqualTo(UNCHECKED);
    }

    @Test
    void showsAPoolInShortWithFailuresThatHaveNoTime() throws IOException {
        failOnce();

        Map<String, Object> document = JSON.std.mapFrom(get(WEB).body());

        assertThat(document).containsEntry("objective", "alive").containsEntry("rounds_discarded", 1);
        assertThat(get(WEB).body())
                .contains("\"name\":\"b2\",\"checked\":true,\"class\":\"failed\"")
                .contains(STATISTICS + ",\"recent_ms\":[null,1.5]}")
                .contains("\"name\":\"app\",\"checked\":false")
                .doesNotContain("\"results\"");
    }

    @Test
    void marksWhatWasNotCounted() {
        record.discarded(new ProbeResult(START, 1, ProbeReason.TIMEOUT, "no answer"));

        assertThat(get(B2).body())
                .contains("\"reason\":\"timeout\",\"detail\":\"no answer\",\"class\":\"unknown\",")
                .contains("\"discarded\":true");
    }

    @Test
    void boundsEveryAnswer() throws IOException {
        for (int i = 0; i < History.MOST_RESULTS + 5; i++) {
            record.heard(new ProbeResult(START + i, 1_000, ProbeReason.OK, ""), health(BackendClass.ALIVE));
        }

        assertThat(list(B2, "results")).hasSize(100);
        assertThat(list(B2 + "?limit=3", "results")).hasSize(3);
        assertThat(list(B2 + "?limit=0", "results")).isEmpty();
        assertThat(list(B2 + "?limit=17280", "results")).hasSize(17_280);
        assertThat(get(B2).body()).contains("\"results_kept\":17280");
        assertThat(get(WEB + "?limit=2").body()).contains("\"recent_ms\":[0.001,0.001]}");
    }

    @Test
    void refusesLimitsThatMakeNoSense() {
        for (String limit : List.of("17281", "-1", "x", "", "99999999999999999999", "1.5")) {
            assertThat(get(B2 + "?limit=" + limit).status().code()).as(limit).isEqualTo(400);
        }
        assertThat(get(B2 + "?limit=17281").body())
                .isEqualTo("{\"error\":{\"code\":\"bad_request\",\"message\":\"limit: 17281 (expected: 0 to 17280)\","
                        + "\"path\":\"" + B2 + "\"}}\n");
        assertThat(get(WEB + "?limit=201").body()).contains("limit: 201 (expected: 0 to 200)");
    }

    @Test
    void saysWhatIsNotThere() {
        assertThat(get("/api/v1/pools/web/backends/nope/health").status().code())
                .isEqualTo(404);
        assertThat(get("/api/v1/pools/web/backends/nope/health").body())
                .contains("\"code\":\"not_found\",\"message\":\"no backend of this name\"");
        assertThat(get("/api/v1/pools/nope/backends/b2/health").body()).contains("no pool of this name");
        assertThat(get("/api/v1/pools/nope/health").status().code()).isEqualTo(404);
    }
}
