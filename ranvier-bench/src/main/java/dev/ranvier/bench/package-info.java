/**
 * JMH benchmarks of compiled plans: the cost of running one at all, matrix products, updates and
 * elementwise work.
 *
 * <p>May import: every exported package of the core module.
 */
package dev.ranvier.bench;
