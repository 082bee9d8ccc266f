/** Criteria that end training early, a record each. */
package dev.ranvier.train.stopping;
