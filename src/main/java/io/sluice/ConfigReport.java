package io.sluice;

import io.sluice.config.ConfigLoader;
import io.sluice.config.ConfigResult;
import io.sluice.config.NameResolution;
import io.sluice.config.Problem;
import io.sluice.config.Resolved;
import io.sluice.topology.Topology;
import java.io.PrintWriter;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * A configuration file as a command sees it: read, its names resolved, everything there is to say about it.
 *
 * @param topology null when the file is refused
 * @param text what was read, to the byte; empty when the file is refused
 * @param hash of the text; empty when there was none to be had
 */
record ConfigReport(
        @Nullable Topology topology, String text, String hash, List<Problem> problems, List<Problem> warnings) {

    /** Reads the file and asks for its names; blocks for a few seconds at most. */
    static ConfigReport of(Path file) {
        return of(ConfigLoader.load(file));
    }

    /** Asks for the names of a file that was read; blocks for a few seconds at most. */
    static ConfigReport of(ConfigResult result) {
        if (result instanceof ConfigResult.Loaded loaded) {
            Resolved resolved = new NameResolution().resolve(loaded);
            List<Problem> warnings = new ArrayList<>(loaded.warnings());
            warnings.addAll(resolved.warnings());
            return new ConfigReport(resolved.topology(), loaded.text(), loaded.hash(), List.of(), warnings);
        }
        return new ConfigReport(null, "", result.hash(), ((ConfigResult.Rejected) result).problems(), List.of());
    }

    /** Prints every problem and every warning, one per line. */
    void print(PrintWriter out) {
        problems.forEach(problem -> out.println(problem));
        warnings.forEach(warning -> out.println("warning: " + warning));
        out.flush();
    }
}
