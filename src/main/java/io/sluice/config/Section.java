package io.sluice.config;

import io.sluice.model.Options;
import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import org.yaml.snakeyaml.nodes.MappingNode;
import org.yaml.snakeyaml.nodes.Node;
import org.yaml.snakeyaml.nodes.NodeTuple;
import org.yaml.snakeyaml.nodes.ScalarNode;

/**
 * One mapping of the file. A key is known once a reader has asked for it; {@link #close()} notes the others, so the readers are
 * the schema and no list of keys can differ from them. Not thread-safe; used while one file is read.
 */
final class Section implements Options {

    private final String path;
    private final Place home;
    private final Problems problems;
    private final Map<String, Value> values = new LinkedHashMap<>();
    private final Set<String> asked = new LinkedHashSet<>();

    /** Sections that a plug-in reads, and that are closed with this one. */
    private final List<Section> children = new ArrayList<>();

    /** Part of the section could not be read, so that a key that is absent here may well be in the file. */
    private boolean isIncomplete;

    private Section(String path, Place home, Problems problems) {
        this.path = path;
        this.home = home;
        this.problems = problems;
    }

    /** A section that is not in the file. */
    static Section empty(String path, Place home, Problems problems) {
        return new Section(path, home, problems);
    }

    /** A section that is no mapping, which is the only problem that it will note. */
    static Section unreadable(String path, Place home, Problems problems) {
        Section section = new Section(path, home, problems);
        section.isIncomplete = true;
        return section;
    }

    static Section of(MappingNode mapping, String path, Place home, Problems problems) {
        Section section = new Section(path, home, problems);
        for (NodeTuple tuple : mapping.getValue()) {
            section.add(tuple.getKeyNode(), tuple.getValueNode());
        }
        return section;
    }

    private void add(Node keyNode, Node node) {
        Place place = Place.of(keyNode.getStartMark());
        if (!(keyNode instanceof ScalarNode scalar)) {
            problems.problem(place, path.isEmpty() ? "yaml" : path, "a mapping or list as key", "a word as key");
            return;
        }
        String key = scalar.getValue();
        if (key.equals("<<")) {
            isIncomplete = true;
            problems.problem(place, child(key), "merge key", "every key written out, or a whole section by alias");
            return;
        }
        Value earlier = values.putIfAbsent(key, new Value(node, child(key), place, problems));
        if (earlier != null) {
            String first = "this key once; it stands in line " + earlier.home().line() + " already";
            problems.problem(place, child(key), "duplicate key", first);
        }
    }

    private String child(String key) {
        return path.isEmpty() ? Shown.of(key) : path + "." + Shown.of(key);
    }

    String path() {
        return path;
    }

    /** Where the section's own key stands. */
    Place home() {
        return home;
    }

    Problems problems() {
        return problems;
    }

    /** The value of this key, or null when the key is absent. */
    @Nullable
    Value find(String key) {
        asked.add(key);
        return values.get(key);
    }

    /** The value of this key, or null, once a problem is noted, when the key is absent. */
    @Nullable
    Value require(String key, String expected) {
        Value value = find(key);
        if (value == null && !isIncomplete) {
            problems.problem(home, child(key), "missing", expected);
        }
        return value;
    }

    /** The fallback when the key is absent or, once a problem is noted, when it does not fit the format. */
    <T> T get(String key, Format<T> format, T fallback) {
        Value value = find(key);
        T read = value == null ? null : value.read(format);
        return read == null ? fallback : read;
    }

    int count(String key, int fallback, int least) {
        return (int) number(key, fallback, least, Integer.MAX_VALUE);
    }

    /** An optional section: with all of its keys commented out, it is what it would be if it were absent. */
    Section section(String key) {
        Value value = find(key);
        return value == null || value.isNull()
                ? empty(child(key), value == null ? home : value.home(), problems)
                : value.section("a mapping");
    }

    /** The elements of a list, or none when the key is absent. */
    List<Value> list(String key, String expected) {
        Value value = find(key);
        return value == null ? List.of() : value.items(expected);
    }

    /** Every key is a name that the operator chose, and every value a section. */
    Map<String, Section> named(String expected) {
        Map<String, Section> sections = new LinkedHashMap<>();
        values.forEach((name, value) -> {
            asked.add(name);
            if (NameText.INSTANCE.parse(name) == null) {
                problems.problem(value.home(), value.path(), Shown.of(name), NameText.INSTANCE.expected());
            }
            sections.put(name, value.section(expected));
        });
        return sections;
    }

    /** Notes every key that nobody asked for. Called once all were asked for. */
    void close() {
        children.forEach(Section::close);
        values.forEach((key, value) -> {
            if (!asked.contains(key)) {
                problems.problem(value.home(), value.path(), "unknown key", known(key));
            }
        });
    }

    private String known(String key) {
        List<String> known = new ArrayList<>(asked);
        String nearest = Nearest.to(key, known);
        return nearest == null ? Shown.oneOf(known) : nearest + "; the keys here are " + String.join(", ", known);
    }

    @Override
    public long number(String key, long fallback, long least, long most) {
        return get(key, new NumberText(least, most), fallback);
    }

    @Override
    public boolean flag(String key, boolean fallback) {
        return oneOf(key, Boolean.toString(fallback), List.of("true", "false")).equals("true");
    }

    @Override
    public String text(String key, String fallback) {
        return get(key, AnyText.INSTANCE, fallback);
    }

    @Override
    public String oneOf(String key, String fallback, List<String> words) {
        return get(key, new WordText(words), fallback);
    }

    @Override
    public Duration duration(String key, Duration fallback) {
        return get(key, DurationText.ANY, fallback);
    }

    @Override
    public Duration duration(String key, Duration fallback, Duration least, Duration most) {
        return get(key, new DurationText(least, most), fallback);
    }

    @Override
    public boolean has(String key) {
        return find(key) != null;
    }

    @Override
    public List<String> texts(String key) {
        Value value = find(key);
        if (value == null) {
            return List.of();
        }
        List<Value> items = value.isList() ? value.items("a list") : List.of(value);
        return items.stream()
                .map(item -> item.read(AnyText.INSTANCE))
                .filter(Objects::nonNull)
                .toList();
    }

    @Override
    public List<Options> sections(String key) {
        List<Section> sections = list(key, "a list of mappings").stream()
                .map(item -> item.section("a mapping"))
                .toList();
        children.addAll(sections);
        return List.copyOf(sections);
    }

    @Override
    public Map<String, String> pairs(String key) {
        Value value = find(key);
        if (value == null) {
            return Map.of();
        }
        Map<String, String> pairs = new LinkedHashMap<>();
        value.section("a mapping").values.forEach((name, word) -> {
            String text = word.read(AnyText.INSTANCE);
            pairs.put(name, text == null ? "" : text);
        });
        return pairs;
    }

    @Override
    public void reject(String key, String expected) {
        Value value = require(key, expected);
        if (value != null) {
            value.reject(expected);
        }
    }
}
