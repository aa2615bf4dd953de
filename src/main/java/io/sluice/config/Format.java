package io.sluice.config;

import org.jspecify.annotations.Nullable;

/** How the text of a scalar is read: by its characters, never by what YAML thinks its type is. Immutable. */
public interface Format<T> {

    /** What the text should have been, in the words of a message. */
    String expected();

    /** Null when the text does not fit. */
    @Nullable
    T parse(String text);
}
