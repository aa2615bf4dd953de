package io.sluice.admin;

import static org.assertj.core.api.Assertions.assertThat;

import io.netty.handler.codec.http.DefaultHttpRequest;
import io.netty.handler.codec.http.HttpMethod;
import io.netty.handler.codec.http.HttpRequest;
import io.netty.handler.codec.http.HttpVersion;
import java.net.InetAddress;
import java.util.List;
import java.util.Objects;
import java.util.concurrent.atomic.AtomicLong;
import org.junit.jupiter.api.Test;

class GateTest {

    private static final String ADMIN = "YWRtaW4tYWRtaW4tYWRtaW4";
    private static final String READER = "cmVhZGVyLXJlYWRlci1yZWFkZXI";

    private final AtomicLong nanos = new AtomicLong();
    private final Gate gate = new Gate(
            SiteRule.named(List.of("LB.example"), "https"), new Tokens(ADMIN, READER), new Failures(nanos::get));

    private static Visitor visitor(String source) {
        return new Visitor("anyone", source + ":1", source, InetAddress.getLoopbackAddress());
    }

    private static HttpRequest head(HttpMethod method, String... headers) {
        HttpRequest head = new DefaultHttpRequest(HttpVersion.HTTP_1_1, method, "/api/v1/status");
        head.headers().set("Host", "localhost");
        for (int i = 0; i < headers.length; i += 2) {
            head.headers().add(headers[i], headers[i + 1]);
        }
        return head;
    }

    private Admission admit(HttpMethod method, String... headers) {
        return gate.admit(head(method, headers), visitor("10.0.0.1"));
    }

    private static int status(Admission admission) {
        return admission instanceof Admission.Refused refused
                ? refused.reply().status().code()
                : 200;
    }

    @Test
    void asksForAToken() {
        Admission.Refused refused = (Admission.Refused) admit(HttpMethod.GET);

        assertThat(status(refused)).isEqualTo(401);
        assertThat(refused.reply().headers()).containsEntry("www-authenticate", "Bearer realm=\"sluice\"");
        assertThat(status(admit(HttpMethod.GET, "Authorization", "Basic " + ADMIN)))
                .isEqualTo(401);
        assertThat(status(admit(HttpMethod.GET, "Authorization", ADMIN))).isEqualTo(401);
        assertThat(status(admit(HttpMethod.GET, "Authorization", "Bearer " + ADMIN, "Authorization", "Bearer x")))
                .isEqualTo(401);
        assertThat(status(admit(HttpMethod.GET, "Authorization", "Bearer x"))).isEqualTo(401);
        assertThat(status(admit(HttpMethod.GET, "Authorization", "Bearer "))).isEqualTo(401);
    }

    @Test
    void letsAReaderRead() {
        Admission read = admit(HttpMethod.GET, "Authorization", "Bearer " + READER);

        assertThat(((Admission.Admitted) read).caller())
                .isEqualTo(new Caller("token:reader", "10.0.0.1:1", Role.READER));
        assertThat(status(admit(HttpMethod.HEAD, "Authorization", "bearer  " + READER)))
                .isEqualTo(200);
        for (String method : List.of("PATCH", "POST", "PUT", "DELETE", "OPTIONS", "BREW", "get")) {
            assertThat(status(admit(HttpMethod.valueOf(method), "Authorization", "Bearer " + READER)))
                    .isEqualTo(403);
        }
    }

    @Test
    void letsAnAdministratorDoAll() {
        for (String method : List.of("GET", "PATCH", "DELETE")) {
            Admission admission = admit(HttpMethod.valueOf(method), "Authorization", "Bearer " + ADMIN);

            assertThat(((Admission.Admitted) admission).caller().actor()).isEqualTo("token:admin");
        }
    }

    @Test
    void hearsNoSourceForASecondAfterFiveWrongTokens() {
        for (int i = 0; i < Failures.MOST; i++) {
            assertThat(status(admit(HttpMethod.GET, "Authorization", "Bearer guess" + i)))
                    .isEqualTo(401);
        }

        assertThat(status(admit(HttpMethod.GET, "Authorization", "Bearer guess")))
                .isEqualTo(429);
        assertThat(status(admit(HttpMethod.GET, "Authorization", "Bearer " + ADMIN)))
                .isEqualTo(429);
        Admission other = gate.admit(head(HttpMethod.GET, "Authorization", "Bearer " + ADMIN), visitor("10.0.0.2"));
        assertThat(status(other)).isEqualTo(200);

        nanos.addAndGet(1_000_000_000L);

        assertThat(status(admit(HttpMethod.GET, "Authorization", "Bearer " + ADMIN)))
                .isEqualTo(200);
    }

    @Test
    void countsWithBoundedMemory() {
        Failures failures = new Failures(nanos::get);
        for (int i = 0; i < 100_000; i++) {
            failures.count("source " + i);
        }

        assertThat(failures.isBlocked("source 1")).isFalse();
        assertThat(failures.isBlocked("source 99999")).isTrue();
        assertThat(failures.isBlocked("a new one")).isTrue();
    }

    @Test
    void takesItsOwnNamesAndPagesOnly() {
        String token = "Bearer " + ADMIN;
        HttpRequest named = head(HttpMethod.GET, "Authorization", token, "Origin", "https://lb.example:9900");
        named.headers().set("Host", "lb.EXAMPLE:9900");
        assertThat(status(gate.admit(named, visitor("a")))).isEqualTo(200);

        named.headers().set("Origin", "http://lb.example:9900");
        assertThat(status(gate.admit(named, visitor("a")))).isEqualTo(403);

        HttpRequest foreign = head(HttpMethod.GET, "Authorization", token);
        foreign.headers().set("Host", "evil.example");
        assertThat(status(gate.admit(foreign, visitor("a")))).isEqualTo(403);
    }

    @Test
    void takesTheAddressThatItIsReachedAt() throws Exception {
        Visitor visitor = new Visitor("anyone", "x", "x", InetAddress.getByName("192.0.2.7"));
        HttpRequest head = head(HttpMethod.GET, "Authorization", "Bearer " + ADMIN);
        head.headers().set("Host", "192.0.2.7:9900");
        assertThat(status(gate.admit(head, visitor))).isEqualTo(200);

        head.headers().set("Host", "192.0.2.8:9900");
        assertThat(status(gate.admit(head, visitor))).isEqualTo(403);
    }

    @Test
    void keepsNoToken() {
        assertThat(new Tokens(ADMIN, null).role(READER)).isNull();
        assertThat(new Tokens(null, READER).role("")).isNull();
        assertThat(Objects.toString(new Tokens(ADMIN, READER))).doesNotContain(ADMIN);
        assertThat(Tokens.NONE.areNeeded()).isFalse();
    }

    @Test
    void quotesWhatTheCallerChose() {
        assertThat(Audit.quoted("a\"b\\c\r\nd\u001b[31m é"))
                .isEqualTo("\"a\\\"b\\\\c\\u000d\\u000ad\\u001b[31m \\u00e9\"");
        assertThat(Audit.quoted("x".repeat(1_000))).hasSize(256 + 3);
    }
}
