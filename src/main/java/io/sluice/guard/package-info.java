/**
 * Floor 2: who may come in, and how many: access lists and limits.
 */
@NullMarked
package io.sluice.guard;

import org.jspecify.annotations.NullMarked;
