package dev.ranvier.kernel.vector.loop;

import static java.lang.constant.ConstantDescs.CD_boolean;
import static java.lang.constant.ConstantDescs.CD_float;
import static java.lang.constant.ConstantDescs.CD_int;
import static java.lang.constant.ConstantDescs.CD_long;
import static java.lang.constant.ConstantDescs.CD_void;

import dev.ranvier.kernel.vector.memory.AllMemory;
import dev.ranvier.kernel.vector.memory.Vectors;
import dev.ranvier.tensor.DType;
import java.lang.classfile.CodeBuilder;
import java.lang.classfile.TypeKind;
import java.lang.constant.ClassDesc;
import java.lang.constant.MethodTypeDesc;
import java.lang.foreign.MemorySegment;
import java.nio.ByteOrder;
import java.util.Collections;
import java.util.function.IntConsumer;

/**
 * Steps on as many elements as a vector register holds, by calls of the Vector API. It names that
 * API's classes but does not load them.
 */
public final class VectorEmitter implements InstructionEmitter {
  private static final String API = "jdk.incubator.vector.";
  private static final ClassDesc FLOATS = ClassDesc.of(API + "FloatVector");
  private static final ClassDesc INTS = ClassDesc.of(API + "IntVector");
  private static final ClassDesc SHORTS = ClassDesc.of(API + "ShortVector");
  private static final ClassDesc VECTOR = ClassDesc.of(API + "Vector");
  private static final ClassDesc MASK = ClassDesc.of(API + "VectorMask");
  private static final ClassDesc SPECIES = ClassDesc.of(API + "VectorSpecies");
  private static final ClassDesc OPERATORS = ClassDesc.of(API + "VectorOperators");
  private static final ClassDesc BINARY = OPERATORS.nested("Binary");
  private static final ClassDesc COMPARISON = OPERATORS.nested("Comparison");
  private static final ClassDesc CONVERSION = OPERATORS.nested("Conversion");
  private static final ClassDesc VECTORS = Vectors.class.describeConstable().orElseThrow();
  private static final ClassDesc NATIVE = AllMemory.class.describeConstable().orElseThrow();
  private static final ClassDesc SEGMENT = MemorySegment.class.describeConstable().orElseThrow();
  private static final ClassDesc ORDER = ByteOrder.class.describeConstable().orElseThrow();

  private final CodeBuilder code;

  VectorEmitter(CodeBuilder code) {
    this.code = code;
  }

  @Override
  public TypeKind typeKind(Operation.Kind kind) {
    return TypeKind.REFERENCE;
  }

  @Override
  public void load(Operation load, Runnable address) {
    boolean isBfloat = load == Operation.LOAD_BFLOAT;
    ClassDesc type = isBfloat ? SHORTS : type(load.kind());
    species(type);
    code.getstatic(NATIVE, "ALL", SEGMENT);
    address.run();
    code.getstatic(NATIVE, "ORDER", ORDER);
    code.invokestatic(
        type, "fromMemorySegment", MethodTypeDesc.of(type, SPECIES, SEGMENT, CD_long, ORDER));
    if (isBfloat) {
      convertShape("ZERO_EXTEND_S2I", INTS);
      shift("LSHL", Short.SIZE);
      fromBits();
    }
  }

  @Override
  public void store(DType dtype, Runnable value, Runnable address) {
    value.run();
    if (dtype == DType.BF16) {
      convertShape("I2S", SHORTS);
    }
    code.getstatic(NATIVE, "ALL", SEGMENT);
    address.run();
    code.getstatic(NATIVE, "ORDER", ORDER);
    code.invokevirtual(
        dtype == DType.BF16 ? SHORTS : FLOATS,
        "intoMemorySegment",
        MethodTypeDesc.of(CD_void, SEGMENT, CD_long, ORDER));
  }

  /** To numbers of another size, as many of them. */
  private void convertShape(String conversion, ClassDesc to) {
    code.getstatic(OPERATORS, conversion, CONVERSION);
    species(to);
    code.iconst_0();
    code.invokevirtual(
        VECTOR, "convertShape", MethodTypeDesc.of(VECTOR, CONVERSION, SPECIES, CD_int));
    code.checkcast(to);
  }

  /** Writes a vector whose lanes all hold a number that {@code number} pushes. */
  void broadcast(Operation.Kind kind, Runnable number) {
    ClassDesc type = type(kind);
    species(type);
    number.run();
    switch (kind) {
      case FLOAT, INT -> {
        ClassDesc element = kind == Operation.Kind.FLOAT ? CD_float : CD_int;
        code.invokestatic(type, "broadcast", MethodTypeDesc.of(type, SPECIES, element));
      }
      case MASK -> code.invokeinterface(SPECIES, "maskAll", MethodTypeDesc.of(MASK, CD_boolean));
    }
  }

  /** Writes the numbers from {@code first}, which it pushes, one a lane. */
  void count(Runnable first) {
    broadcast(Operation.Kind.INT, first);
    code.iconst_1();
    code.invokevirtual(INTS, "addIndex", MethodTypeDesc.of(INTS, CD_int));
  }

