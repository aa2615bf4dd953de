package io.sluice.admin;

import static org.assertj.core.api.Assertions.assertThat;

import io.sluice.control.FakeInventory;
import io.sluice.health.HealthRecord;
import io.sluice.health.History;
import io.sluice.model.BackendClass;
import io.sluice.model.Health;
import io.sluice.model.ProbeReason;
import io.sluice.model.ProbeResult;
import io.sluice.model.ProbeStatistics;
import io.sluice.pool.Pool;
import io.sluice.pool.QueueRules;
import io.sluice.topology.RuntimeChanges;
import java.time.Duration;
import java.util.Objects;
import org.junit.jupiter.api.Test;

class ViewsTest {

    private static final String WEB_LISTENER = """
            {"name":"web","protocol":"tcp","addresses":["0.0.0.0:80","[::]:80"],"pool":"web",\
            "max_sessions":20000,"sessions":3,"sessions_total":6,"bytes_in":1536,"bytes_out":3650722202,\
            "refused":{"denied":1,"listener_full":0,"process_full":0,"no_backend":0,"backends_full":0,"queue_full":0,"descriptors":0}}""";

    private static final String DNS_LISTENER = """
            {"name":"dns","protocol":"udp","addresses":["127.0.0.1:53"],"pool":"dns",\
            "max_sessions":0,"sessions":1,"sessions_total":1,"bytes_in":420,"bytes_out":960,\
            "refused":{"denied":0,"listener_full":0,"process_full":0,"no_backend":0,"backends_full":0,"queue_full":0,"descriptors":0},\
            "datagrams_in":7,"datagrams_out":6,"dropped":{"denied":0,"sessions_full":0,"no_backend":1,\
            "backends_full":0,"loop":0,"backend_refused":0,"too_large":0,"congested":0,"local_resource":0,\
            "stopping":0,"other":0}}""";

    private static final String NO_FAILURES = """
            {"refused":0,"timeout":0,"unreachable":0,"reset":0,"other":0}""";

    private static final String PICK = """
            "pick":{"max_rtt_ms":0.0,"max_fail":0,"expected":1,"baselines_ms":[],"learn":"probes"},"fallback":"cascade\"""";

    private static final String WEB_POOL = """
            {"name":"web","scheduler":"rr","objective":"alive",%s,"candidates":["10.0.0.11:8080"],"queue":null,"affinity":null,"backends":[\
            {"name":"10.0.0.11:8080","address":"10.0.0.11:8080","weight":1,"effective_weight":1.0,"priority":0,"backup":false,"max_sessions":0,"state":"enabled",\
            "class":"alive","ejected":false,"candidate":true,"not_candidate_because":null,"sessions":3,"sessions_total":3,"bytes_in":1024,"bytes_out":3650722202,\
            "connect_failures":%s,"probe":null,"set_at_run_time":[]},\
            {"name":"b2","address":"10.0.0.12:8080","weight":3,"effective_weight":3.0,"priority":0,"backup":false,"max_sessions":500,"state":"draining",\
            "class":"qualified","ejected":false,"candidate":false,"not_candidate_because":"it is draining","sessions":0,"sessions_total":1,"bytes_in":512,"bytes_out":0,\
            "connect_failures":{"refused":1,"timeout":1,"unreachable":0,"reset":0,"other":0},"probe":null,"set_at_run_time":[]},\
            {"name":"app","address":"unix:/run/app.sock","weight":0,"effective_weight":0.0,"priority":0,"backup":false,"max_sessions":0,"state":"enabled",\
            "class":"alive","ejected":false,"candidate":false,"not_candidate_because":"its weight is 0","sessions":0,"sessions_total":0,"bytes_in":0,"bytes_out":0,\
            "connect_failures":%s,"probe":null,"set_at_run_time":[]}],"removed_at_run_time":[]}""".formatted(PICK, NO_FAILURES, NO_FAILURES);

