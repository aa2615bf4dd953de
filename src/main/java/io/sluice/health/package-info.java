/**
 * Floor 3: what backends are asked, how often, and what their answers come to. Probes run on Netty channels on one loop of their
 * own, off the data path.
 */
@NullMarked
package io.sluice.health;

import org.jspecify.annotations.NullMarked;
