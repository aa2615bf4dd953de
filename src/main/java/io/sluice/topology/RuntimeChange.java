package io.sluice.topology;

import io.sluice.model.BackendSpec;
import java.util.List;

/** Something about one backend that an operator has said at run time and that the configuration says otherwise. Immutable. */
public sealed interface RuntimeChange {

    String pool();

    /** The name of the backend. */
    String backend();

    /** What of it is otherwise than configured, in the words of the configuration file. */
    List<String> keys();

    /** The pool has a backend that the configuration does not know. */
    record Added(String pool, BackendSpec now) implements RuntimeChange {

        @Override
        public String backend() {
            return now.name();
        }

        @Override
        public List<String> keys() {
            return List.of("added");
        }
    }

    /** The pool does not have a backend of the configuration any more. */
    record Removed(String pool, BackendSpec written) implements RuntimeChange {

        @Override
        public String backend() {
            return written.name();
        }

        @Override
        public List<String> keys() {
            return List.of();
        }
    }

    /**
     * A backend is not as it is configured.
     *
     * @param written as the configuration has it
     * @param now as it is
     */
    record Altered(String pool, BackendSpec written, BackendSpec now) implements RuntimeChange {

        @Override
        public String backend() {
            return now.name();
        }

        @Override
        public List<String> keys() {
            return RecordDiff.of("", written, now).stream().map(Setting::key).toList();
        }
    }
}
