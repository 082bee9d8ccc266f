package dev.ranvier.kernel.vector.loop;

import dev.ranvier.kernel.vector.memory.AllMemory;
import dev.ranvier.tensor.DType;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import java.util.Arrays;
import java.util.stream.IntStream;

/**
 * The registers of one thread for one body, each a short array, and the interpreter of its steps.
 *
 * <p>Steps that do not change by element are computed for one element and spread over their
 * register.
 */
public final class BlockInterpreter {
  /** Elements of a block: the registers of a usual body fit the first-level cache. */
  static final int BLOCK = 512;

  private final LoopBody body;
  private final RegisterAllocation registers;
  private final int[] callInstructions;
  private final int[] rowInstructions;
  private final int[] elementInstructions;
  private final int[] outputs;
  private final float[][] floats;
  private final int[][] ints;
  private final int[][] masks;
  private final float[] accumulators = new float[BLOCK];
  private final short[] shorts = new short[BLOCK];

  private long[] table;
  private int base;
  private int rowLength;
  private int index;
  private int spread;
  private int row;
  private int column;

  BlockInterpreter(LoopBody body, RegisterAllocation registers) {
    this.body = body;
    this.registers = registers;
    callInstructions = instructions(body, HoistingLevel.CALL);
    rowInstructions = instructions(body, HoistingLevel.ROW);
    elementInstructions = instructions(body, HoistingLevel.ELEMENT);
    outputs = body.outputs().stream().mapToInt(Integer::intValue).toArray();
    floats = new float[registers.count(Operation.Kind.FLOAT)][BLOCK];
    ints = new int[registers.count(Operation.Kind.INT)][BLOCK];
    masks = new int[registers.count(Operation.Kind.MASK)][BLOCK];
  }

  private static int[] instructions(LoopBody body, HoistingLevel rate) {
    boolean[] needed = body.needed();
    return IntStream.range(0, needed.length)
        .filter(instruction -> needed[instruction] && body.rate(instruction) == rate)
        .toArray();
  }

  /** Begins a call: see {@link Loop#run}; no block will be longer than {@code longest}. */
  void start(long[] addresses, int group, int length, int firstIndex, int longest) {
    table = addresses;
    base = group;
    rowLength = length;
    index = firstIndex;
    spread = longest;
    runOnce(callInstructions);
  }

  void startRow(int number) {
    row = number;
    runOnce(rowInstructions);
  }

  /** Computes and stores {@code count} elements of the row. */
  void runBlock(int firstColumn, int count) {
    column = firstColumn;
    for (int instruction : elementInstructions) {
      run(instruction, count);
    }
    for (int i = 0; i < outputs.length; i++) {
      long address = address(body.pointerOfOutput(i));
      switch (body.targets().get(i)) {
        case LoopOutput.Stored(DType dtype) when dtype == DType.BF16 ->
            storeShorts(ints(outputs[i]), address, count);
        case LoopOutput.Stored stored -> store(floats(outputs[i]), address, count);
        case LoopOutput.Combined combined when combined.takesTurns() ->
            combineInTurns(combined, floats(outputs[i]), address, count);
        case LoopOutput.Combined combined -> {
          load(accumulators, address, count);
          combine(combined, accumulators, floats(outputs[i]), count);
          store(accumulators, address, count);
        }
      }
    }
  }

  private void combineInTurns(
      LoopOutput.Combined combined, float[] values, long address, int count) {
    int turns = body.accumulators();
    int first = column & (turns - 1);
    load(accumulators, address, turns);
    if (combined.primitive() == Operation.ADD) {
      BlockOperations.addInTurns(accumulators, turns, values, first, count);
    } else {
      BlockOperations.maxInTurns(accumulators, turns, values, first, count);
    }
    store(accumulators, address, turns);
  }

  private static void combine(
      LoopOutput.Combined combined, float[] sums, float[] values, int count) {
    if (combined.primitive() == Operation.ADD) {
      BlockOperations.add(sums, sums, values, count);
    } else {
      BlockOperations.maximum(sums, sums, values, count);
    }
  }

  private static void load(float[] to, long address, int count) {
    MemorySegment.copy(AllMemory.ALL, ValueLayout.JAVA_FLOAT_UNALIGNED, address, to, 0, count);
  }

  private static void store(float[] from, long address, int count) {
    MemorySegment.copy(from, 0, AllMemory.ALL, ValueLayout.JAVA_FLOAT_UNALIGNED, address, count);
  }

  private void loadBfloats(float[] to, long address, int count) {
    MemorySegment.copy(AllMemory.ALL, ValueLayout.JAVA_SHORT_UNALIGNED, address, shorts, 0, count);
    BlockOperations.fromBfloat(to, shorts, count);
  }

  private void storeShorts(int[] from, long address, int count) {
    BlockOperations.narrow(shorts, from, count);
    MemorySegment.copy(shorts, 0, AllMemory.ALL, ValueLayout.JAVA_SHORT_UNALIGNED, address, count);
  }

  private void runOnce(int[] instructions) {
    for (int instruction : instructions) {
      run(instruction, 1);
      switch (kind(instruction)) {
        case FLOAT -> Arrays.fill(floats(instruction), 1, spread, floats(instruction)[0]);
        case INT -> Arrays.fill(ints(instruction), 1, spread, ints(instruction)[0]);
        case MASK -> Arrays.fill(masks(instruction), 1, spread, masks(instruction)[0]);
      }
    }
  }

