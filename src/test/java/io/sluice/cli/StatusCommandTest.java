package io.sluice.cli;

import static org.assertj.core.api.Assertions.assertThat;

import io.netty.handler.codec.http.HttpResponseStatus;
import io.sluice.admin.Access;
import io.sluice.admin.AdminServer;
import io.sluice.admin.ReadRoutes;
import io.sluice.admin.Reply;
import io.sluice.admin.Route;
import io.sluice.admin.Routes;
import io.sluice.control.FakeInventory;
import io.sluice.model.Endpoint;
import java.io.IOException;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import picocli.CommandLine;

class StatusCommandTest {

    private static final Endpoint ANY_PORT =
            new Endpoint.Inet(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0));

    private final StringWriter out = new StringWriter();
    private final StringWriter err = new StringWriter();

    @Test
    void showsTablesOverTcp() throws IOException {
        try (AdminServer server = AdminServer.open(ANY_PORT, routes(), Access.LOCAL)) {
            int code =
                    run(Terminal.NONE, "--admin", "http://" + server.address().text());

            assertThat(err.toString()).isEmpty();
            assertThat(out.toString())
                    .startsWith("sluice 1.2.3  ready  up 1d 2:03:04")
                    .contains("Pool web  scheduler rr");
            assertThat(out.toString()).doesNotContain("RATES").doesNotContain("\033");
            assertThat(code).isEqualTo(0);
        }
    }

    @Test
    void showsTablesOverAUnixSocket(@TempDir Path directory) throws IOException {
        Endpoint socket = new Endpoint.Unix(directory.resolve("admin.sock").toString());
        try (AdminServer server = AdminServer.open(socket, routes(), Access.LOCAL)) {
            assertThat(run(Terminal.NONE, "--admin", server.address().text())).isEqualTo(0);
            assertThat(out.toString()).contains("Listeners\n").contains("10.0.0.11:8080");
        }
    }

    @Test
    void printsTheDocumentUnchanged() throws IOException {
        String document = "{\"pools\":[], \"listeners\":[],  \"later\":1.50}";
        Route status =
                Route.get("/api/v1/status", request -> Reply.of(HttpResponseStatus.OK, "application/json", document));
        try (AdminServer server = AdminServer.open(ANY_PORT, new Routes(List.of(status)), Access.LOCAL)) {
            int code = run(
                    new Terminal(true, true),
                    "--json",
                    "--admin",
                    "http://" + server.address().text());

            assertThat(out.toString()).isEqualTo(document);
            assertThat(code).isEqualTo(0);
        }
    }

    @Test
    void showsRatesWhenAsked() throws IOException {
        try (AdminServer server = AdminServer.open(ANY_PORT, routes(), Access.LOCAL)) {
            assertThat(run(
                            Terminal.NONE,
                            "--rates",
                            "--admin",
                            "http://" + server.address().text()))
                    .isEqualTo(0);
            assertThat(out.toString()).contains("RATES     NAME").contains("backend   web/b2");
        }
    }

    @Test
    void showsRatesAndColoursOnATerminal() throws IOException {
        try (AdminServer server = AdminServer.open(ANY_PORT, routes(), Access.LOCAL)) {
            assertThat(run(
                            new Terminal(true, true),
                            "--admin",
                            "http://" + server.address().text()))
                    .isEqualTo(0);
            assertThat(out.toString()).contains("RATES").contains("\033[33mdraining\033[0m");
        }
    }

    @Test
    void leavesRatesOutWhenAsked() throws IOException {
        try (AdminServer server = AdminServer.open(ANY_PORT, routes(), Access.LOCAL)) {
            run(
                    new Terminal(true, false),
                    "--no-rates",
                    "--admin",
                    "http://" + server.address().text());
            assertThat(out.toString())
                    .contains("Pool web")
                    .doesNotContain("RATES")
                    .doesNotContain("\033");
        }
    }

    @Test
    void saysWhereItLookedWhenNobodyListens() throws IOException {
        int port;
        try (ServerSocket socket = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
            port = socket.getLocalPort();
        }
        int code = run(Terminal.NONE, "--admin", "http://127.0.0.1:" + port);

        assertThat(code).isEqualTo(3);
        assertThat(out.toString()).isEmpty();
        assertThat(err.toString())
                .startsWith("sluice: no daemon at http://127.0.0.1:" + port + ": connection refused\n")
                .contains("--admin unix:PATH");
    }

    @Test
    void saysThatTheSocketIsMissing(@TempDir Path directory) {
        String address = "unix:" + directory.resolve("none.sock");

        assertThat(run(Terminal.NONE, "--admin", address)).isEqualTo(3);
        assertThat(err.toString()).startsWith("sluice: no daemon at " + address + ": no such file or directory\n");
    }

    @Test
    void tellsAnotherServerFromADaemon() throws IOException {
        Route other = Route.get("/api/v1/status", request -> Reply.text(HttpResponseStatus.OK, "<html>"));
        try (AdminServer server = AdminServer.open(ANY_PORT, new Routes(List.of(other)), Access.LOCAL)) {
            assertThat(run(
                            Terminal.NONE,
                            "--admin",
                            "http://" + server.address().text()))
                    .isEqualTo(3);
            assertThat(err.toString()).contains("what answers there is not Sluice");
        }
    }

    @Test
    void passesTheDaemonsRefusalOn() throws IOException {
        try (AdminServer server = AdminServer.open(ANY_PORT, new Routes(List.of()), Access.LOCAL)) {
            assertThat(run(
                            Terminal.NONE,
                            "--admin",
                            "http://" + server.address().text()))
                    .isEqualTo(1);
            assertThat(err.toString()).contains(": no such path");
        }
    }

    @Test
    void refusesWrongUsage() {
        assertThat(run(Terminal.NONE, "--admin", "ftp://x")).isEqualTo(2);
        assertThat(err.toString()).contains("ftp://x (expected: http://HOST:PORT, https://HOST:PORT or unix:PATH)");
        assertThat(run(Terminal.NONE, "--nonsense")).isEqualTo(2);
    }

    @Test
    void readsAddresses() {
        AdminAddress.Converter converter = new AdminAddress.Converter();

        assertThat(converter.convert("http://[::1]:9900")).isEqualTo(new AdminAddress.Tcp("::1", 9900));
        assertThat(converter.convert("http://[::1]:9900").host()).isEqualTo("[::1]:9900");
        assertThat(converter.convert("http://localhost/")).isEqualTo(new AdminAddress.Tcp("localhost", 80));
        assertThat(converter.convert("unix:/run/a.sock")).isEqualTo(new AdminAddress.UnixSocket("/run/a.sock"));
    }

    @Test
    void givesUpOnADaemonThatDoesNotAnswer() throws IOException {
        try (ServerSocket silent = new ServerSocket(0, 1, InetAddress.getLoopbackAddress());
                AdminClient client = new AdminClient(new AdminAddress.Tcp("127.0.0.1", silent.getLocalPort()), 200)) {
            assertThat(client.get("/")).isEqualTo(new Answer.Unreachable("no answer within 0.2 s"));
        }
    }

    private static Routes routes() {
        return new Routes(
                ReadRoutes.of(new FakeInventory(), "1.2.3", request -> Reply.text(HttpResponseStatus.OK, "")));
    }

    private int run(Terminal terminal, String... arguments) {
        return new CommandLine(new StatusCommand(terminal, 1))
                .setOut(new PrintWriter(out))
                .setErr(new PrintWriter(err))
                .execute(arguments);
    }
}
