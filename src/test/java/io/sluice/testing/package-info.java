/** What the tests of several packages share: stand-ins for what lies on a higher floor. */
@NullMarked
package io.sluice.testing;

import org.jspecify.annotations.NullMarked;
