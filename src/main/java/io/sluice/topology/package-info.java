/**
 * Floor 4: what the operator asked for, as records composed of the lower floors' nouns.
 */
@NullMarked
package io.sluice.topology;

import org.jspecify.annotations.NullMarked;
