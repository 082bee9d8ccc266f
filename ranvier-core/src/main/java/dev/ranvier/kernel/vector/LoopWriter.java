package dev.ranvier.kernel.vector;

import java.lang.classfile.CodeBuilder;
import java.lang.classfile.Label;
import java.lang.classfile.TypeKind;
import java.util.Arrays;
import java.util.List;

/**
 * Writes the method that runs a body over rows and columns: steps that no element changes before the
 * loops, steps that change by row before the inner loop, the others inside it. Every step's result
 * has a local variable; what is computed outside of a vector loop and used inside is broadcast once.
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
  private final Locals locals;
  private final boolean[] needed;
  private final int[] lastUse;
  private final int[] plainLocal;
  private final int[] vectorLocal;
  private final int[] pointers;
  private int row;
  private int column;

  private LoopWriter(CodeBuilder code, Body body, int lanes) {
    this.code = code;
    this.body = body;
    this.lanes = lanes;
    plain = new PlainEmitter(code);
    vectors = new VectorEmitter(code);
    locals = new Locals(code);
    int steps = body.steps().size();
    needed = body.needed();
    lastUse = lastUses(body);
    plainLocal = new int[steps];
    vectorLocal = new int[steps];
    Arrays.fill(plainLocal, NONE);
    Arrays.fill(vectorLocal, NONE);
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
      emitter(Rate.ELEMENT).store(() -> push(step, Rate.ELEMENT), () -> pushElementAddress(pointer));
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
    if (rate == Rate.ELEMENT) {
      releaseParts(step, number);
    }
    int local = locals.take(emitter.typeKind(kind), kind);
    code.storeLocal(emitter.typeKind(kind), local);
    (asVector ? vectorLocal : plainLocal)[number] = local;
    if (lanes > 1 && !asVector && usedByElements(number)) {
      vectors.broadcast(kind, () -> code.loadLocal(plain.typeKind(kind), local));
      vectorLocal[number] = locals.take(TypeKind.REFERENCE, kind);
      code.astore(vectorLocal[number]);
    }
  }

  /** Frees the variables of the parts that nothing later in the inner loop reads. */
  private void releaseParts(Step step, int number) {
    for (int part : step.parts().stream().distinct().toList()) {
      if (body.rate(part) == Rate.ELEMENT && lastUse[part] == number) {
        Primitive.Kind kind = body.steps().get(part).primitive().kind();
        int local = lanes > 1 ? vectorLocal[part] : plainLocal[part];
        locals.giveBack(emitter(Rate.ELEMENT).typeKind(kind), kind, local);
      }
    }
  }

  private void push(int step, Rate reader) {
    Primitive.Kind kind = body.steps().get(step).primitive().kind();
    int local = lanes > 1 && reader == Rate.ELEMENT ? vectorLocal[step] : plainLocal[step];
    code.loadLocal(emitter(reader).typeKind(kind), local);
  }

  private StepEmitter emitter(Rate rate) {
    return lanes > 1 && rate == Rate.ELEMENT ? vectors : plain;
  }

  private boolean usedByElements(int step) {
    if (body.outputs().contains(step)) {
      return true;
    }
    for (int i = step + 1; i < needed.length; i++) {
      if (needed[i]
          && body.rate(i) == Rate.ELEMENT
          && body.steps().get(i).parts().contains(step)) {
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

  private static int[] lastUses(Body body) {
    int[] last = new int[body.steps().size()];
    boolean[] needed = body.needed();
    for (int i = 0; i < last.length; i++) {
      if (needed[i]) {
        int reader = i;
        body.steps().get(i).parts().forEach(part -> last[part] = reader);
      }
    }
    // Results are read after all steps.
    body.outputs().forEach(output -> last[output] = last.length);
    return last;
  }
}
