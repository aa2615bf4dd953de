package io.sluice.interop;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

/** PostgreSQL behind a listener: transactions, errors, and a cancel request, which comes on a connection of its own. */
@Tag("interop")
class PostgresIT {

    @RegisterExtension
    static final PostgresServer POSTGRES = new PostgresServer();

    @RegisterExtension
    final Stage stage = new Stage();

    private final int port = Ports.free();
    private final Sluice sluice = stage.sluice(Config.empty().tcp("sql", "127.0.0.1:" + port, POSTGRES.address()));

    @Test
    void runsTransactionsOnLastingConnections() {
        fill();
        long before = sessions();

        String report = pgbench("-n", "-c", "8", "-j", "2", "-t", "200").output();

        assertThat(report).contains("transactions actually processed: 1600/1600");
        assertThat(sessions() - before).isBetween(8L, 9L); // one to begin with
    }

    @Test
    void runsTransactionsOnAConnectionEach() {
        fill();
        long before = sessions();

        String report = pgbench("-n", "-C", "-c", "8", "-j", "2", "-t", "200").output();

        assertThat(report).contains("transactions actually processed: 1600/1600");
        assertThat(sessions() - before).isBetween(1_600L, 1_601L);
    }

    @Test
    void carriesErrorsBothWays() {
        Outcome divided = psql("select 1/0").run();

        assertThat(divided.exit()).isEqualTo(1);
        assertThat(divided.err()).contains("division by zero");
        assertThat(psql("select 6*7").output()).isEqualTo("42\n");
        assertThat(sessions()).isEqualTo(2);
    }

    @Test
    void carriesACancelRequest() {
        RealProgram sleeping = stage.keep(psql("select pg_sleep(60)").start());
        Await.until("the query runs", () -> directly("select count(*) from pg_stat_activity"
                        + " where query = 'select pg_sleep(60)' and state = 'active'")
                .equals("1\n"));

        sleeping.signal("INT");

        Outcome outcome = sleeping.finish(Duration.ofSeconds(20));
        assertThat(outcome.err()).contains("canceling statement due to user request");
        assertThat(sessions()).isEqualTo(2); // the query's, and the request's
    }

    private void fill() {
        assertThat(pgbench("-i", "-q").run().exit()).isZero();
        assertThat(psql("select count(*) from pgbench_accounts").output()).isEqualTo("100000\n");
    }

    private long sessions() {
        return sluice.metrics().sum("sluice_backend_sessions_total", "pool", "sql", "backend", "b1");
    }

    private Command pgbench(String... words) {
        return POSTGRES.client("pgbench", port, words).and("postgres");
    }

    private Command psql(String statement) {
        return POSTGRES.client("psql", port, "-X", "-A", "-t", "-c", statement, "postgres");
    }

    private static String directly(String statement) {
        return POSTGRES.client("psql", POSTGRES.port(), "-X", "-A", "-t", "-c", statement, "postgres")
                .output();
    }
}
