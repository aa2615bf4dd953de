/**
 * Floor 7: commands that talk to a running daemon over its admin API. Knows the API's documents and nothing else of ours.
 */
@NullMarked
package io.sluice.cli;

import org.jspecify.annotations.NullMarked;
