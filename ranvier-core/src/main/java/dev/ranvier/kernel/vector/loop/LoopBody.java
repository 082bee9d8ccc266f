package dev.ranvier.kernel.vector.loop;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/**
 * A loop body under construction: instructions in order, equal ones written once, each with the
 * rate at which it has to be computed.
 */
public final class LoopBody {
  private final LoopKey key;
  private final List<OperandPointer> pointers = new ArrayList<>();
  private final List<Instruction> instructions = new ArrayList<>();
  private final List<HoistingLevel> rates = new ArrayList<>();
  private final Map<Instruction, Integer> numbers = new HashMap<>();
  private final List<Integer> outputs = new ArrayList<>();

  /** An empty body over the operands of a loop. */
  LoopBody(LoopKey key) {
    this.key = key;
    for (int i = 0; i < key.dtypes().size(); i++) {
      pointers.add(OperandPointer.to(key.dtypes().get(i), key.accesses().get(i)));
    }
    key.outputs().forEach(output -> pointers.add(OperandPointer.to(output, accumulators())));
  }

  /** How the operands are read, then how the outputs are written. */
  List<OperandPointer> pointers() {
    return pointers;
  }

  /** The pointer of an output. */
  int pointerOfOutput(int output) {
    return key.dtypes().size() + output;
  }

  /** Where the outputs go. */
  List<LoopOutput> targets() {
    return key.outputs();
  }

  /** How many accumulators a row's elements go through. */
  int accumulators() {
    return key.form().accumulators();
  }

  List<Instruction> instructions() {
    return instructions;
  }

  HoistingLevel rate(int instruction) {
    return rates.get(instruction);
  }

  /** The instructions whose values are stored, in that order. */
  List<Integer> outputs() {
    return outputs;
  }

  /** Declares the next output. */
  void output(Value value) {
    outputs.add(value.instruction());
  }

  Value number(double value) {
    return instruction(Operation.FLOAT_NUMBER, (float) value, List.of());
  }

  Value whole(int value) {
    return instruction(Operation.INT_NUMBER, value, List.of());
  }

  Value index() {
    return instruction(Operation.INDEX, 0, List.of());
  }

  /** An operand's element: a float or an int. */
  Value load(int operand) {
    Operation load =
        switch (key.dtypes().get(operand)) {
          case F32 -> Operation.LOAD_FLOAT;
          case I32 -> Operation.LOAD_INT;
          case BF16 -> Operation.LOAD_BFLOAT;
          case F64, U8 ->
              throw new IllegalStateException("loop: no load for " + key.dtypes().get(operand));
        };
    return instruction(load, operand, List.of());
  }

  Value instruction(Operation primitive, Number attribute, List<Integer> parts) {
    Instruction instruction = new Instruction(primitive, attribute, parts);
    Integer known = numbers.get(instruction);
    if (known == null) {
      known = instructions.size();
      numbers.put(instruction, known);
      instructions.add(instruction);
      rates.add(rateOf(instruction));
    }
    return new Value(this, known);
  }

  /** For every instruction, whether an output depends on it. */
  boolean[] needed() {
    boolean[] needed = new boolean[instructions.size()];
    outputs.forEach(output -> needed[output] = true);
    for (int i = needed.length - 1; i >= 0; i--) {
      if (needed[i]) {
        instructions.get(i).parts().forEach(part -> needed[part] = true);
      }
    }
    return needed;
  }

  private HoistingLevel rateOf(Instruction instruction) {
    return switch (instruction.primitive()) {
      case LOAD_FLOAT, LOAD_INT, LOAD_BFLOAT ->
          pointers.get(instruction.attribute().intValue()).access().rate();
      case INDEX -> HoistingLevel.ELEMENT;
      default ->
          instruction.parts().stream()
              .map(rates::get)
              .reduce(HoistingLevel.CALL, HoistingLevel::innermost);
    };
  }
}
