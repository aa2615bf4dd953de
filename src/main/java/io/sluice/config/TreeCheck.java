package io.sluice.config;

import java.util.HashSet;
import java.util.IdentityHashMap;
import java.util.List;
import java.util.Set;
import java.util.stream.Stream;
import org.yaml.snakeyaml.nodes.MappingNode;
import org.yaml.snakeyaml.nodes.Node;
import org.yaml.snakeyaml.nodes.NodeTuple;
import org.yaml.snakeyaml.nodes.ScalarNode;
import org.yaml.snakeyaml.nodes.SequenceNode;
import org.yaml.snakeyaml.nodes.Tag;

/**
 * Looks for what makes a tree unsafe to read: a node inside itself, or aliases of aliases that unfold to far more than was
 * written (50 aliases are enough for 2^25 nodes). Tags that are not YAML's own are noted on the way. Each node is visited once,
 * however often it is used.
 */
final class TreeCheck {

    private static final long MOST_NODES = 500_000;

    private static final Set<Tag> SCALARS =
            Set.of(Tag.STR, Tag.INT, Tag.FLOAT, Tag.BOOL, Tag.NULL, Tag.TIMESTAMP, Tag.MERGE);

    private final Problems problems;
    private final IdentityHashMap<Node, Long> sizes = new IdentityHashMap<>();
    private final Set<Place> recursive = new HashSet<>();

    TreeCheck(Problems problems) {
        this.problems = problems;
    }

    /** Whether a reader that follows every alias comes to an end, and soon. */
    boolean isReadable(Node root) {
        long size = visit(root);
        if (size > MOST_NODES && recursive.isEmpty()) {
            String most = "at most " + MOST_NODES + " values, aliases unfolded";
            problems.problem(Place.START, "yaml", "more than " + MOST_NODES + " values", most);
        }
        return size <= MOST_NODES && recursive.isEmpty();
    }

    /** The number of nodes below and with this one, aliases unfolded. */
    private long visit(Node node) {
        Long known = sizes.putIfAbsent(node, 0L);
        if (known != null) {
            return known == 0 ? recursion(node) : known;
        }
        checkTag(node);
        long size = 1;
        for (Node child : children(node)) {
            size = Math.min(size + visit(child), MOST_NODES + 1);
        }
        sizes.put(node, size);
        return size;
    }

    private long recursion(Node node) {
        Place place = Place.of(node.getStartMark());
        recursive.add(place);
        problems.problem(place, "yaml", "an alias of itself", "aliases of other values only");
        return 1;
    }

    private static List<Node> children(Node node) {
        if (node instanceof SequenceNode list) {
            return list.getValue();
        }
        return node instanceof MappingNode mapping
                ? mapping.getValue().stream().flatMap(TreeCheck::both).toList()
                : List.of();
    }

    private static Stream<Node> both(NodeTuple tuple) {
        return Stream.of(tuple.getKeyNode(), tuple.getValueNode());
    }

    private void checkTag(Node node) {
        Tag tag = node.getTag();
        boolean isPlain = node instanceof ScalarNode
                ? SCALARS.contains(tag)
                : tag.equals(node instanceof SequenceNode ? Tag.SEQ : Tag.MAP);
        if (!isPlain) {
            String shown = "tag " + tag.getValue().replace(Tag.PREFIX, "!!");
            problems.problem(Place.of(node.getStartMark()), "yaml", shown, "a value without a tag");
        }
    }
}