  /** Where the first element of the block lies in an operand or result. */
  private long address(int pointer) {
    return table[base + pointer] + body.pointers().get(pointer).offset(row, column, rowLength);
  }

  private void run(int number, int n) {
    Instruction instruction = body.instructions().get(number);
    int attribute = instruction.attribute().intValue();
    switch (instruction.primitive()) {
      case FLOAT_NUMBER -> floats(number)[0] = instruction.attribute().floatValue();
      case INT_NUMBER -> ints(number)[0] = attribute;
      case LOAD_FLOAT -> load(floats(number), address(attribute), n);
      case LOAD_INT ->
          MemorySegment.copy(
              AllMemory.ALL,
              ValueLayout.JAVA_INT_UNALIGNED,
              address(attribute),
              ints(number),
              0,
              n);
      case LOAD_BFLOAT -> loadBfloats(floats(number), address(attribute), n);
      case INDEX -> BlockOperations.count(ints(number), index + row * rowLength + column, n);
      case ADD -> BlockOperations.add(floats(number), float0(instruction), float1(instruction), n);
      case SUBTRACT ->
          BlockOperations.subtract(floats(number), float0(instruction), float1(instruction), n);
      case MULTIPLY ->
          BlockOperations.multiply(floats(number), float0(instruction), float1(instruction), n);
      case DIVIDE ->
          BlockOperations.divide(floats(number), float0(instruction), float1(instruction), n);
      case MAXIMUM ->
          BlockOperations.maximum(floats(number), float0(instruction), float1(instruction), n);
      case MINIMUM ->
          BlockOperations.minimum(floats(number), float0(instruction), float1(instruction), n);
      case MULTIPLY_ADD ->
          BlockOperations.multiplyAdd(
              floats(number),
              float0(instruction),
              float1(instruction),
              floats(instruction.parts().get(2)),
              n);
      case NEGATE -> BlockOperations.negate(floats(number), float0(instruction), n);
      case ABSOLUTE -> BlockOperations.absolute(floats(number), float0(instruction), n);
      case SQUARE_ROOT -> BlockOperations.squareRoot(floats(number), float0(instruction), n);
      case POWER ->
          BlockOperations.power(floats(number), float0(instruction), float1(instruction), n);
      case EXPONENTIAL -> BlockOperations.exponential(floats(number), float0(instruction), n);
      case LOGARITHM -> BlockOperations.logarithm(floats(number), float0(instruction), n);
      case HYPERBOLIC_TANGENT ->
          BlockOperations.hyperbolicTangent(floats(number), float0(instruction), n);
      case LESS -> BlockOperations.less(masks(number), float0(instruction), float1(instruction), n);
      case LESS_OR_EQUAL ->
          BlockOperations.lessOrEqual(masks(number), float0(instruction), float1(instruction), n);
      case EQUAL ->
          BlockOperations.equal(masks(number), float0(instruction), float1(instruction), n);
      case NOT_EQUAL ->
          BlockOperations.notEqual(masks(number), float0(instruction), float1(instruction), n);
      case CHOOSE ->
          BlockOperations.choose(
              floats(number),
              masks(instruction.parts().get(0)),
              float1(instruction),
              floats(instruction.parts().get(2)),
              n);
      case TO_INT -> BlockOperations.toInt(ints(number), float0(instruction), n);
      case TO_FLOAT -> BlockOperations.toFloat(floats(number), int0(instruction), n);
      case BITS -> BlockOperations.bits(ints(number), float0(instruction), n);
      case FROM_BITS -> BlockOperations.fromBits(floats(number), int0(instruction), n);
      case TO_BFLOAT -> BlockOperations.toBfloat(ints(number), float0(instruction), n);
      case INT_ADD -> BlockOperations.intAdd(ints(number), int0(instruction), int1(instruction), n);
      case INT_SUBTRACT ->
          BlockOperations.intSubtract(ints(number), int0(instruction), int1(instruction), n);
      case INT_MULTIPLY ->
          BlockOperations.intMultiply(ints(number), int0(instruction), int1(instruction), n);
      case AND -> BlockOperations.and(ints(number), int0(instruction), int1(instruction), n);
      case XOR -> BlockOperations.xor(ints(number), int0(instruction), int1(instruction), n);
      case SHIFT_LEFT -> BlockOperations.shiftLeft(ints(number), int0(instruction), attribute, n);
      case SHIFT_RIGHT -> BlockOperations.shiftRight(ints(number), int0(instruction), attribute, n);
      case SHIFT_RIGHT_UNSIGNED ->
          BlockOperations.shiftRightUnsigned(ints(number), int0(instruction), attribute, n);
    }
  }

  private Operation.Kind kind(int instruction) {
    return body.instructions().get(instruction).primitive().kind();
  }

  private float[] floats(int instruction) {
    return floats[registers.of(instruction)];
  }

  private int[] ints(int instruction) {
    return ints[registers.of(instruction)];
  }

  private int[] masks(int instruction) {
    return masks[registers.of(instruction)];
  }

  private float[] float0(Instruction instruction) {
    return floats(instruction.parts().get(0));
  }

  private float[] float1(Instruction instruction) {
    return floats(instruction.parts().get(1));
  }

  private int[] int0(Instruction instruction) {
    return ints(instruction.parts().get(0));
  }

  private int[] int1(Instruction instruction) {
    return ints(instruction.parts().get(1));
  }
}
