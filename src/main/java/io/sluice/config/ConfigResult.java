package io.sluice.config;

import io.sluice.topology.Topology;
import java.util.List;

/** What became of a configuration file. Immutable. */
public sealed interface ConfigResult {

    /** The first twelve hexadecimal digits of the SHA-256 of the text's bytes; empty when there was no text to be had. */
    String hash();

    /**
     * The file is valid.
     *
     * @param text what was read, to the byte
     * @param warnings what works but is probably not meant, in the order of the file
     * @param origins where the file says what {@link NameResolution} may have to complain about
     */
    record Loaded(Topology topology, String text, List<Problem> warnings, String hash, Origins origins)
            implements ConfigResult {

        public Loaded {
            warnings = List.copyOf(warnings);
        }
    }

    /**
     * The file is not valid, and nothing of it may be used.
     *
     * @param problems all of them, at least one, in the order of the file
     * @param hash empty also when the text was not refused for what it says, but for who may change the file
     */
    record Rejected(List<Problem> problems, String hash) implements ConfigResult {

        public Rejected {
            problems = List.copyOf(problems);
        }
    }
}
