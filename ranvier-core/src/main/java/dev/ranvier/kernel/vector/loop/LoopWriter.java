package dev.ranvier.kernel.vector.loop;

import dev.ranvier.tensor.DType;
import java.lang.classfile.CodeBuilder;
import java.lang.classfile.Label;
import java.lang.classfile.TypeKind;
import java.util.Arrays;
import java.util.EnumMap;
import java.util.Map;
import java.util.function.ObjIntConsumer;

/**
 * Writes the method that runs a body over rows and columns: instructions that no element changes
 * before the loops, instructions that change by row before the inner loop, the others inside it.
 * Every step's result has a local variable; what is computed outside of a vector loop and used
 * inside is broadcast once.
 *
 * <p>The method's parameters are those of {@link Loop#run}; it is static.
 */
public final class LoopWriter {
  private static final int NONE = -1;

  private static final int TABLE = 0;
  private static final int BASE = 1;
  private static final int ROW_LENGTH = 2;
  private static final int INDEX = 3;
  private static final int FIRST_ROW = 4;
  private static final int ROWS = 5;
  private static final int FIRST_COLUMN = 6;
  private static final int COLUMNS = 7;

  private final CodeBuilder code;
  private final LoopBody body;
  private final int lanes;
  private final ScalarEmitter plain;
  private final VectorEmitter vectors;
  private final boolean[] needed;
  private final RegisterAllocation registers;
  private final Map<Operation.Kind, int[]> plainLocals;
  private final Map<Operation.Kind, int[]> vectorLocals;
  private final int[] addresses;
  private final int[] turns;
  private int row;
  private int column;

  private LoopWriter(CodeBuilder code, LoopBody body, int lanes) {
    this.code = code;
    this.body = body;
    this.lanes = lanes;
    plain = new ScalarEmitter(code);
    vectors = new VectorEmitter(code);
    needed = body.needed();
    registers = RegisterAllocation.of(body);
    plainLocals = noLocals(registers);
    vectorLocals = noLocals(registers);
    addresses = new int[body.pointers().size()];
    turns = new int[body.outputs().size()];
  }

  /** Writes the method's code; {@code lanes} above one means vectors of that length. */
  static void write(CodeBuilder code, LoopBody body, int lanes) {
    new LoopWriter(code, body, lanes).write();
  }

  private void write() {
    prepareAddresses();
    row = code.allocateLocal(TypeKind.INT);
    column = code.allocateLocal(TypeKind.INT);
    // From here on INDEX is the index of the first element of the row at hand.
    code.iload(INDEX).iload(FIRST_ROW).iload(ROW_LENGTH).imul().iadd();
    code.iload(FIRST_COLUMN).iadd().istore(INDEX);
    writeSteps(HoistingLevel.CALL);
    loop(
        row,
        ROWS,
        1,
        () -> {
          writeSteps(HoistingLevel.ROW);
          loadTurns();
          loop(column, COLUMNS, lanes, this::writeElement);
          storeTurns();
          advanceAddresses();
        });
    code.return_();
  }

  private void writeElement() {
    writeSteps(HoistingLevel.ELEMENT);
    for (int i = 0; i < body.outputs().size(); i++) {
      int output = i;
      int pointer = body.pointerOfOutput(i);
      switch (body.targets().get(i)) {
        case LoopOutput.Stored(DType dtype) ->
            emitter(HoistingLevel.ELEMENT)
                .store(dtype, () -> pushOutput(output), () -> pushElementAddress(pointer));
        case LoopOutput.Combined combined when !combined.takesTurns() ->
            combine(combined, output, () -> pushElementAddress(pointer));
        case LoopOutput.Combined combined when lanes > 1 -> {
          code.aload(turns[output]);
          pushOutput(output);
          vectors.combine(combined.primitive());
          code.astore(turns[output]);
        }
        case LoopOutput.Combined combined ->
            combine(combined, output, () -> pushTurnAddress(pointer));
      }
    }
  }

