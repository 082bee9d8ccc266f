package dev.ranvier.kernel.vector;

import java.lang.classfile.CodeBuilder;
import java.lang.classfile.Label;
import java.lang.classfile.TypeKind;
import java.util.Arrays;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;

/**
 * Writes the method that runs a body over rows and columns: steps that no element changes before
 * the loops, steps that change by row before the inner loop, the others inside it. Every step's
 * result has a local variable; what is computed outside of a vector loop and used inside is
 * broadcast once.
 *
 * <p>The method's parameters are those of {@link Loop#run}; it is static.
 */
final class LoopWriter {
  private static final int NONE = -1;
  private static final int FLOAT_BYTES_SHIFT = 2;

  private static final int TABLE = 0;
  private static final int BASE = 1;
  private static final int ROW_LENGTH = 2;
  private static final int INDEX = 3;
  private static final int FIRST_ROW = 4;
  private static final int ROWS = 5;
  private static final int FIRST_COLUMN = 6;
  private static final int COLUMNS = 7;

  private final CodeBuilder code;
  private final Body body;
  private final int lanes;
  private final PlainEmitter plain;
  private final VectorEmitter vectors;
  private final boolean[] needed;
  private final Registers registers;
  private final Map<Primitive.Kind, int[]> plainLocals;
  private final Map<Primitive.Kind, int[]> vectorLocals;
  private final int[] pointers;
  private int row;
  private int column;

  private LoopWriter(CodeBuilder code, Body body, int lanes) {
    this.code = code;
    this.body = body;
    this.lanes = lanes;
    plain = new PlainEmitter(code);
    vectors = new VectorEmitter(code);
    needed = body.needed();
    registers = Registers.of(body);
    plainLocals = noLocals(registers);
    vectorLocals = noLocals(registers);
    pointers = new int[body.accesses().size() + body.outputs().size()];
  }

  /** Writes the method's code; {@code lanes} above one means vectors of that length. */
  static void write(CodeBuilder code, Body body, int lanes) {
    new LoopWriter(code, body, lanes).write();
  }

  private void write() {
    preparePointers();
    row = code.allocateLocal(TypeKind.INT);
    column = code.allocateLocal(TypeKind.INT);
    // From here on INDEX is the index of the first element of the row at hand.
    code.iload(INDEX).iload(FIRST_ROW).iload(ROW_LENGTH).imul().iadd();
    code.iload(FIRST_COLUMN).iadd().istore(INDEX);
    writeSteps(Rate.CALL);
    loop(
        row,
        ROWS,
        1,
        () -> {
          writeSteps(Rate.ROW);
          loop(column, COLUMNS, lanes, this::writeElement);
          advancePointers();
        });
    code.return_();
  }

  private void writeElement() {
    writeSteps(Rate.ELEMENT);
    List<Integer> outputs = body.outputs();
    for (int i = 0; i < outputs.size(); i++) {
      int step = outputs.get(i);
      int pointer = pointers[body.accesses().size() + i];
      emitter(Rate.ELEMENT)
          .store(() -> push(step, Rate.ELEMENT), () -> pushElementAddress(pointer));
    }
  }

  private void writeSteps(Rate rate) {
    for (int i = 0; i < needed.length; i++) {
      if (needed[i] && body.rate(i) == rate) {
        writeStep(i, rate);
      }
    }
  }

