package dev.ranvier.op.scalar;

import dev.ranvier.op.scalar.Expression.Argument;
import dev.ranvier.op.scalar.Expression.Constant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/**
 * Several formulas over the same arguments as straight-line code in which nothing is computed
 * twice: what a fused elementwise loop does for each element.
 *
 * <p>Slots number the values: slots 0 to {@code inputs} − 1 are the inputs, the following are the
 * instructions' results in order. Two programs that do the same in the same order are equal, so one
 * compiled loop can serve both.
 *
 * @param inputs how many numbers go in
 * @param instructions formulas of depth one, whose parts are constants or slots ({@link Argument})
 * @param outputs the slots of the numbers that come out
 */
public record ScalarProgram(int inputs, List<Expression> instructions, List<Integer> outputs) {
  /** Copies the lists. */
  public ScalarProgram {
    instructions = List.copyOf(instructions);
    outputs = List.copyOf(outputs);
  }

  /** The program that computes some formulas over {@code inputs} arguments. */
  public static ScalarProgram of(int inputs, List<Expression> formulas) {
    Assembler assembler = new Assembler(inputs);
    List<Integer> outputs = formulas.stream().map(assembler::slot).toList();
    return assembler.program(outputs);
  }

  /** The values of the outputs for one element with the given row-major index. */
  public double[] evaluate(double[] arguments, int index) {
    double[] slots = new double[inputs + instructions.size()];
    System.arraycopy(arguments, 0, slots, 0, inputs);
    for (int i = 0; i < instructions.size(); i++) {
      slots[inputs + i] = instructions.get(i).evaluate(slots, index);
    }
    return outputs.stream().mapToDouble(slot -> slots[slot]).toArray();
  }

  /** Collects formulas into one program, giving equal parts one slot. */
  public static final class Assembler {
    private final int inputs;
    private final List<Expression> instructions = new ArrayList<>();
    private final Map<Expression, Integer> slots = new HashMap<>();

    /** An empty program over so many inputs. */
    public Assembler(int inputs) {
      this.inputs = inputs;
    }

    /** The slot that holds a formula's value; its arguments are slots already there. */
    public int slot(Expression formula) {
      if (formula instanceof Argument(int index)) {
        return index;
      }
      Expression flat = formula instanceof Constant ? formula : formula.mapParts(this::operand);
      return slots.computeIfAbsent(
          flat,
          instruction -> {
            instructions.add(instruction);
            return inputs + instructions.size() - 1;
          });
    }

    /** The finished program with the given slots as outputs. */
    public ScalarProgram program(List<Integer> outputs) {
      return new ScalarProgram(inputs, instructions, outputs);
    }

    private Expression operand(Expression part) {
      return part instanceof Constant ? part : Expression.argument(slot(part));
    }
  }

  /** One line an instruction, for example {@code v3 = v0 * v2}. */
  public List<String> describe() {
    List<String> lines = new ArrayList<>();
    for (int i = 0; i < instructions.size(); i++) {
      lines.add("v" + (inputs + i) + " = " + Notation.of(instructions.get(i)));
    }
    return lines;
  }
}