  /** Combines an accumulator in memory with an output. */
  private void combine(LoopOutput.Combined combined, int output, Runnable address) {
    InstructionEmitter emitter = emitter(HoistingLevel.ELEMENT);
    emitter.store(
        DType.F32,
        () -> {
          emitter.load(Operation.LOAD_FLOAT, address);
          pushOutput(output);
          emitter.combine(combined.primitive());
        },
        address);
  }

  /** Accumulators that whole vectors go through stay in a register for the length of a row. */
  private void loadTurns() {
    forEachTurn(
        (address, output) -> {
          if (turns[output] == 0) {
            turns[output] = code.allocateLocal(TypeKind.REFERENCE);
          }
          vectors.load(Operation.LOAD_FLOAT, address);
          code.astore(turns[output]);
        });
  }

  private void storeTurns() {
    forEachTurn(
        (address, output) -> vectors.store(DType.F32, () -> code.aload(turns[output]), address));
  }

  private void forEachTurn(ObjIntConsumer<Runnable> action) {
    for (int i = 0; i < body.outputs().size() && lanes > 1; i++) {
      if (body.targets().get(i) instanceof LoopOutput.Combined combined && combined.takesTurns()) {
        int address = addresses[body.pointerOfOutput(i)];
        action.accept(() -> code.lload(address), i);
      }
    }
  }

  private void pushOutput(int output) {
    push(body.outputs().get(output), HoistingLevel.ELEMENT);
  }

  private void writeSteps(HoistingLevel rate) {
    for (int i = 0; i < needed.length; i++) {
      if (needed[i] && body.rate(i) == rate) {
        writeStep(i, rate);
      }
    }
  }

  private void writeStep(int number, HoistingLevel rate) {
    Instruction instruction = body.instructions().get(number);
    Operation.Kind kind = instruction.primitive().kind();
    boolean asVector = lanes > 1 && rate == HoistingLevel.ELEMENT;
    InstructionEmitter emitter = emitter(rate);
    switch (instruction.primitive()) {
      case FLOAT_NUMBER -> code.loadConstant(instruction.attribute().floatValue());
      case INT_NUMBER -> code.loadConstant(instruction.attribute().intValue());
      case INDEX -> {
        Runnable first = () -> code.iload(INDEX).iload(column).iadd();
        if (asVector) {
          vectors.count(first);
        } else {
          first.run();
        }
      }
      case LOAD_FLOAT, LOAD_INT, LOAD_BFLOAT ->
          emitter.load(instruction.primitive(), () -> pushAddress(instruction));
      default -> emitter.compute(instruction, part -> push(instruction.parts().get(part), rate));
    }
    if (asVector) {
      code.astore(vectorLocal(number));
    } else {
      code.storeLocal(plain.typeKind(kind), plainLocal(number));
    }
    if (lanes > 1 && !asVector && usedByElements(number)) {
      vectors.broadcast(kind, () -> code.loadLocal(plain.typeKind(kind), plainLocal(number)));
      code.astore(vectorLocal(number));
    }
  }

  private int plainLocal(int instruction) {
    return local(plainLocals, instruction, plain);
  }

  private int vectorLocal(int instruction) {
    return local(vectorLocals, instruction, vectors);
  }

  private int local(
      Map<Operation.Kind, int[]> locals, int instruction, InstructionEmitter emitter) {
    Operation.Kind kind = body.instructions().get(instruction).primitive().kind();
    int[] ofKind = locals.get(kind);
    int register = registers.of(instruction);
    if (ofKind[register] == NONE) {
      ofKind[register] = code.allocateLocal(emitter.typeKind(kind));
    }
    return ofKind[register];
  }

  private static Map<Operation.Kind, int[]> noLocals(RegisterAllocation registers) {
    Map<Operation.Kind, int[]> locals = new EnumMap<>(Operation.Kind.class);
    for (Operation.Kind kind : Operation.Kind.values()) {
      int[] none = new int[registers.count(kind)];
      Arrays.fill(none, NONE);
      locals.put(kind, none);
    }
    return locals;
  }

