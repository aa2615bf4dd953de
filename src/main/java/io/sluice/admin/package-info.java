/**
 * Floor 6: the admin API: an HTTP server for operators, a gate that says who may call, a fixed table of routes, and views that
 * turn the inventory into JSON. Changes go to the control loop as commands; the path of clients' traffic never comes here.
 */
@NullMarked
package io.sluice.admin;

import org.jspecify.annotations.NullMarked;
