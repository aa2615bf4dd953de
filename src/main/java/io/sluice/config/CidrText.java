package io.sluice.config;

import io.sluice.model.Cidr;
import org.jspecify.annotations.Nullable;

/** A block of addresses, or one address. */
record CidrText() implements Format<Cidr> {

    static final CidrText INSTANCE = new CidrText();

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
