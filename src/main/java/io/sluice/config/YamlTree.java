package io.sluice.config;

import java.io.StringReader;
import org.jspecify.annotations.Nullable;
import org.yaml.snakeyaml.LoaderOptions;
import org.yaml.snakeyaml.Yaml;
import org.yaml.snakeyaml.constructor.SafeConstructor;
import org.yaml.snakeyaml.error.Mark;
import org.yaml.snakeyaml.error.MarkedYAMLException;
import org.yaml.snakeyaml.events.AliasEvent;
import org.yaml.snakeyaml.events.CollectionEndEvent;
import org.yaml.snakeyaml.events.CollectionStartEvent;
import org.yaml.snakeyaml.events.DocumentStartEvent;
import org.yaml.snakeyaml.events.Event;
import org.yaml.snakeyaml.events.NodeEvent;
import org.yaml.snakeyaml.nodes.Node;
import org.yaml.snakeyaml.reader.ReaderException;

/**
 * The text as a tree of YAML nodes with their places. Nothing is constructed from it, so no tag can name a class. The limits are
 * checked twice: on the events, where a breach has a place, and by the library itself.
 */
final class YamlTree {

    static final int MOST_CHARACTERS = 1 << 20;
    private static final int MOST_VALUES = 200_000;
    private static final int MOST_ALIASES = 50;
    private static final int DEEPEST = 50;

    private final String text;
    private final Problems problems;
    private Place reached = Place.START;

    YamlTree(String text, Problems problems) {
        this.text = text;
        this.problems = problems;
    }

    /** The root, or null once a problem is noted. */
    @Nullable
    Node root() {
        if (text.length() > MOST_CHARACTERS && text.codePointCount(0, text.length()) > MOST_CHARACTERS) {
            problems.problem(Place.START, "file", "more than 1 MiB", "a file of at most 1 MiB");
            return null;
        }
        try {
            return isWithinLimits() ? composed() : null;
        } catch (MarkedYAMLException e) {
            YamlSyntax.note(e, text, problems);
        } catch (ReaderException e) {
            YamlSyntax.note(e, text, problems);
        } catch (RuntimeException e) {
            // The border of the library: a numeric escape beyond 32 bits is a NumberFormatException in there.
            problems.problem(reached, "yaml", "cannot be read from here on", "well-formed YAML");
        }
        return null;
    }

    private @Nullable Node composed() {
        Node root = yaml().compose(new StringReader(text));
        if (root == null) {
            problems.problem(Place.START, "file", "empty", "a mapping with the sections listeners and pools");
        }
        return root;
    }

    private boolean isWithinLimits() {
        int depth = 0;
        int aliases = 0;
        int documents = 0;
        int values = 0;
        for (Event event : yaml().parse(new StringReader(text))) {
            reached = Place.of(event.getEndMark());
            if (event instanceof CollectionStartEvent && ++depth > DEEPEST) {
                return breach(event, "nested deeper than " + DEEPEST, "at most " + DEEPEST + " levels");
            } else if (event instanceof CollectionEndEvent) {
                depth--;
            } else if (event instanceof AliasEvent && ++aliases > MOST_ALIASES) {
                return breach(event, "more than " + MOST_ALIASES + " aliases", "at most " + MOST_ALIASES + " aliases");
            } else if (event instanceof DocumentStartEvent && ++documents > 1) {
                return breach(event, "a second document", "one document in a file");
            } else if (event instanceof NodeEvent && ++values > MOST_VALUES) {
                return breach(
                        event, "more than " + MOST_VALUES + " values", "at most " + MOST_VALUES + ", keys included");
            }
        }
        return true;
    }

    private boolean breach(Event event, String value, String expected) {
        Mark mark = event.getStartMark();
        problems.problem(Place.of(mark), "yaml", value, expected);
        return false;
    }

    private static Yaml yaml() {
        LoaderOptions options = new LoaderOptions();
        options.setMaxAliasesForCollections(MOST_ALIASES);
        options.setNestingDepthLimit(DEEPEST);
        options.setCodePointLimit(MOST_CHARACTERS);
        options.setAllowRecursiveKeys(false);
        options.setAllowDuplicateKeys(false);
        options.setTagInspector(tag -> true); // nothing is constructed here, and TreeCheck notes them all
        return new Yaml(new SafeConstructor(options));
    }
}
