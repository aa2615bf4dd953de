package io.sluice.interop;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.extension.AfterAllCallback;
import org.junit.jupiter.api.extension.BeforeAllCallback;
import org.junit.jupiter.api.extension.ExtensionContext;

/** A PostgreSQL of a test class. It refuses to be root, so under root everything of it runs as the user postgres. */
final class PostgresServer implements BeforeAllCallback, AfterAllCallback {

    private static final boolean IS_ROOT = System.getProperty("user.name").equals("root");

    private final Path programs = programs();
    private final int port = Ports.free();
    private @Nullable Path home;
    private @Nullable RealProgram program;

    @Override
    public void beforeAll(ExtensionContext context) throws IOException {
        Path made = Files.createTempDirectory("sluice-postgres");
        home = made;
        if (IS_ROOT) {
            Command.of("chown", "postgres", made.toString()).output();
        }
        String data = made.resolve("data").toString();
        command("initdb", "-D", data, "-U", "postgres", "-A", "trust", "--no-sync", "-E", "UTF8")
                .output();
        program = command("postgres", "-D", data, "-k", made.toString(), "-p", Integer.toString(port))
                .and("-c", "listen_addresses=127.0.0.1", "-c", "fsync=off", "-c", "max_connections=50")
                .start();
        Await.until(
                "postgres accepts connections",
                () -> command("pg_isready", "-q", "-h", "127.0.0.1", "-p", Integer.toString(port))
                                .run()
                                .exit()
                        == 0);
    }

    int port() {
        return port;
    }

    String address() {
        return "127.0.0.1:" + port;
    }

    /** A program of this PostgreSQL against one database, through the given port. */
    Command client(String name, int through, String... words) {
        return Command.of(programs.resolve(name).toString(), "-h", "127.0.0.1", "-p", Integer.toString(through))
                .and("-U", "postgres")
                .and(words);
    }

    private Command command(String name, String... words) {
        List<String> all = new ArrayList<>();
        if (IS_ROOT) {
            all.addAll(List.of("runuser", "-u", "postgres", "--"));
        }
        all.add(programs.resolve(name).toString());
        all.addAll(List.of(words));
        return Command.of(all.toArray(String[]::new)).in(Path.of("/"));
    }

    /** Debian keeps the programs of each major release apart; the newest is taken. */
    private static Path programs() {
        try (Stream<Path> releases = Files.list(Path.of("/usr/lib/postgresql"))) {
            return releases.max(Comparator.comparing(
                            path -> Integer.valueOf(path.getFileName().toString())))
                    .orElseThrow()
                    .resolve("bin");
        } catch (IOException e) {
            throw new UncheckedIOException("apt install postgresql", e);
        }
    }

    @Override
    public void afterAll(ExtensionContext context) {
        RealProgram running = program;
        if (running != null) {
            running.signalAll("INT"); // the fast shutdown, which frees its shared memory
            Await.until("the end of postgres", () -> !running.isAlive());
            running.close();
        }
        if (home != null) {
            Command.of("rm", "-rf", home.toString()).output();
        }
    }
}
