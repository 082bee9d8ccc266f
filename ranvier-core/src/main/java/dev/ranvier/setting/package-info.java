/**
 * Checks of settings: what a number may be, and the one line that says so. Not exported.
 *
 * <p>Numbers of settings become fp32 numbers in the graph, so one that is not finite there is
 * refused. Imports nothing from the rest of Ranvier.
 */
package dev.ranvier.setting;