    private static final String STATUS = """
            {"version":"1.2.3","uptime_seconds":93784,"config":{"version":3,"hash":"5f2a0c","confirm_within_seconds":null},"ready":true,\
            "readiness":"ready","health_frozen":false,"sessions":3,"sessions_limit":10000,"listeners":[%s,%s],"pools":[%s,""".formatted(WEB_LISTENER, DNS_LISTENER, WEB_POOL);

    private final FakeInventory inventory = new FakeInventory();

    @Test
    void showsAPool() {
        assertThat(JsonText.of(PoolView.of(inventory.pools().get(0), null, RuntimeChanges.NONE)))
                .isEqualTo(WEB_POOL + "\n");
    }

    @Test
    void showsTheStatus() {
        assertThat(JsonText.of(StatusView.of(inventory, "1.2.3")))
                .startsWith(STATUS)
                .endsWith("\"probe\":null,\"set_at_run_time\":[]}],\"removed_at_run_time\":[]}]}\n");
    }

    @Test
    void showsTheQueueAndTheClientsRemembered() {
        Pool pool = FakeInventory.pool("busy", new QueueRules(Duration.ofSeconds(1), 5));
        assertThat(pool.line().stats().tryJoin(5)).isTrue();

        assertThat(JsonText.of(PoolView.of(pool, null, RuntimeChanges.NONE)))
                .contains("\"queue\":{\"waiting\":1,\"max\":5,\"queued_total\":1},"
                        + "\"affinity\":{\"entries\":0,\"max\":100,\"refused_total\":0},");
    }

    @Test
    void showsAnEmptyPool() {
        assertThat(JsonText.of(PoolView.of(FakeInventory.pool("empty"), null, RuntimeChanges.NONE)))
                .isEqualTo(
                        "{\"name\":\"empty\",\"scheduler\":\"rr\",\"objective\":\"alive\","
                                + PICK
                                + ",\"candidates\":[],\"queue\":null,\"affinity\":null,\"backends\":[],\"removed_at_run_time\":[]}\n");
    }

    @Test
    void escapesWhatNamesMayHold() {
        assertThat(JsonText.of(PoolView.of(FakeInventory.pool("a\"b\n<script>"), null, RuntimeChanges.NONE)))
                .startsWith("{\"name\":\"a\\\"b\\n<script>\"");
    }

    @Test
    void showsNothingOfABackendThatIsNotProbed() {
        assertThat(ProbeView.of(null)).isNull();
    }

    private static String shown(HealthRecord record) {
        return JsonText.of(Objects.requireNonNull(ProbeView.of(record)));
    }

    @Test
    void showsNoTimeThatNobodyMeasured() {
        HealthRecord record = new HealthRecord(new History(10));
        assertThat(shown(record))
                .isEqualTo("{\"last_ms\":null,\"mean_ms\":null,\"stddev_ms\":null,\"failures\":0,\"samples\":0,"
                        + "\"reason\":null,\"detail\":null}\n");

        record.heard(
                new ProbeResult(1, 5_000_000, ProbeReason.REFUSED, "no"),
                new Health(BackendClass.ALIVE, new ProbeStatistics(1, 1, 0, 0, 0, 0), false));
        assertThat(shown(record))
                .isEqualTo("{\"last_ms\":null,\"mean_ms\":null,\"stddev_ms\":null,\"failures\":1,\"samples\":1,"
                        + "\"reason\":\"refused\",\"detail\":\"no\"}\n");
    }

    @Test
    void showsWhatProbesCameTo() {
        HealthRecord record = new HealthRecord(new History(10));
        record.heard(
                new ProbeResult(1, 1_500_000, ProbeReason.OK, ""),
                new Health(BackendClass.ALIVE, new ProbeStatistics(3, 1, 1_000_000, 0, 0, 250_000), false));

        assertThat(shown(record))
                .isEqualTo("{\"last_ms\":1.5,\"mean_ms\":1.0,\"stddev_ms\":0.25,\"failures\":1,\"samples\":3,"
                        + "\"reason\":\"ok\",\"detail\":\"\"}\n");
    }
}
