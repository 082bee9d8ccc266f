/** What weights obey after every update, a record each. */
package dev.ranvier.nn.constraint;
