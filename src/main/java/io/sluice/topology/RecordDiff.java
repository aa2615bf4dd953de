package io.sluice.topology;

import io.sluice.balance.HashKey;
import io.sluice.balance.Scheduler;
import io.sluice.health.CheckSpec;
import io.sluice.health.EjectionPolicy;
import io.sluice.health.Timing;
import io.sluice.model.DampingPolicy;
import io.sluice.model.PickPolicy;
import io.sluice.pool.AffinityRules;
import io.sluice.pool.QueueRules;
import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.RecordComponent;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * What differs between two records of one class, component by component. By reflection, so that a component that is added to a
 * specification one day is never forgotten here: it is named, at worst without its value. Pure.
 */
final class RecordDiff {

    /** What is looked into; of others it is only told that they differ. */
    private static final Set<Class<?>> SECTIONS = Set.of(
            FailurePolicy.class,
            EjectionPolicy.class,
            CheckSpec.class,
            Timing.class,
            PickPolicy.class,
            DampingPolicy.class,
            QueueRules.class,
            AffinityRules.class,
            HashKey.class);

    private final List<Setting> settings = new ArrayList<>();
    private final Set<String> skipped;

    private RecordDiff(Set<String> skipped) {
        this.skipped = skipped;
    }

    /**
     * The settings that differ, in the order of the components.
     *
     * @param prefix of every key, may be empty
     * @param skipped components at the top whose difference is told otherwise
     */
    static <R extends Record> List<Setting> of(String prefix, R from, R to, String... skipped) {
        RecordDiff diff = new RecordDiff(Set.of(skipped));
        diff.components(prefix, from, to);
        return List.copyOf(diff.settings);
    }

    private void components(String prefix, Record from, Record to) {
        for (RecordComponent component : from.getClass().getRecordComponents()) {
            String path = RecordKeys.below(prefix, component.getName());
            if (!skipped.contains(path)) {
                compare(path, value(component, from), value(component, to));
            }
        }
    }

    private void compare(String path, @Nullable Object from, @Nullable Object to) {
        if (Objects.equals(from, to)) {
            return;
        }
        if (from instanceof Record one && to instanceof Record other && isSection(one, other)) {
            components(path, one, other);
            return;
        }
        String old = RecordKeys.isSecret(path) ? "set" : ValueText.of(from);
        String now = RecordKeys.isSecret(path) ? "set" : ValueText.of(to);
        settings.add(new Setting(RecordKeys.written(path), old, old.equals(now) ? now + " (otherwise)" : now));
    }

    private static boolean isSection(Record from, Record to) {
        return from.getClass() == to.getClass() && (SECTIONS.contains(from.getClass()) || from instanceof Scheduler);
    }

    private static @Nullable Object value(RecordComponent component, Record of) {
        try {
            component.getAccessor().setAccessible(true); // some records are seen in their package only
            return component.getAccessor().invoke(of);
        } catch (IllegalAccessException | InvocationTargetException e) {
            throw new IllegalStateException(e); // accessors of records do not throw
        }
    }
}
