package dev.ranvier.kernel.vector.loop;

import static java.lang.constant.ConstantDescs.CD_double;
import static java.lang.constant.ConstantDescs.CD_float;
import static java.lang.constant.ConstantDescs.CD_int;
import static java.lang.constant.ConstantDescs.CD_long;
import static java.lang.constant.ConstantDescs.CD_void;

import dev.ranvier.kernel.vector.memory.ScalarAccess;
import dev.ranvier.tensor.DType;
import java.lang.classfile.CodeBuilder;
import java.lang.classfile.Opcode;
import java.lang.classfile.TypeKind;
import java.lang.constant.ClassDesc;
import java.lang.constant.MethodTypeDesc;
import java.util.Collections;
import java.util.function.IntConsumer;

/** Steps on one element: floats and ints as Java has them, masks as 0 or 1. */
public final class ScalarEmitter implements InstructionEmitter {
  private static final ClassDesc MATH = ClassDesc.of("java.lang.Math");
  private static final ClassDesc FLOAT = ClassDesc.of("java.lang.Float");
  private static final ClassDesc ELEMENTS = ScalarAccess.class.describeConstable().orElseThrow();

  private final CodeBuilder code;

  ScalarEmitter(CodeBuilder code) {
    this.code = code;
  }

  @Override
  public TypeKind typeKind(Operation.Kind kind) {
    return switch (kind) {
      case FLOAT -> TypeKind.FLOAT;
      case INT, MASK -> TypeKind.INT;
    };
  }

  @Override
  public void load(Operation load, Runnable address) {
    address.run();
    String method =
        switch (load) {
          case LOAD_FLOAT -> "getFloat";
          case LOAD_INT -> "getInt";
          case LOAD_BFLOAT -> "getBfloat";
          default -> throw new IllegalArgumentException("loop: " + load + " is no load");
        };
    boolean isFloat = load.kind() == Operation.Kind.FLOAT;
    code.invokestatic(ELEMENTS, method, MethodTypeDesc.of(isFloat ? CD_float : CD_int, CD_long));
  }

  @Override
  public void store(DType dtype, Runnable value, Runnable address) {
    address.run();
    value.run();
    boolean isFloat = dtype == DType.F32;
    code.invokestatic(
        ELEMENTS,
        isFloat ? "setFloat" : "setShort",
        MethodTypeDesc.of(CD_void, CD_long, isFloat ? CD_float : CD_int));
  }

  @Override
  public void compute(Instruction instruction, IntConsumer push) {
    for (int part = 0; part < instruction.parts().size(); part++) {
      push.accept(part);
    }
    switch (instruction.primitive()) {
      case FLOAT_NUMBER, INT_NUMBER, LOAD_FLOAT, LOAD_INT, LOAD_BFLOAT, INDEX ->
          throw new IllegalArgumentException("loop: " + instruction + " is not computed");
      case ADD -> code.fadd();
      case SUBTRACT -> code.fsub();
      case MULTIPLY -> code.fmul();
      case DIVIDE -> code.fdiv();
      case MAXIMUM -> math("max", CD_float, 2);
      case MINIMUM -> math("min", CD_float, 2);
      case MULTIPLY_ADD -> math("fma", CD_float, 3);
      case NEGATE -> code.fneg();
      case ABSOLUTE -> math("abs", CD_float, 1);
      case SQUARE_ROOT -> inDouble("sqrt");
      case POWER -> power();
      case EXPONENTIAL -> inDouble("exp");
      case LOGARITHM -> inDouble("log");
      case HYPERBOLIC_TANGENT -> inDouble("tanh");
      // A comparison with NaN is false: fcmpg gives 1 for it, fcmpl −1.
      case LESS -> mask(code.fcmpg(), Opcode.IFLT);
      case LESS_OR_EQUAL -> mask(code.fcmpg(), Opcode.IFLE);
      case EQUAL -> mask(code.fcmpl(), Opcode.IFEQ);
      case NOT_EQUAL -> mask(code.fcmpl(), Opcode.IFNE);
      case CHOOSE ->
          code.invokestatic(
              ELEMENTS, "choose", MethodTypeDesc.of(CD_float, CD_int, CD_float, CD_float));
      case TO_INT -> code.f2i();
      case TO_FLOAT -> code.i2f();
      case BITS ->
          code.invokestatic(FLOAT, "floatToRawIntBits", MethodTypeDesc.of(CD_int, CD_float));
      case FROM_BITS ->
          code.invokestatic(FLOAT, "intBitsToFloat", MethodTypeDesc.of(CD_float, CD_int));
      case TO_BFLOAT -> code.invokestatic(ELEMENTS, "rounded", MethodTypeDesc.of(CD_int, CD_float));
      case INT_ADD -> code.iadd();
      case INT_SUBTRACT -> code.isub();
      case INT_MULTIPLY -> code.imul();
      case AND -> code.iand();
      case XOR -> code.ixor();
      case SHIFT_LEFT -> code.loadConstant(instruction.attribute().intValue()).ishl();
      case SHIFT_RIGHT -> code.loadConstant(instruction.attribute().intValue()).ishr();
      case SHIFT_RIGHT_UNSIGNED -> code.loadConstant(instruction.attribute().intValue()).iushr();
    }
  }

  @Override
  public void combine(Operation primitive) {
    if (primitive == Operation.ADD) {
      code.fadd();
    } else {
      math("max", CD_float, 2);
    }
  }

  private void math(String function, ClassDesc type, int arity) {
    code.invokestatic(MATH, function, MethodTypeDesc.of(type, Collections.nCopies(arity, type)));
  }

  private void inDouble(String function) {
    code.f2d();
    math(function, CD_double, 1);
    code.d2f();
  }

  private void power() {
    code.invokestatic(ELEMENTS, "power", MethodTypeDesc.of(CD_float, CD_float, CD_float));
  }

  private void mask(CodeBuilder compared, Opcode condition) {
    compared.ifThenElse(condition, set -> set.iconst_1(), unset -> unset.iconst_0());
  }
}
