package dev.ranvier.kernel.vector.loop;

import dev.ranvier.op.scalar.BinaryFunction;
import dev.ranvier.op.scalar.Expression;
import dev.ranvier.op.scalar.Expression.Argument;
import dev.ranvier.op.scalar.Expression.Binary;
import dev.ranvier.op.scalar.Expression.Constant;
import dev.ranvier.op.scalar.Expression.Random;
import dev.ranvier.op.scalar.Expression.Select;
import dev.ranvier.op.scalar.Expression.Unary;
import dev.ranvier.op.scalar.ScalarProgram;
import dev.ranvier.op.scalar.UnaryFunction;
import dev.ranvier.tensor.DType;
import java.util.ArrayList;
import java.util.List;

/**
 * Turns a scalar program into the primitive steps of a loop body.
 *
 * <p>What depends on single operands only (a learning rate, a bias correction) uses Java's
 * functions once before the loop; what changes by element uses {@link Transcendental}.
 */
public final class Lowering {
  private static final int MAX_QUARTERS = 12;

  private final LoopBody body;
  private final List<Value> slots = new ArrayList<>();

  private Lowering(LoopBody body) {
    this.body = body;
  }

  /** The body that computes a program over operands of the given types and accesses. */
  public static LoopBody of(LoopKey key) {
    ScalarProgram program = key.program();
    Lowering lowering = new Lowering(new LoopBody(key));
    for (int i = 0; i < program.inputs(); i++) {
      lowering.slots.add(lowering.body.load(i));
    }
    program.instructions().forEach(each -> lowering.slots.add(lowering.value(each)));
    for (int i = 0; i < program.outputs().size(); i++) {
      Value value = number(lowering.slots.get(program.outputs().get(i)));
      lowering.body.output(
          key.outputs().get(i).equals(new LoopOutput.Stored(DType.BF16))
              ? value.apply(Operation.TO_BFLOAT)
              : value);
    }
    return lowering.body;
  }

  private Value value(Expression expression) {
    return switch (expression) {
      case Constant(double number) -> body.number(number);
      case Argument(int slot) -> slots.get(slot);
      case Unary(UnaryFunction function, Expression operand) ->
          unary(function, number(value(operand)));
      case Binary(BinaryFunction function, Expression left, Expression right) ->
          function == BinaryFunction.POWER && right instanceof Constant(double exponent)
              ? power(number(value(left)), exponent)
              : binary(function, number(value(left)), number(value(right)));
      case Select(Expression condition, Expression whenTrue, Expression whenFalse) ->
          mask(value(condition)).choose(number(value(whenTrue)), number(value(whenFalse)));
      case Random(Expression key) -> uniform(value(key));
    };
  }

  private Value unary(UnaryFunction function, Value x) {
    boolean often = x.rate() == HoistingLevel.ELEMENT;
    return switch (function) {
      case NEGATE -> x.negate();
      case ABSOLUTE -> x.absolute();
      case SIGN -> {
        Value zero = body.number(0);
        Value notBelow = zero.lessThan(x).choose(body.number(1), x);
        yield x.lessThan(zero).choose(body.number(-1), notBelow);
      }
      case FLOOR -> Transcendental.floor(x);
      case SQUARE_ROOT -> x.squareRoot();
      case EXPONENTIAL -> often ? Transcendental.exponential(x) : x.apply(Operation.EXPONENTIAL);
      case EXPM1 -> Transcendental.expm1(x);
      case LOGARITHM -> often ? Transcendental.logarithm(x) : x.apply(Operation.LOGARITHM);
      case LOG1P -> Transcendental.log1p(x);
      case HYPERBOLIC_TANGENT ->
          often ? Transcendental.hyperbolicTangent(x) : x.apply(Operation.HYPERBOLIC_TANGENT);
      case ERROR_FUNCTION -> Transcendental.errorFunction(x);
      case NORMAL_PROBABILITY -> Transcendental.normalProbability(x);
      case ARC_TANGENT -> Transcendental.arcTangent(x);
    };
  }

