package io.sluice.config;

import java.util.List;
import java.util.Locale;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/** The constants of an enum, written in lower case. */
record EnumText<E extends Enum<E>>(List<E> constants) implements Format<E> {

    static <E extends Enum<E>> EnumText<E> of(Class<E> type) {
        return new EnumText<>(List.of(type.getEnumConstants()));
    }

    @Override
    public String expected() {
        return Shown.oneOf(words().toList());
    }

    private Stream<String> words() {
        return constants.stream().map(EnumText::word);
    }

    @Override
    public @Nullable E parse(String text) {
        for (E constant : constants) {
            if (word(constant).equals(text)) {
                return constant;
            }
        }
        return null;
    }

    private static String word(Enum<?> constant) {
        return constant.name().toLowerCase(Locale.ROOT);
    }
}
