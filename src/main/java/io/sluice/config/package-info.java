/**
 * Floor 5: a YAML file becomes a {@link io.sluice.topology.Topology}, or every problem at once with its line and column. Nothing
 * here binds, dials or logs; only {@link io.sluice.config.NameResolution} asks the network anything.
 */
@NullMarked
package io.sluice.config;

import org.jspecify.annotations.NullMarked;