  private Value binary(BinaryFunction function, Value a, Value b) {
    return switch (function) {
      case ADD -> a.plus(b);
      case SUBTRACT -> a.minus(b);
      case MULTIPLY -> a.times(b);
      case DIVIDE -> a.over(b);
      case MAXIMUM -> isBound(b) ? a.lessOrEqual(b).choose(b, a) : a.apply(Operation.MAXIMUM, b);
      case MINIMUM -> isBound(b) ? b.lessThan(a).choose(b, a) : a.apply(Operation.MINIMUM, b);
      case POWER -> power(a, b);
      case LESS -> a.lessThan(b);
      case EQUAL -> a.equalTo(b);
    };
  }

  /**
   * Whether a value is a number against which comparing is enough. Vectors of x86 compute a maximum
   * of which nothing is known in six steps, for the sake of NaN and of zeros with signs.
   */
  private boolean isBound(Value value) {
    Instruction instruction = body.instructions().get(value.instruction());
    return instruction.primitive() == Operation.FLOAT_NUMBER
        && !Float.isNaN(instruction.attribute().floatValue())
        && Float.floatToRawIntBits(instruction.attribute().floatValue()) != Integer.MIN_VALUE;
  }

  /** For small multiples of a quarter, the number and its square roots are multiplied. */
  private Value power(Value x, double exponent) {
    double quarters = Math.abs(4 * exponent);
    if (quarters != Math.rint(quarters) || quarters == 0 || quarters > MAX_QUARTERS) {
      return power(x, body.number(exponent));
    }
    Value power = null;
    Value factor = quarters % 4 == 0 ? x : rootable(x);
    if (quarters % 4 != 0) {
      Value root = factor.squareRoot();
      power = quarters % 4 >= 2 ? root : null;
      power = quarters % 2 == 1 ? times(power, root.squareRoot()) : power;
    }
    for (int whole = (int) quarters / 4; whole > 0; whole--) {
      power = times(power, factor);
    }
    return exponent < 0 ? body.number(1).over(power) : power;
  }

  /** A number whose roots are its powers: of -∞ they are those of ∞, of -0 those of 0. */
  private Value rootable(Value x) {
    return x.lessThan(-Float.MAX_VALUE).choose(x.absolute(), x.plus(0));
  }

  private static Value times(Value power, Value factor) {
    return power == null ? factor : power.times(factor);
  }

  private static Value power(Value x, Value exponent) {
    return HoistingLevel.innermost(x.rate(), exponent.rate()) == HoistingLevel.ELEMENT
        ? Transcendental.power(x, exponent)
        : x.apply(Operation.POWER, exponent);
  }

  /** The steps of {@link dev.ranvier.tensor.CounterRandom#mix} and the scaling to [0, 1). */
  private Value uniform(Value number) {
    Value key = number.toInt();
    Value rotated =
        key.shift(Operation.SHIFT_LEFT, 16).xor(key.shift(Operation.SHIFT_RIGHT_UNSIGNED, 16));
    Value x = avalanche(body.index().intTimes(0x9E3779B9).intPlus(key));
    Value bits = avalanche(x.xor(rotated));
    return bits.shift(Operation.SHIFT_RIGHT_UNSIGNED, 8).toFloat().times(0x1p-24);
  }

  private static Value avalanche(Value value) {
    Value x = value.xor(value.shift(Operation.SHIFT_RIGHT_UNSIGNED, 16)).intTimes(0x7feb352d);
    x = x.xor(x.shift(Operation.SHIFT_RIGHT_UNSIGNED, 15)).intTimes(0x846ca68b);
    return x.xor(x.shift(Operation.SHIFT_RIGHT_UNSIGNED, 16));
  }

  /** A value as a float: a condition is 1 or 0. */
  private static Value number(Value value) {
    return switch (value.kind()) {
      case FLOAT -> value;
      case INT -> value.toFloat();
      case MASK -> value.choose(value.body().number(1), value.body().number(0));
    };
  }

  /** A value as a condition: a number is true when not zero. */
  private static Value mask(Value value) {
    return value.kind() == Operation.Kind.MASK
        ? value
        : number(value).apply(Operation.NOT_EQUAL, value.body().number(0));
  }
}
