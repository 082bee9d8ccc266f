/**
 * Checks of settings: what a number may be, and the one line that says so. Not exported.
 *
 * <p>Numbers of settings become fp32 numbers in the graph, so one that is not finite there is
 * refused, as is one above 0 that would be 0 there.
 */
package dev.ranvier.setting;
