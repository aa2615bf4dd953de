package io.sluice.scenario;

import static org.assertj.core.api.Assertions.assertThat;

import io.sluice.health.HealthRecord;
import io.sluice.health.HealthRecords;
import io.sluice.model.BackendClass;
import io.sluice.model.ProbeReason;
import io.sluice.model.ProbeResult;
import io.sluice.testing.Eventually;
import io.sluice.testing.Peer;
import io.sluice.testing.Scene;
import io.sluice.testing.Script;
import io.sluice.testing.ScriptedBackend;
import io.sluice.testing.Sluice;
import java.io.IOException;
import java.util.Objects;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

/** Each type of check in a running daemon: one backend that answers well, and one that does not. */
class ProbeTypesIT {

    @RegisterExtension
    final Scene scene = new Scene();

    @Test
    void asksOverHttp() throws IOException {
        judges(
                "type: http, destination: /health, method: GET, headers: { X-A: b }, status: [200, 204], body: ready",
                scene.backend(answering("HTTP/1.1 200 OK\r\nContent-Length: 5\r\n\r\nready")),
                scene.backend(answering("HTTP/1.1 503 Busy\r\nContent-Length: 0\r\n\r\n")),
                ProbeReason.STATUS);
    }

    @Test
    void sendsAndExpects() throws IOException {
        judges(
                "type: send-expect, steps: [ { expect: \"220 \" }, { send: 'QUIT\\r\\n' } ]",
                scene.backend(Script.namingAndHolding("220 ready\r\n")),
                scene.backend(Script.naming("554 no\r\n")),
                ProbeReason.MISMATCH);
    }

    @Test
    void takesAPlainBackendForNoneOfTls() throws IOException {
        ScriptedBackend plain = scene.backend(Script.naming("220 ready\r\n"));
        ScriptedBackend second = scene.backend(Script.naming("220 ready\r\n"));
        Sluice sluice =
                scene.sluice(checked("type: tls, verify: false, connectivity: " + plain.address(), plain, second));

        awaitClass(sluice, plain, BackendClass.FAILED);
        assertThat(last(sluice, plain).reason()).isEqualTo(ProbeReason.TLS);
    }

    @Test
    void reachesBackendsByADetour() throws IOException {
        ScriptedBackend proxy = scene.backend(answering("HTTP/1.1 403 Forbidden\r\nContent-Length: 0\r\n\r\n"));
        ScriptedBackend first = scene.backend(Script.silent());
        ScriptedBackend second = scene.backend(Script.silent());
        Sluice sluice = scene.sluice(checked(
                "type: tcp, connectivity: " + first.address() + ", detour_of: [\"http://" + proxy.address() + "\"]",
                first,
                second));

        awaitClass(sluice, second, BackendClass.FAILED);
        assertThat(last(sluice, second).reason()).isEqualTo(ProbeReason.PROXY);
        assertThat(second.connections()).isZero();
    }

    private static Script answering(String answer) {
        return peer -> {
            readHead(peer);
            peer.send(answer);
            peer.readToEnd();
        };
    }

    private static void readHead(Peer peer) throws IOException {
        StringBuilder head = new StringBuilder();
        while (head.indexOf("\r\n\r\n") < 0) {
            head.append(peer.readText(1));
        }
    }

    private void judges(String options, ScriptedBackend good, ScriptedBackend bad, ProbeReason reason) {
        Sluice sluice = scene.sluice(checked(options, good, bad));

        awaitClass(sluice, good, BackendClass.QUALIFIED);
        awaitClass(sluice, bad, BackendClass.FAILED);
        assertThat(last(sluice, bad).reason()).isEqualTo(reason);
    }

    private static String checked(String options, ScriptedBackend... backends) {
        return Sluice.before(backends) + "    check: { interval: 20ms, timeout: 5s, " + options + " }\n";
    }

    private static ProbeResult last(Sluice sluice, ScriptedBackend backend) {
        HealthRecords records = Objects.requireNonNull(sluice.inventory().health("app"));
        HealthRecord record = Objects.requireNonNull(records.backend(backend.address()));
        return Objects.requireNonNull(record.last());
    }

    private static void awaitClass(Sluice sluice, ScriptedBackend backend, BackendClass expected) {
        Eventually.equal(
                "class of " + backend.address(),
                expected,
                () -> sluice.inventory().pools().get(0).snapshot().members().stream()
                        .filter(member -> member.backend().name().equals(backend.address()))
                        .findFirst()
                        .orElseThrow()
                        .backendClass());
    }
}
