package io.sluice.config;

import io.sluice.config.ConfigResult.Loaded;
import io.sluice.config.ConfigResult.Rejected;
import io.sluice.topology.Topology;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;
import org.jspecify.annotations.Nullable;
import org.yaml.snakeyaml.nodes.Node;

/**
 * Reads a configuration file into a topology, or into all of its problems. Asks no name service and opens nothing but the file.
 * Stateless; any thread that may block on a file.
 */
public final class ConfigLoader {

    private static final int HASH_DIGITS = 12;

    private ConfigLoader() {}

    /** Reads the file. Whatever is wrong with it, up to its absence, is in the answer; nothing is thrown. */
    public static ConfigResult load(Path path) {
        Problems problems = new Problems(path.toString());
        String text = new ConfigFile(path, problems).text();
        if (text == null) {
            return new Rejected(problems.problems(), "");
        }
        return read(text, problems.isEmpty() ? hash(bytes(text)) : "", problems);
    }

    /** Reads this text as if it were the content of a file of that name. */
    public static ConfigResult read(String fileName, String text) {
        return read(text, hash(bytes(text)), new Problems(fileName));
    }

    /**
     * The hash that the file would have if it were read now.
     *
     * @throws IOException when it cannot be read
     */
    public static String hash(Path path) throws IOException {
        try (InputStream in = Files.newInputStream(path)) {
            return hash(in.readNBytes(YamlTree.MOST_CHARACTERS + 1)); // of a longer one nothing is ever used
        }
    }

    private static ConfigResult read(String text, String hash, Problems problems) {
        Value root = root(text, problems);
        if (root == null) {
            return new Rejected(problems.problems(), hash);
        }
        TopologyReader reader = new TopologyReader(root);
        Topology topology = reader.read();
        return problems.isEmpty()
                ? new Loaded(topology, text, problems.warnings(), hash, reader.origins())
                : new Rejected(problems.problems(), hash);
    }

    private static @Nullable Value root(String text, Problems problems) {
        Node node = new YamlTree(text, problems).root();
        if (node == null || !new TreeCheck(problems).isReadable(node)) {
            return null;
        }
        Value root = new Value(node, "", Place.START, problems);
        if (root.isMapping()) {
            return root;
        }
        String shown = root.isNull() ? "empty" : root.shown();
        problems.problem(root.place(), "file", shown, "a mapping with the sections listeners and pools");
        return null;
    }

    private static byte[] bytes(String text) {
        return text.getBytes(StandardCharsets.UTF_8);
    }

    private static String hash(byte[] bytes) {
        try {
            byte[] digest = MessageDigest.getInstance("SHA-256").digest(bytes);
            return HexFormat.of().formatHex(digest).substring(0, HASH_DIGITS);
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException(e); // every Java platform has SHA-256
        }
    }
}
