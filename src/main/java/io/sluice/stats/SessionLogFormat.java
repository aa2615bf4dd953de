package io.sluice.stats;

/** The form of one line of the session log. */
public enum SessionLogFormat {
    /** The time, then {@code key=value} pairs; {@code -} for what is absent. */
    TEXT {
        @Override
        public String line(SessionRecord record) {
            return TextLine.of(record);
        }
    },
    /** One JSON object; {@code null} for what is absent. */
    JSON {
        @Override
        public String line(SessionRecord record) {
            return JsonLine.of(record);
        }
    };

    /**
     * The record as one line without its line feed. Whatever its strings hold, the line holds no control character and no unpaired
     * surrogate, and of each string at most the first {@value SafeText#LONGEST} characters.
     */
    public abstract String line(SessionRecord record);
}
