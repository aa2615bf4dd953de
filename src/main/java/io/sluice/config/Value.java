package io.sluice.config;

import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.yaml.snakeyaml.nodes.CollectionNode;
import org.yaml.snakeyaml.nodes.MappingNode;
import org.yaml.snakeyaml.nodes.Node;
import org.yaml.snakeyaml.nodes.ScalarNode;
import org.yaml.snakeyaml.nodes.SequenceNode;
import org.yaml.snakeyaml.nodes.Tag;

/**
 * One value of the file, its path, and where to complain about it. Reading it as what it is not notes a problem. Not
 * thread-safe; used while one file is read.
 *
 * @param home where its key stands, or its own place when it has no key
 */
record Value(Node node, String path, Place home, Problems problems) {

    Place place() {
        return Place.of(node.getStartMark());
    }

    boolean isNull() {
        return node instanceof ScalarNode && node.getTag().equals(Tag.NULL);
    }

    boolean isScalar() {
        return node instanceof ScalarNode && !isNull();
    }

    boolean isMapping() {
        return node instanceof MappingNode;
    }

    boolean isList() {
        return node instanceof SequenceNode;
    }

    /** The value as a message shows it. */
    String shown() {
        if (isNull()) {
            return "null";
        }
        if (node instanceof ScalarNode scalar) {
            return scalar.getValue();
        }
        boolean isEmpty = ((CollectionNode<?>) node).getValue().isEmpty();
        return isMapping() ? (isEmpty ? "{}" : "a mapping") : (isEmpty ? "[]" : "a list");
    }

    void reject(String expected) {
        problems.problem(place(), path, shown(), expected);
    }

    void warn(String expected) {
        problems.warning(place(), path, shown(), expected);
    }

    /** The scalar read in this format, or null once a problem is noted. */
    <T> @Nullable T read(Format<T> format) {
        T read = node instanceof ScalarNode scalar && !isNull() ? format.parse(scalar.getValue()) : null;
        if (read == null) {
            reject(format.expected());
        }
        return read;
    }

    /** The elements of a list; none, once a problem is noted, when it is no list. */
    List<Value> items(String expected) {
        if (!(node instanceof SequenceNode list)) {
            reject(expected);
            return List.of();
        }
        List<Value> items = new ArrayList<>();
        for (Node item : list.getValue()) {
            items.add(new Value(item, path + "[" + items.size() + "]", Place.of(item.getStartMark()), problems));
        }
        return items;
    }

    /** The mapping's section; an empty one, once a problem is noted, when it is no mapping. */
    Section section(String expected) {
        if (!(node instanceof MappingNode mapping)) {
            reject(expected);
            return Section.unreadable(path, home, problems);
        }
        return Section.of(mapping, path, home, problems);
    }
}
