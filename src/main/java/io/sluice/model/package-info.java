/**
 * Floor 0: the nouns that every floor shares. Immutable values; no Netty, no I/O, no other package of ours.
 */
@NullMarked
package io.sluice.model;

import org.jspecify.annotations.NullMarked;