  private void push(int instruction, HoistingLevel reader) {
    Operation.Kind kind = body.instructions().get(instruction).primitive().kind();
    boolean asVector = lanes > 1 && reader == HoistingLevel.ELEMENT;
    code.loadLocal(
        emitter(reader).typeKind(kind),
        asVector ? vectorLocal(instruction) : plainLocal(instruction));
  }

  private InstructionEmitter emitter(HoistingLevel rate) {
    return lanes > 1 && rate == HoistingLevel.ELEMENT ? vectors : plain;
  }

  private boolean usedByElements(int instruction) {
    if (body.outputs().contains(instruction)) {
      return true;
    }
    for (int i = instruction + 1; i < needed.length; i++) {
      if (needed[i]
          && body.rate(i) == HoistingLevel.ELEMENT
          && body.instructions().get(i).parts().contains(instruction)) {
        return true;
      }
    }
    return false;
  }

  /** Fills the addresses of the first row and column to be computed. */
  private void prepareAddresses() {
    for (int i = 0; i < addresses.length; i++) {
      OperandPointer pointer = body.pointers().get(i);
      addresses[i] = code.allocateLocal(TypeKind.LONG);
      code.aload(TABLE).iload(BASE).loadConstant(i).iadd().laload();
      switch (pointer.access()) {
        case FULL -> {
          code.iload(FIRST_ROW).i2l().iload(ROW_LENGTH).i2l().lmul();
          code.iload(FIRST_COLUMN).i2l().ladd();
          addElements(pointer);
        }
        case EACH_ROW -> {
          code.iload(FIRST_COLUMN).i2l();
          addElements(pointer);
        }
        case PER_ROW -> {
          code.iload(FIRST_ROW).i2l();
          addElements(pointer);
        }
        case SINGLE -> {}
      }
      code.lstore(addresses[i]);
    }
  }

  private void advanceAddresses() {
    for (int i = 0; i < addresses.length; i++) {
      OperandPointer pointer = body.pointers().get(i);
      switch (pointer.access()) {
        case FULL -> {
          code.lload(addresses[i]).iload(ROW_LENGTH).i2l();
          addElements(pointer);
          code.lstore(addresses[i]);
        }
        case PER_ROW -> {
          code.lload(addresses[i]).loadConstant(1L);
          addElements(pointer);
          code.lstore(addresses[i]);
        }
        case EACH_ROW, SINGLE -> {}
      }
    }
    code.iload(INDEX).iload(ROW_LENGTH).iadd().istore(INDEX);
  }

  private void pushAddress(Instruction load) {
    int operand = load.attribute().intValue();
    if (body.pointers().get(operand).access().rate() == HoistingLevel.ELEMENT) {
      pushElementAddress(operand);
    } else {
      code.lload(addresses[operand]);
    }
  }

  private void pushElementAddress(int pointer) {
    code.lload(addresses[pointer]).iload(column).i2l();
    addElements(body.pointers().get(pointer));
  }

  /** The accumulator whose turn it is at the column at hand. */
  private void pushTurnAddress(int pointer) {
    code.lload(addresses[pointer]).iload(FIRST_COLUMN).iload(column).iadd();
    code.loadConstant(body.accumulators() - 1).iand().i2l();
    addElements(OperandPointer.to(DType.F32, AccessPattern.FULL));
  }

  /** Address and number of elements on the stack become an address. */
  private void addElements(OperandPointer pointer) {
    code.loadConstant(pointer.shift()).lshl().ladd();
  }

  private void loop(int counter, int limit, int step, Runnable inside) {
    Label test = code.newLabel();
    Label end = code.newLabel();
    code.iconst_0().istore(counter).labelBinding(test);
    code.iload(counter).iload(limit).if_icmpge(end);
    inside.run();
    code.iinc(counter, step).goto_(test).labelBinding(end);
  }
}
