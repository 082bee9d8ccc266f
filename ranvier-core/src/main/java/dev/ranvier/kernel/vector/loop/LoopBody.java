package dev.ranvier.kernel.vector.loop;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/**
 * A loop body under construction: steps in order, equal ones written once, each with the rate at
 * which it has to be computed.
 */
public final class LoopBody {
  private final LoopKey key;
  private final List<OperandPointer> pointers = new ArrayList<>();
  private final List<Instruction> steps = new ArrayList<>();
  private final List<HoistingLevel> rates = new ArrayList<>();
  private final Map<Instruction, Integer> numbers = new HashMap<>();
  private final List<Integer> outputs = new ArrayList<>();

  /** An empty body over the operands of a loop. */
  LoopBody(LoopKey key) {
    this.key = key;
    for (int i = 0; i < key.dtypes().size(); i++) {
      pointers.add(OperandPointer.to(key.dtypes().get(i), key.accesses().get(i)));
    }
    key.outlets().forEach(outlet -> pointers.add(OperandPointer.to(outlet, accumulators())));
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
  List<LoopOutput> outlets() {
    return key.outlets();
  }

  /** How many accumulators a row's elements go through. */
  int accumulators() {
    return key.form().accumulators();
  }

  List<Instruction> steps() {
    return steps;
  }

  HoistingLevel rate(int step) {
    return rates.get(step);
  }

  /** The steps whose values go to the outlets, in that order. */
  List<Integer> outputs() {
    return outputs;
  }

  /** Declares the next output. */
  void output(Value value) {
    outputs.add(value.step());
  }

  Value number(double value) {
    return step(Operation.FLOAT_NUMBER, (float) value, List.of());
  }

  Value whole(int value) {
    return step(Operation.INT_NUMBER, value, List.of());
  }

  Value index() {
    return step(Operation.INDEX, 0, List.of());
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
    return step(load, operand, List.of());
  }

  Value step(Operation primitive, Number attribute, List<Integer> parts) {
    Instruction step = new Instruction(primitive, attribute, parts);
    Integer known = numbers.get(step);
    if (known == null) {
      known = steps.size();
      numbers.put(step, known);
      steps.add(step);
      rates.add(rateOf(step));
    }
    return new Value(this, known);
  }

  /** For every step, whether an output depends on it. */
  boolean[] needed() {
    boolean[] needed = new boolean[steps.size()];
    outputs.forEach(output -> needed[output] = true);
    for (int i = needed.length - 1; i >= 0; i--) {
      if (needed[i]) {
        steps.get(i).parts().forEach(part -> needed[part] = true);
      }
    }
    return needed;
  }

  private HoistingLevel rateOf(Instruction step) {
    return switch (step.primitive()) {
      case LOAD_FLOAT, LOAD_INT, LOAD_BFLOAT ->
          pointers.get(step.attribute().intValue()).access().rate();
      case INDEX -> HoistingLevel.ELEMENT;
      default ->
          step.parts().stream().map(rates::get).reduce(HoistingLevel.CALL, HoistingLevel::most);
    };
  }
}
