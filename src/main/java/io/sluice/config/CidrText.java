package io.sluice.config;

import io.sluice.model.Cidr;
import java.util.List;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/** A block of addresses, or one address. */
record CidrText() implements Format<Cidr> {

    static final CidrText INSTANCE = new CidrText();

    /** The blocks of a list, none when the key is absent. */
    static List<Cidr> list(Section section, String key) {
        return section.list(key, "a list of blocks such as [10.0.0.0/8], or [] for none").stream()
                .map(value -> value.read(INSTANCE))
                .filter(Objects::nonNull)
                .toList();
    }

    @Override
    public String expected() {
        return "an address or a block such as 10.0.0.0/8 or 2001:db8::/32";
    }

    @Override
    public @Nullable Cidr parse(String text) {
        int slash = text.indexOf('/');
        String address = slash < 0 ? text : text.substring(0, slash);
        return IpText.v4(address) == null && IpText.v6(address) == null ? null : Cidr.parse(text);
    }
}
