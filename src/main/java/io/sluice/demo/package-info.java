/**
 * Floor 7: what {@code sluice demo} shows a balancer with: three backends in this process, a topology before them, and the words
 * that tell what to try.
 */
@NullMarked
package io.sluice.demo;

import org.jspecify.annotations.NullMarked;