  private void writeStep(int number, Rate rate) {
    Step step = body.steps().get(number);
    Primitive.Kind kind = step.primitive().kind();
    boolean asVector = lanes > 1 && rate == Rate.ELEMENT;
    StepEmitter emitter = emitter(rate);
    switch (step.primitive()) {
      case FLOAT_NUMBER -> code.loadConstant(step.attribute().floatValue());
      case INT_NUMBER -> code.loadConstant(step.attribute().intValue());
      case INDEX -> {
        Runnable first = () -> code.iload(INDEX).iload(column).iadd();
        if (asVector) {
          vectors.count(first);
        } else {
          first.run();
        }
      }
      case LOAD_FLOAT, LOAD_INT -> emitter.load(step.primitive(), () -> pushAddress(step));
      default -> emitter.compute(step, part -> push(step.parts().get(part), rate));
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

  private int plainLocal(int step) {
    return local(plainLocals, step, plain);
  }

  private int vectorLocal(int step) {
    return local(vectorLocals, step, vectors);
  }

  private int local(Map<Primitive.Kind, int[]> locals, int step, StepEmitter emitter) {
    Primitive.Kind kind = body.steps().get(step).primitive().kind();
    int[] ofKind = locals.get(kind);
    int register = registers.of(step);
    if (ofKind[register] == NONE) {
      ofKind[register] = code.allocateLocal(emitter.typeKind(kind));
    }
    return ofKind[register];
  }

  private static Map<Primitive.Kind, int[]> noLocals(Registers registers) {
    Map<Primitive.Kind, int[]> locals = new EnumMap<>(Primitive.Kind.class);
    for (Primitive.Kind kind : Primitive.Kind.values()) {
      int[] none = new int[registers.count(kind)];
      Arrays.fill(none, NONE);
      locals.put(kind, none);
    }
    return locals;
  }

  private void push(int step, Rate reader) {
    Primitive.Kind kind = body.steps().get(step).primitive().kind();
    boolean asVector = lanes > 1 && reader == Rate.ELEMENT;
    code.loadLocal(emitter(reader).typeKind(kind), asVector ? vectorLocal(step) : plainLocal(step));
  }

  private StepEmitter emitter(Rate rate) {
    return lanes > 1 && rate == Rate.ELEMENT ? vectors : plain;
  }

  private boolean usedByElements(int step) {
    if (body.outputs().contains(step)) {
      return true;
    }
    for (int i = step + 1; i < needed.length; i++) {
      if (needed[i] && body.rate(i) == Rate.ELEMENT && body.steps().get(i).parts().contains(step)) {
        return true;
      }
    }
    return false;
  }

  private void preparePointers() {
    for (int i = 0; i < pointers.length; i++) {
      pointers[i] = code.allocateLocal(TypeKind.LONG);
      code.aload(TABLE).iload(BASE).loadConstant(i).iadd().laload();
      switch (access(i)) {
        case FULL -> {
          code.iload(FIRST_ROW).i2l().iload(ROW_LENGTH).i2l().lmul();
          code.iload(FIRST_COLUMN).i2l().ladd();
          addElements();
        }
        case EACH_ROW -> {
          code.iload(FIRST_COLUMN).i2l();
          addElements();
        }
        case PER_ROW -> {
          code.iload(FIRST_ROW).i2l();
          addElements();
        }
        case SINGLE -> {}
      }
      code.lstore(pointers[i]);
    }
  }

  private void advancePointers() {
    for (int i = 0; i < pointers.length; i++) {
      switch (access(i)) {
        case FULL -> {
          code.lload(pointers[i]).iload(ROW_LENGTH).i2l();
          addElements();
          code.lstore(pointers[i]);
        }
        case PER_ROW -> {
          code.lload(pointers[i]).loadConstant(1L);
          addElements();
          code.lstore(pointers[i]);
        }
        case EACH_ROW, SINGLE -> {}
      }
    }
    code.iload(INDEX).iload(ROW_LENGTH).iadd().istore(INDEX);
  }

  private void pushAddress(Step load) {
    int operand = load.attribute().intValue();
    if (access(operand).rate() == Rate.ELEMENT) {
      pushElementAddress(pointers[operand]);
    } else {
      code.lload(pointers[operand]);
    }
  }

  private void pushElementAddress(int pointer) {
    code.lload(pointer).iload(column).i2l();
    addElements();
  }

  /** Address and number of elements on the stack become an address; elements take 4 bytes. */
  private void addElements() {
    code.loadConstant(FLOAT_BYTES_SHIFT).lshl().ladd();
  }

  private Access access(int pointer) {
    return pointer < body.accesses().size() ? body.accesses().get(pointer) : Access.FULL;
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
