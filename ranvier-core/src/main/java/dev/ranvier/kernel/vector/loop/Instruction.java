package dev.ranvier.kernel.vector.loop;

import java.util.List;

/**
 * One operation of a loop body.
 *
 * @param primitive what is done
 * @param attribute the number, the operand's position or the shift distance; 0 for the others
 * @param parts the numbers of the earlier instructions it works on
 */
public record Instruction(Operation primitive, Number attribute, List<Integer> parts) {}