  @Override
  public void compute(Instruction instruction, IntConsumer push) {
    if (instruction.primitive() == Operation.CHOOSE) {
      push.accept(2);
      push.accept(1);
      push.accept(0);
      code.invokevirtual(FLOATS, "blend", MethodTypeDesc.of(FLOATS, VECTOR, MASK));
      return;
    }
    for (int part = 0; part < instruction.parts().size(); part++) {
      push.accept(part);
    }
    switch (instruction.primitive()) {
      case FLOAT_NUMBER,
          INT_NUMBER,
          LOAD_FLOAT,
          LOAD_INT,
          LOAD_BFLOAT,
          INDEX,
          CHOOSE,
          POWER,
          EXPONENTIAL,
          LOGARITHM,
          HYPERBOLIC_TANGENT ->
          throw new IllegalArgumentException(
              "loop: " + instruction + " is not computed by vectors");
      case ADD -> call(FLOATS, "add", 1);
      case SUBTRACT -> call(FLOATS, "sub", 1);
      case MULTIPLY -> call(FLOATS, "mul", 1);
      case DIVIDE -> call(FLOATS, "div", 1);
      case MAXIMUM -> call(FLOATS, "max", 1);
      case MINIMUM -> call(FLOATS, "min", 1);
      case MULTIPLY_ADD -> call(FLOATS, "fma", 2);
      case NEGATE -> call(FLOATS, "neg", 0);
      case ABSOLUTE -> call(FLOATS, "abs", 0);
      case SQUARE_ROOT -> call(FLOATS, "sqrt", 0);
      case LESS -> compare("LT");
      case LESS_OR_EQUAL -> compare("LE");
      case EQUAL -> compare("EQ");
      case NOT_EQUAL -> compare("NE");
      case TO_INT -> convert("F2I", INTS);
      case TO_FLOAT -> convert("I2F", FLOATS);
      case BITS -> bits();
      case FROM_BITS -> fromBits();
      case TO_BFLOAT -> toBfloat();
      case INT_ADD -> call(INTS, "add", 1);
      case INT_SUBTRACT -> call(INTS, "sub", 1);
      case INT_MULTIPLY -> call(INTS, "mul", 1);
      case AND -> call(INTS, "and", 1);
      case XOR -> {
        code.getstatic(OPERATORS, "XOR", OPERATORS.nested("Associative")).swap();
        code.invokevirtual(INTS, "lanewise", MethodTypeDesc.of(INTS, BINARY, VECTOR));
      }
      case SHIFT_LEFT -> shift("LSHL", instruction.attribute().intValue());
      case SHIFT_RIGHT -> shift("ASHR", instruction.attribute().intValue());
      case SHIFT_RIGHT_UNSIGNED -> shift("LSHR", instruction.attribute().intValue());
    }
  }

  @Override
  public void combine(Operation primitive) {
    call(FLOATS, primitive == Operation.ADD ? "add" : "max", 1);
  }

  private void call(ClassDesc type, String method, int others) {
    code.invokevirtual(type, method, MethodTypeDesc.of(type, Collections.nCopies(others, VECTOR)));
  }

  private void compare(String operator) {
    code.getstatic(OPERATORS, operator, COMPARISON).swap();
    code.invokevirtual(FLOATS, "compare", MethodTypeDesc.of(MASK, COMPARISON, VECTOR));
  }

  private void convert(String conversion, ClassDesc to) {
    code.getstatic(OPERATORS, conversion, CONVERSION).iconst_0();
    code.invokevirtual(VECTOR, "convert", MethodTypeDesc.of(VECTOR, CONVERSION, CD_int));
    code.checkcast(to);
  }

  private void shift(String operator, int distance) {
    code.getstatic(OPERATORS, operator, BINARY).loadConstant(distance);
    code.invokevirtual(INTS, "lanewise", MethodTypeDesc.of(INTS, BINARY, CD_int));
  }

  private void bits() {
    code.invokevirtual(FLOATS, "reinterpretAsInts", MethodTypeDesc.of(INTS));
  }

  private void fromBits() {
    code.invokevirtual(INTS, "reinterpretAsFloats", MethodTypeDesc.of(FLOATS));
  }

  /** Adds half a step, less where the last bit that stays is 0; NaN would overflow. */
  private void toBfloat() {
    code.dup();
    bits();
    code.dup();
    shift("LSHR", Short.SIZE);
    code.iconst_1().invokevirtual(INTS, "and", MethodTypeDesc.of(INTS, CD_int));
    call(INTS, "add", 1);
    code.loadConstant(0x7FFF).invokevirtual(INTS, "add", MethodTypeDesc.of(INTS, CD_int));
    fromBits();
    code.swap().dup();
    compare("NE");
    code.loadConstant(Float.NaN).swap();
    code.invokevirtual(FLOATS, "blend", MethodTypeDesc.of(FLOATS, CD_float, MASK));
    bits();
    shift("LSHR", Short.SIZE);
  }

  private void species(ClassDesc type) {
    if (type.equals(SHORTS)) {
      code.getstatic(VECTORS, "SHORTS", SPECIES);
    } else {
      code.getstatic(type, "SPECIES_PREFERRED", SPECIES);
    }
  }

  private static ClassDesc type(Operation.Kind kind) {
    return switch (kind) {
      case FLOAT, MASK -> FLOATS;
      case INT -> INTS;
    };
  }
}
