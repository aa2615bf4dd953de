/**
 * Floor 6: the admin API: an HTTP server for operators on this machine, a fixed table of routes, and views that turn the
 * inventory into JSON. Reads only; the path of clients' traffic never comes here.
 */
@NullMarked
package io.sluice.admin;

import org.jspecify.annotations.NullMarked;
