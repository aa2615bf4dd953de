package io.sluice.model;

import java.time.Duration;
import java.util.List;
import java.util.Map;

/**
 * The options of one plug-in (a scheduler, later a probe or a discovery), as written by the operator. A getter answers the
 * fallback when the key is absent; when the value is wrong it answers the fallback too and has noted a problem with its place,
 * so a {@code from(Options)} reads straight through and all problems appear at once. A key that nobody asked for is a problem.
 * Not thread-safe; used while a configuration is read.
 */
public interface Options {

    /** A whole number from {@code least} to {@code most}, both included. */
    long number(String key, long fallback, long least, long most);

    boolean flag(String key, boolean fallback);

    String text(String key, String fallback);

    /** One of the given words. */
    String oneOf(String key, String fallback, List<String> words);

    Duration duration(String key, Duration fallback);

    /** A duration from {@code least} to {@code most}, both included. */
    Duration duration(String key, Duration fallback, Duration least, Duration most);

    boolean has(String key);

    /** A word or a list of words; none when the key is absent. */
    List<String> texts(String key);

    /** A list of mappings, each with options of its own; none when the key is absent. */
    List<Options> sections(String key);

    /** A mapping of words to words in the order of the file; empty when the key is absent. */
    Map<String, String> pairs(String key);

    /** Notes that the value of this key is not what it should be, or that it is missing: for what only the plug-in can judge. */
    void reject(String key, String expected);
}
