/**
 * Elementwise loops, reductions and softmax: scalar programs are lowered to loop instructions,
 * which are interpreted block by block until the loop is compiled to a class of its own.
 *
 * <p>May import: kernel.vector.memory, exec, op, tensor.
 */
package dev.ranvier.kernel.vector.loop;
