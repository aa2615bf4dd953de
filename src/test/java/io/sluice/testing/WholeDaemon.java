package io.sluice.testing;

import static org.assertj.core.api.Assertions.assertThat;

import io.sluice.Daemon;
import io.sluice.Surroundings;
import io.sluice.config.ConfigLoader;
import io.sluice.config.ConfigResult;
import io.sluice.control.Inventory;
import io.sluice.control.ReloadOptions;
import io.sluice.control.ReloadResult;
import io.sluice.model.Endpoint;
import java.io.Closeable;
import java.io.IOException;
import java.io.OutputStream;
import java.net.InetSocketAddress;
import java.nio.file.Path;
import java.util.List;
import java.util.Objects;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CopyOnWriteArrayList;
import org.jspecify.annotations.Nullable;

/** A daemon in this process with all its parts, admin plane and session log included. */
public final class WholeDaemon implements Closeable {

    private final Daemon daemon;
    private final List<Integer> exits = new CopyOnWriteArrayList<>();

    private WholeDaemon(ConfigResult result, @Nullable Path file) throws IOException {
        assertThat(result).isInstanceOf(ConfigResult.Loaded.class);
        ConfigResult.Loaded loaded = (ConfigResult.Loaded) result;
        Surroundings surroundings = new Surroundings(OutputStream.nullOutputStream(), exits::add, 1);
        daemon = Daemon.start(loaded.topology(), loaded.hash(), file, surroundings);
    }

    public static WholeDaemon start(String yaml) throws IOException {
        return new WholeDaemon(ConfigLoader.read("test.yaml", yaml), null);
    }

    /** Of this file, which it can be reloaded from. */
    public static WholeDaemon start(Path file) throws IOException {
        return new WholeDaemon(ConfigLoader.load(file), file);
    }

    public ReloadResult reload() {
        return daemon.reload(ReloadOptions.PLAIN).join();
    }

    public InetSocketAddress address(String listener) {
        return daemon.inventory().listeners().stream()
                .filter(each -> each.name().equals(listener))
                .findFirst()
                .orElseThrow()
                .addresses()
                .get(0);
    }

    public AdminPlane admin() {
        return AdminPlane.at(daemon.adminAddress());
    }

    /** Where the admin plane listens. */
    public Endpoint adminAddress() {
        return daemon.adminAddress();
    }

    /** Where metrics and health have a listener of their own. */
    public AdminPlane metrics() {
        return AdminPlane.at(Objects.requireNonNull(daemon.metricsAddress()));
    }

    public Inventory inventory() {
        return daemon.inventory();
    }

    public CompletableFuture<Boolean> drain() {
        return Scene.async(() -> {
            daemon.drain();
            return true;
        });
    }

    @Override
    public void close() {
        daemon.close();
        assertThat(exits).as("exits").isEmpty();
    }
}
